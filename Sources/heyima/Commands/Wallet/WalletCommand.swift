// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct WalletCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallet",
        abstract: "A resident's credentials: enrol, show a code, refresh, see who looked.",
        subcommands: [Enrol.self, Show.self, Refresh.self, List.self, LookUps.self]
    )
}
