// SPDX-License-Identifier: Apache-2.0

import Audit
import Signing
import COSE
import TestSupport
import Testing
import Trust

@testable import Storage

/// What a contract is tested on; PostgreSQL only where the tests have a server.
enum Engine: String, CaseIterable {
    case sqlite, postgreSQL

    static var here: [Engine] { TestServer.isHere ? allCases : [.sqlite] }

    func database() throws -> EngineDatabase { try EngineDatabase(self) }
}

/// A database of an engine that is gone after the test; stores that are opened on it share it.
final class EngineDatabase: Sendable {
    private let scratch: Scratch
    private let shared: ScratchDatabase?

    init(_ engine: Engine) throws {
        scratch = try Scratch()
        shared = engine == .postgreSQL ? try ScratchDatabase() : nil
    }

    func store() throws -> any RecordStore {
        if let shared { return try PostgreSQLStore(DatabaseAddress(shared.url)) }
        return try SQLiteStore(path: scratch.path())
    }

    func verificationStore(chain: UInt8 = 1) throws -> any VerificationStore {
        let chain = try #require(ChainID([UInt8](repeating: chain, count: 8)))
        if let shared {
            return try PostgreSQLVerificationStore(
                DatabaseAddress(shared.url),
                anchor: .sample(),
                authenticator: DigestAuthenticator(),
                newChain: chain
            )
        }
        return try SQLiteVerificationStore(
            path: scratch.path("verification.sqlite"),
            anchor: .sample(),
            authenticator: DigestAuthenticator(),
            newChain: chain
        )
    }
}

/// MACs that anybody could make.
struct DigestAuthenticator: TraceAuthenticator {
    func mac(over bytes: [UInt8]) -> Digest32 { SystemCryptography().sha256(bytes[...]) }
}

/// The storage error's code that a call throws, nil when it throws none or another.
func storageCode(_ body: () async throws -> some Any) async -> StorageError.Code? {
    do {
        _ = try await body()
        return nil
    } catch { return (error as? StorageError)?.code }
}
