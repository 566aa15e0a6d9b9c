// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Hummingbird
import Registry
import Signing
import SystemPackage

/// The body of a request on its way into the registry.
///
/// It lies in a file of mode 0600 that has no name from the moment it is there, so that nothing is left of it whatever happens.
struct ReceivedFile: Sendable {
    private static let pieceLength = 1 << 16

    private let handle: FileHandle
    /// SHA-256 of the whole.
    let digest: Digest32

    /// Takes a body in as it comes.
    ///
    /// - Parameters:
    ///   - request: whose body.
    ///   - limit: how long it may be, in bytes.
    ///   - directory: where the file lies.
    /// - Throws: ``ProblemDocument`` `body_too_large`, or what the file system throws.
    init(_ request: Request, limit: Int, in directory: URL) async throws {
        let tooLarge = ProblemDocument(.bodyTooLarge, "at most \(limit) bytes", headers: [.connection: "close"])
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        let path = directory.appending(path: ".import-\(UUID().uuidString)").path(percentEncoded: false)
        let file = try FileDescriptor.open(
            FilePath(path),
            .readWrite,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite
        )
        handle = FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: true)
        try FileManager.default.removeItem(atPath: path)
        var sum = RunningSHA256()
        var length = 0
        for try await part in request.body {
            let bytes = Array(part.readableBytesView)
            length += bytes.count
            guard length <= limit else { throw tooLarge }
            sum.update(bytes[...])
            try handle.write(contentsOf: Data(bytes))
        }
        digest = sum.digest
    }

    /// The file from its beginning, piece by piece.
    func source() throws -> FileSource {
        try handle.seek(toOffset: 0)
        return { [handle] in try handle.read(upToCount: Self.pieceLength).map { [UInt8]($0) } }
    }
}
