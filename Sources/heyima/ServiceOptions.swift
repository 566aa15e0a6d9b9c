// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation
import Verification
import Wallet

/// Which service to talk to, and whom to believe that it is the one.
struct ServiceOptions: ParsableArguments {
    @Option(help: "The service's URL, such as https://heyima.example; http only on this machine.")
    var service: String?

    @Option(
        name: .customLong("ca-file"),
        help: "Certificates (PEM) to trust instead of the system's.",
        completion: .file()
    )
    var authorities: String?

    @Flag(
        name: .customLong("insecure-http"),
        help: "Take http to another machine too. DANGEROUS: whoever is on the way reads and changes everything."
    )
    var acceptsUnencrypted = false

    /// Talks to the service, or to the one at another place where none is named.
    func connect<Value>(
        or place: String? = nil,
        console: Console,
        _ body: (ServiceConnection) async throws -> Value
    ) async throws -> Value {
        guard let text = service ?? place.flatMap({ $0.contains("://") ? $0 : nil }) else {
            throw Failure(
                Phrase("no service is named", "未指定服务地址"),
                hint: Phrase("give --service URL", "请用 --service 网址 指定")
            )
        }
        let address =
            acceptsUnencrypted ? try ServiceAddress(acceptingUnencryptedUnsafe: text) : try ServiceAddress(text)
        return try await ServiceConnection.open(
            address,
            language: console.language.rawValue,
            authorities: authorities,
            body
        )
    }
}

/// Whom a wallet asks: a service, or a deployment on this machine.
struct IssuerOptions: ParsableArguments {
    @OptionGroup var service: ServiceOptions

    @Option(
        name: .customLong("data"),
        help: "The directory of a deployment on this machine, in place of a service.",
        completion: .directory
    )
    var directory: String?

    @OptionGroup var database: DatabaseOption
    @OptionGroup var passphrase: PassphraseOptions

    var isNamed: Bool { service.service != nil || directory != nil }

    func validate() throws {
        guard service.service == nil || directory == nil else {
            throw ValidationError("give --service or --data, not both")
        }
    }

    /// Asks the issuer that is named, or the one at another place where none is.
    func ask(
        at place: String? = nil,
        console: Console,
        _ body: (any IssuerConnection) async throws -> Void
    ) async throws {
        let directory = directory ?? (service.service == nil ? place.flatMap { $0.contains("://") ? nil : $0 } : nil)
        if let directory {
            let deployment = try Deployment(directory: URL(filePath: directory), database: database.address())
            let desk = try deployment.unlock(passphrase: passphrase.read(.deployment))
            let issuer = LocalIssuer(desk: desk, place: directory)
            try await body(issuer)
            // It comes after the wallet has its credential, which must not be lost where a list cannot be signed.
            return try issuer.settle(at: currentTime())
        }
        do {
            try await service.connect(or: place, console: console) { try await body(RemoteIssuer($0)) }
        } catch let error as WalletError where error.code == .serviceUnreachable {
            throw Failure(
                Failure(error).message,
                hint: Phrase(
                    "check address and network, then run the same command again: nothing is lost",
                    "请检查网址和网络后重新执行同一命令，不会丢失任何内容"
                )
            )
        }
    }
}
