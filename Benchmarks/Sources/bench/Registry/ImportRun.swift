// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import Registry
import Signing
import VirtualDeployment

/// What one import took, in a process of its own.
struct ImportRun: Codable {
    /// The first argument of the process.
    static let argument = "import"

    /// From the file's first byte to the commit; that the file is read once more before, for its digest, counts as well.
    let seconds: Double
    /// The most memory that the process ever had, in bytes.
    let peakBytes: Int
    let added: Int
    let changed: Int

    /// The process: imports the file that the arguments name, and prints what it took.
    static func main(_ arguments: [String]) throws {
        guard arguments.count == 4, let file = Province.File.allCases.first(where: { $0.name == arguments[2] }) else {
            throw WrongResult("\(argument) takes a deployment, a passphrase's file, a kind and a file")
        }
        let deployment = try Deployment(directory: URL(filePath: arguments[0]))
        var word = [UInt8](try Data(contentsOf: URL(filePath: arguments[1])))
        let records = try deployment.records(passphrase: SecretBytes(wiping: &word))
        let start = ContinuousClock.now
        var request = try file.request(
            fileDigest: digest(of: arguments[3]),
            now: RegistryDeployment.now,
            by: "bench"
        )
        if file.kind == .roster { request.scope = try RosterScope("4406", asOf: CalendarDay(Province.asOf)) }
        request.isStrict = true
        let report = try records.registry.importFile(request) { try pieces(of: arguments[3]) }
        let seconds = start.duration(to: .now) / .seconds(1)
        try expect(report.outcome == .applied, "\(report.outcome), \(report.holds), \(report.errors.first as Any)")
        let run = ImportRun(
            seconds: seconds,
            peakBytes: try peakBytes(),
            added: report.counts.added,
            changed: report.counts.changed
        )
        print(String(decoding: try JSONEncoder().encode(run), as: UTF8.self))
    }

    private static func digest(of path: String) throws -> [UInt8] {
        var running = RunningDigest()
        let next = try pieces(of: path)
        while let piece = try next() { running.update(piece) }
        return running.digest.bytes
    }

    private static func pieces(of path: String) throws -> FileSource {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        return { try handle.read(upToCount: 1 << 16).map { [UInt8]($0) } }
    }

    private static func peakBytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let kilobytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first,
            let number = Int(kilobytes)
        else { throw WrongResult("/proc/self/status is not as expected") }
        return number * 1024
    }
}

extension Province.File {
    var name: String { "\(self)" }
}
