// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of the system that serves as an independent judge, such as `zbarimg`, `pdftotext` or `openssl`.
public struct Tool: Sendable {
    /// What a run left behind.
    public struct Result: Sendable {
        /// The exit status.
        public let status: Int32
        /// What it wrote to standard output.
        public let output: [UInt8]
        /// Its standard output as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    private let name: String

    /// A program found by its name in `PATH`.
    public init(_ name: String) { self.name = name }

    /// Runs it to its end.
    ///
    /// Input and output go through files, so that no full pipe can block either side.
    public func run(_ arguments: [String], input: [UInt8] = []) throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let (inputFile, outputFile) = (directory.appending(path: "input"), directory.appending(path: "output"))
        try Data(input).write(to: inputFile)
        try Data().write(to: outputFile)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: try [UInt8](Data(contentsOf: outputFile)))
    }
}
