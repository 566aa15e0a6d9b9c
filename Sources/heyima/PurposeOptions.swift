// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// What a verification with a service is for, and which terminal asks.
struct PurposeOptions: ParsableArguments {
    @Option(help: "Service: the service item (事项编码).") var item: String?
    @Option(help: "Service: the business number (业务流水号).") var business: String?
    @Option(help: "Service: the operator's id (经办人).") var `operator`: String?

    @Option(
        name: .customLong("token-file"),
        help: "Service: a file with the terminal's token; without one it is asked for.",
        completion: .file()
    )
    var tokenFile: String?

    /// The terminal's token.
    func token() throws -> String { try Passphrase.read(.terminal, from: tokenFile, isNew: false).text }
}
