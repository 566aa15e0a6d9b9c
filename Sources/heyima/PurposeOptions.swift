// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// What a verification is for; a terminal may have an item and an operator of its own.
struct VerificationPurpose {
    var item: String?
    var business: String?
    var `operator`: String?
}

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

    /// What the verifications are for.
    var purpose: VerificationPurpose { VerificationPurpose(item: item, business: business, operator: `operator`) }

    /// The terminal's token.
    func token() throws -> String { try Passphrase.read(.terminal, from: tokenFile, isNew: false).text }
}
