// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Service

struct TarArchiveTests {
    private func archive() -> TarArchive {
        var archive = TarArchive(modifiedAt: 1_795_482_000)
        archive.add("root.pem", Array("-----BEGIN PUBLIC KEY-----\n".utf8))
        archive.add("empty", [])
        archive.add("status/0.cwt", [UInt8](repeating: 0xA5, count: 512))
        archive.add("status/1.cwt", [UInt8](repeating: 0x5A, count: 513))
        return archive
    }

    @Test func `tar reads what was written`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "bundle.tar")
        try Data(archive().bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tar", "-xf", file.path, "-C", directory.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        func content(_ name: String) throws -> [UInt8] {
            try [UInt8](Data(contentsOf: directory.appending(path: name)))
        }
        #expect(try content("root.pem") == Array("-----BEGIN PUBLIC KEY-----\n".utf8))
        #expect(try content("empty") == [])
        #expect(try content("status/0.cwt") == [UInt8](repeating: 0xA5, count: 512))
        #expect(try content("status/1.cwt") == [UInt8](repeating: 0x5A, count: 513))
    }

    @Test func `the same files give the same bytes, in whole blocks`() {
        #expect(archive().bytes == archive().bytes)
        #expect(archive().bytes.count % 512 == 0)
    }
}
