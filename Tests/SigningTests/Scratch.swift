// SPDX-License-Identifier: Apache-2.0

import Foundation
import Signing
import Testing

/// A directory of a test's own, gone with it.
final class Scratch {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "signing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// The path of a file in it.
    func path(_ name: String) -> String { directory.appending(path: name).path }

    /// Writes a file, mode 0600 unless told otherwise, and gives its path.
    func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o600) throws -> String {
        try Data(bytes).write(to: directory.appending(path: name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
        return path(name)
    }

    func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: directory.appending(path: name))) }

    /// The names of the files in it.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() } }
}

/// Runs a call that has to throw a ``SigningError`` of the code.
func expectCode(
    _ code: SigningError.Code,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () throws -> Void
) {
    do {
        try call()
        Issue.record("nothing was thrown, expected \(code)", sourceLocation: sourceLocation)
    } catch let error as SigningError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("\(error) was thrown, expected \(code)", sourceLocation: sourceLocation)
    }
}
