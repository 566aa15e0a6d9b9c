// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import Issuance
import Signing
import Storage
import Synchronization
import Trust

/// What is believed now: the published trust list and the signed status lists, as verdicts rest on them and as they are
/// given out.
///
/// Another process may publish at any time, so upkeep looks again every few seconds.
final class TrustKeeper: Sendable {
    /// Files and snapshot of one moment.
    struct Held: Sendable {
        /// What verdicts rest on; `nil` while there is no valid trust list.
        var snapshot: TrustSnapshot?
        /// The trust list.
        var trustList: SignedFile?
        /// The status lists by number.
        var statusLists: [Int: SignedFile] = [:]
        /// All that an offline verifier needs.
        var bundle: SignedFile?
    }

    private let deployment: Deployment
    private let held = Mutex(Held())
    private let seen = Mutex(TrustMemory())

    init(_ deployment: Deployment) throws {
        self.deployment = deployment
        _ = try look()
    }

    /// What is held now.
    var now: Held { held.withLock { $0 } }

    /// What was seen before: lists and clocks that go back are noticed.
    ///
    /// - Parameter latest: when the latest code was made that any verifier of the deployment let pass.
    /// - Returns: the memory.
    func memory(latest: Int64?) -> TrustMemory {
        var memory = seen.withLock { $0 }
        if let latest, let list = now.snapshot?.trustList { memory.remember(issuedAt: latest, of: list.anchor) }
        return memory
    }

    /// Takes up what was seen before this process began.
    func remember(_ memory: TrustMemory) { seen.withLock { $0 = memory } }

    /// Looks for newer files.
    ///
    /// - Returns: whether there were any.
    /// - Throws: what reading them throws; then what was held stays.
    func look() throws -> Bool {
        let list = try? deployment.trustList()
        let status = try deployment.store.read { try $0.statusLists() }
        let files = status.compactMap { entry in
            entry.signed.map { (entry.number, SignedFile($0, expiresAt: entry.expiresAt ?? 0)) }
        }
        let fresh = Dictionary(files) { $1 }
        let before = now
        let isSame =
            list?.bytes == before.trustList?.bytes && fresh.mapValues(\.tag) == before.statusLists.mapValues(\.tag)
        guard !isSame || before.trustList == nil else { return false }
        var next = Held(statusLists: fresh)
        if let list {
            next.trustList = SignedFile(list.bytes, expiresAt: list.expiresAt)
            next.snapshot = TrustSnapshot(trustList: list, statusListBytes: fresh.values.map(\.bytes))
            let root = try Data(contentsOf: deployment.files.rootPublicKey)
            let bundle = try Self.bundle(root: [UInt8](root), trustList: list, status: fresh)
            let expiry = ([list.expiresAt] + fresh.values.map(\.expiresAt)).min() ?? 0
            next.bundle = SignedFile(bundle, expiresAt: expiry)
        }
        held.withLock { $0 = next }
        if let snapshot = next.snapshot { seen.withLock { $0.remember(snapshot) } }
        return true
    }

    private static func bundle(root: [UInt8], trustList: TrustList, status: [Int: SignedFile]) throws -> [UInt8] {
        var archive = TarArchive(modifiedAt: trustList.issuedAt)
        archive.add("root.pem", root)
        archive.add("trust-list.cwt", trustList.bytes)
        for (number, file) in status.sorted(by: { $0.key < $1.key }) { archive.add("status/\(number).cwt", file.bytes) }
        return archive.bytes
    }
}

/// A file that is given out as it is.
struct SignedFile: Sendable {
    let bytes: [UInt8]
    /// Names the content (RFC 9110 §8.8.3).
    let tag: String
    /// Until when it is current, seconds since 1970 UTC.
    let expiresAt: Int64

    init(_ bytes: [UInt8], expiresAt: Int64) {
        self.bytes = bytes
        self.expiresAt = expiresAt
        tag = "\"\(SystemCryptography().sha256(bytes[...]).hex.prefix(32))\""
    }
}
