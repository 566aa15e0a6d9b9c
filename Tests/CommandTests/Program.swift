// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess
import SystemPackage
import TestSupport

/// The program as a person runs it.
struct Program {
    /// What a run left behind.
    struct Result {
        let status: Int
        let output: String
        let error: String

        /// Its standard output as one JSON object.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }

        /// The codes of the reasons in a verdict.
        func reasons() throws -> [String] {
            (try json()["reasons"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
        }

        /// The verdict.
        func verdict() throws -> String? { try json()["verdict"] as? String }
    }

    /// A directory of its own for memory, wallets and what else a person has at home.
    let home: URL
    var locale = "C.UTF-8"

    init(home: URL) { self.home = home }

    /// Where the programs under test lie: beside the tests.
    static let directory = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

    private var environment: [Environment.Key: String] {
        Dictionary(uniqueKeysWithValues: plainEnvironment.map { (.init(stringLiteral: $0), $1) })
    }

    /// The environment of the program, with nothing of the tests' own but the path.
    var plainEnvironment: [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let home = home.path(percentEncoded: false)
        return ["PATH": path, "HOME": home, "XDG_STATE_HOME": home + "/state", "LC_ALL": locale, "NO_COLOR": "1"]
    }

    func run(_ arguments: String..., input: String = "") async throws -> Result {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String = "") async throws -> Result {
        let program = Self.directory.appending(path: "heyima").path(percentEncoded: false)
        return try await Self.run(program, arguments, environment, input)
    }

    /// Runs the program by way of a shell that limits how large a file may become, in blocks of 512 bytes.
    func run(withFileLimit blocks: Int, _ arguments: [String]) async throws -> Result {
        let program = Self.directory.appending(path: "heyima").path(percentEncoded: false)
        let script = "ulimit -f \(blocks); exec \"$0\" \"$@\""
        return try await Self.run("/bin/sh", ["-c", script, program] + arguments, environment, "")
    }

    private static func run(
        _ program: String,
        _ arguments: [String],
        _ environment: [Environment.Key: String],
        _ input: String
    ) async throws -> Result {
        // From a file: Subprocess ends the tests where a program ends without having read a pipe.
        let file = FileManager.default.temporaryDirectory.appending(path: "heyima-input-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try await Subprocess.run(
            .path(.init(program)),
            arguments: Arguments(arguments),
            environment: .custom(environment),
            input: .fileDescriptor(
                try .open(FilePath(file.path(percentEncoded: false)), .readOnly),
                closeAfterSpawningProcess: true
            ),
            output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 20)
        )
        let status: Int
        switch result.terminationStatus {
        case .exited(let code): status = Int(code)
        case .signaled(let signal): status = 128 + Int(signal)
        }
        return Result(status: status, output: result.standardOutput, error: result.standardError)
    }
}

/// A directory that is gone when the test is over.
final class Scratch: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "heyima-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let path = path(name)
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }
}

/// What `heyima demo --keep` leaves, made once for many tests, and copied for those that change it.
struct Kept {
    static let shared = Task { try await Kept() }

    /// For looking, and for commands that change nothing.
    let scratch: Scratch
    let demo: Program.Result

    /// What copies are made of: no program opens it, so no file of SQLite's comes or goes under a copy.
    private let untouched: Scratch

    private init() async throws {
        scratch = try Scratch()
        demo = try await Program(home: scratch.url)
            .run(
                "demo",
                "--keep",
                scratch.path("kept"),
                "--alg",
                "esp256",
                "--fixtures",
                Fixtures.url("demo").path(percentEncoded: false)
            )
        untouched = try Scratch()
        try FileManager.default.copyItem(atPath: scratch.path("kept"), toPath: untouched.path("kept"))
    }

    /// A copy that a test may change, with a program whose home is beside it.
    static func copy() async throws -> (program: Program, scratch: Scratch) {
        let kept = try await shared.value
        let scratch = try Scratch()
        try FileManager.default.copyItem(atPath: kept.untouched.path("kept"), toPath: scratch.path("kept"))
        return (Program(home: scratch.url), scratch)
    }
}

extension Scratch {
    var bundle: String { path("kept/bundle") }
    var deployment: [String] {
        ["--data", path("kept/deployment"), "--passphrase-file", path("kept/passphrase")]
    }
    var wallet: [String] {
        ["--wallet", path("kept/wallet"), "--wallet-passphrase-file", path("kept/passphrase")]
    }
}

extension Program {
    /// A fresh code of the kept wallet.
    func code(_ scratch: Scratch, _ options: String...) async throws -> String {
        let result = try await run(["wallet", "show", "--format", "text"] + scratch.wallet + options)
        return result.output.trimmingCharacters(in: .newlines)
    }

    /// A verdict of a service as JSON, for a purpose of its own.
    func verify(_ code: String, at service: RunningService, _ scratch: Scratch, _ options: String...) async throws
        -> Result
    {
        let purpose = ["--item", "MZ-02", "--business", "b-1", "--operator", "W1"]
        return try await run(
            ["verify", "-", "--service", service.url, "--token-file", scratch.path("kept/token"), "--json"] + purpose
                + options,
            input: code
        )
    }

    /// A ticket for a resident whose wallet is not kept, and its PIN in a file.
    func ticket(_ scratch: Scratch, for idNumber: String = "440604195409230155") async throws -> (
        text: String, pinFile: String
    ) {
        let given = try await run(
            ["registry", "ticket", "-", "--json"] + scratch.deployment,
            input: idNumber + "\n"
        )
        let pin = try given.json()["pin"] as? String ?? ""
        return (try given.json()["ticket"] as? String ?? "", try scratch.write(pin, to: "pin"))
    }

    /// A verdict as JSON.
    func verify(_ code: String, _ scratch: Scratch, _ options: String...) async throws -> Result {
        try await run(["verify", "-", "--offline", scratch.bundle, "--json"] + options, input: code)
    }
}
