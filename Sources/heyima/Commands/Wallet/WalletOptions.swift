// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Deployment
import Foundation
import Wallet

extension WalletCommand {
    /// The wallet's file and what opens it.
    struct WalletOptions: ParsableArguments {
        @Option(help: "The wallet's file.", completion: .file()) var wallet = usualPath

        @Option(
            name: .customLong("wallet-passphrase-file"),
            help: "A file with the wallet's passphrase; without one it is asked for.",
            completion: .file()
        )
        var passphraseFile: String?

        private static var usualPath: String {
            let environment = ProcessInfo.processInfo.environment
            let base =
                environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
                ?? environment["HOME", default: "."] + "/.local/share"
            return base + "/heyima/wallet"
        }

        func open() throws -> HolderWallet {
            // Nobody should type a passphrase for a file that is not there.
            guard FileManager.default.fileExists(atPath: wallet) else {
                throw Failure(
                    code: "signing.file-missing",
                    "there is no file \(wallet)",
                    hint: Phrase("heyima wallet enrol makes a wallet", "可用 heyima wallet enrol 新建钱包")
                )
            }
            return try HolderWallet(
                contentsOf: wallet,
                passphrase: Passphrase.read(.wallet, from: passphraseFile, isNew: false)
            )
        }

        /// Keeps other processes from changing the wallet.
        func lock() throws -> DirectoryLock {
            let directory = URL(filePath: wallet).deletingLastPathComponent()
            do { try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true) } catch {
                let path = directory.path(percentEncoded: false)
                throw Failure(Phrase("cannot make \(path)", "无法建立 \(path)"))
            }
            return try DirectoryLock(directory)
        }

        func openOrCreate() throws -> HolderWallet {
            guard !FileManager.default.fileExists(atPath: wallet) else { return try open() }
            return try HolderWallet(
                newAt: wallet,
                passphrase: Passphrase.read(.wallet, from: passphraseFile, isNew: true)
            )
        }
    }
}
