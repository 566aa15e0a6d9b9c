// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MergedCode
import Wallet

extension WalletCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show which credentials the wallet holds.")

        @OptionGroup var options: WalletOptions
        @OptionGroup var output: OutputOptions

        private struct Row: Encodable {
            let id: String
            let issuer: String
            let components: [String]
            let expiresAt: Int64
        }

        func run() throws {
            for entry in try options.open().entries {
                let claims = entry.credential.claims
                let components = entry.credential.components.keys.map(\.name).sorted()
                if output.json {
                    try output.console.printJSON(
                        Row(
                            id: claims.id.description,
                            issuer: claims.issuer,
                            components: components,
                            expiresAt: claims.expiration
                        )
                    )
                    continue
                }
                let end = Day(at: claims.expiration - 1)?.description ?? ""
                let parts = components.joined(separator: ",")
                output.console.print(
                    Phrase(
                        "\(claims.id)  \(claims.issuer)  until \(end)  \(parts)",
                        "\(claims.id)  \(claims.issuer)  有效期至 \(end)  \(parts)"
                    )
                )
            }
        }
    }
}
