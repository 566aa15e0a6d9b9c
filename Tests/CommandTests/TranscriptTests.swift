// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What the program says for `--help`, word for word: commands and flags are contracts.
///
/// `HEYIMA_WRITE_TRANSCRIPTS=1 swift test --filter TranscriptTests` writes them anew.
@Suite struct TranscriptTests {
    static let commands: [[String]] = [
        [], ["demo"], ["init"], ["verify"], ["inspect"], ["wallet"], ["wallet", "enrol"], ["wallet", "show"],
        ["wallet", "refresh"], ["wallet", "list"], ["wallet", "lookups"], ["serve"], ["config"], ["terminals"],
        ["terminals", "add"], ["terminals", "list"], ["terminals", "revoke"], ["departments"], ["departments", "add"],
        ["departments", "list"], ["departments", "revoke"], ["audit"],
        ["audit", "list"], ["audit", "verify"], ["audit", "export"], ["issue"],
        ["issue", "printed"], ["issue", "revoke"], ["keys"],
        ["keys", "list"], ["keys", "generate"], ["keys", "import"], ["keys", "revoke"], ["keys", "rotate"],
        ["keys", "publish"], ["registry"], ["registry", "import"], ["registry", "imports"], ["registry", "approve"],
        ["registry", "undo"], ["registry", "catalogue"], ["registry", "person"], ["registry", "conflicts"],
        ["registry", "ticket"], ["registry", "end-relief"], ["registry", "report-lost"],
        ["registry", "report-death"], ["registry", "change-card"], ["registry", "change-relief"],
        ["registry", "reconcile"], ["registry", "reference"],
        ["registry", "export"], ["registry", "export", "paylist"], ["registry", "export", "publicity"],
        ["registry", "export", "certificate"], ["registry", "export", "notices"], ["registry", "forget"],
        ["registry", "retire-health"],
        ["registry", "prune"],
        ["bundle"], ["backup"], ["restore"], ["challenge"],
    ]

    @Test(arguments: commands)
    func `help is as written down`(command: [String]) async throws {
        let scratch = try Scratch()
        let result = try await Program(home: scratch.url).run(command + ["--help"])
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
        // The wallet's usual place depends on whose home it is.
        let text = result.output.replacing(scratch.url.path(percentEncoded: false), with: "HOME")
            .replacing(/HOME[\s\S]{0,40}?heyima\/wallet/, with: "HOME/.local/share/heyima/wallet")
        let file = "transcripts/" + (["heyima"] + command).joined(separator: "-") + ".txt"
        if ProcessInfo.processInfo.environment["HEYIMA_WRITE_TRANSCRIPTS"] != nil {
            try Data(text.utf8).write(to: Fixtures.url(file))
        }
        #expect(try Fixtures.text(file) == text)
    }
}
