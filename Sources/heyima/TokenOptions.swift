// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import Deployment
import Foundation
import MergedCode
import Signing
import Storage

/// Where the token of a new terminal or department goes.
struct TokenOptions: ParsableArguments {
    @Option(
        name: .customLong("token-file"),
        help: "A new file to write the token to, mode 0600, instead of stdout.",
        completion: .file()
    )
    var file: String?
    @OptionGroup var output: OutputOptions

    /// Checks the id of whom a token is for.
    static func check(id: String, of bearer: String) throws {
        guard Audience.isTerminalID(id) else {
            throw ValidationError("a \(bearer)'s id is 1 to 32 letters, digits and dashes")
        }
        guard id != TraceRecord.registryTerminal else {
            throw ValidationError("\(id) is what staff at the registry stand in the trace as; choose another id")
        }
    }

    /// Makes a token, has whoever shows it added, and hands it over.
    func register(
        in store: any VerificationStore,
        _ make: (TerminalToken) -> Terminal
    ) async throws {
        let token = TerminalToken.generate()
        let entry = make(token)
        // A file that cannot be written must not leave an entry whose token nobody has.
        if let file { try PrivateFile.create(file, Array((token.text + "\n").utf8)) }
        do { try await store.add(entry) } catch {
            if let file { try? FileManager.default.removeItem(atPath: file) }
            guard (error as? StorageError)?.code == .constraint else { throw error }
            throw Failure(
                Phrase("there is \(entry.id) already, or was", "编号 \(entry.id) 已存在，或曾经存在"),
                hint: Phrase("choose another id", "请换用其他编号")
            )
        }
        let console = output.console
        if output.json {
            var shown = ["id": entry.id]
            if file == nil { shown["token"] = token.text }
            return try console.printJSON(shown)
        }
        if file == nil { console.print(token.text) }
        console.say(
            Phrase(
                "This is the token of \(entry.id). It is shown once; keep it secret.",
                "以上为 \(entry.id) 的令牌，仅显示一次，请妥善保管。"
            )
        )
    }
}
