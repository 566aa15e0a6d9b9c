// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// What a verification is for, and what of the answer is wanted beyond the usual; a terminal may have an item and an operator of
/// its own.
struct VerificationPurpose {
    var item: String?
    var business: String?
    var `operator`: String?
    /// Whether somebody has touched the screen to see amounts.
    var isTouched = false
    /// Why what is masked is to be told in full.
    var revealReason: String?
}

/// What a verification with a service is for, and which terminal asks.
struct PurposeOptions: ParsableArguments {
    @Option(help: "Service: the service item (事项编码).") var item: String?
    @Option(help: "Service: the business number (业务流水号).") var business: String?
    @Option(help: "Service: the operator's id (经办人).") var `operator`: String?

    @Flag(help: "Service: somebody asked for the amounts, as by a touch of a kiosk's screen.") var touched = false
    @Option(
        help: ArgumentHelp(
            "Service: tell a supervisor in full what is masked, for this reason, which is written into the trace.",
            valueName: "reason"
        )
    )
    var reveal: String?

    @Option(
        name: .customLong("token-file"),
        help: "Service: a file with the terminal's token; without one it is asked for.",
        completion: .file()
    )
    var tokenFile: String?

    /// What the verifications are for.
    var purpose: VerificationPurpose {
        VerificationPurpose(
            item: item,
            business: business,
            operator: `operator`,
            isTouched: touched,
            revealReason: reveal
        )
    }

    /// The terminal's token.
    func token() throws -> String { try Passphrase.read(.terminal, from: tokenFile, isNew: false).text }
}
