// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Registry
import Signing

/// A file on its way into the registry, read in pieces: once for its digest, and again for its rows.
struct ImportSource {
    private static let pieceLength = 1 << 16

    private let path: String
    private let length: Int
    /// SHA-256 of the whole file.
    let digest: [UInt8]

    init(_ path: String) throws {
        self.path = path
        var running = RunningDigest()
        var length = 0
        let pieces = try Self.pieces(path)
        while let piece = try pieces() {
            running.update(piece)
            length += piece.count
        }
        self.length = length
        digest = running.digest.bytes
    }

    /// The file from its beginning; it ends with an error where it is not the file any more that ``digest`` is of.
    ///
    /// - Parameter console: is told how far the file is read, where it shows that.
    /// - Returns: the file, piece by piece.
    /// - Throws: ``Failure`` where it cannot be read.
    func open(telling console: Console? = nil) throws -> FileSource {
        let pieces = try Self.pieces(path)
        var running = RunningDigest()
        var position = 0
        return {
            guard let piece = try pieces() else {
                guard running.digest.bytes == digest else {
                    throw RegistryError(.fileChanged, "the file changed while it was read")
                }
                return nil
            }
            running.update(piece)
            position += piece.count
            console?.showProgress(Double(position) / Double(max(length, position)))
            return piece
        }
    }

    private static func pieces(_ path: String) throws -> FileSource {
        guard let file = FileHandle(forReadingAtPath: path) else { throw Failure(.cannotRead(path)) }
        return {
            let piece: Data?
            do { piece = try file.read(upToCount: pieceLength) } catch { throw Failure(.cannotRead(path)) }
            return piece.flatMap { $0.isEmpty ? nil : [UInt8]($0) }
        }
    }
}
