// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COSE
import Deployment
import Issuance
import MergedCode
import PrintedSheet
import QRSymbol
import Registry
import Signing
import Storage
import Trust
import Wallet

/// What a person is told of an error: a message with its stable code, and what to do about it.
struct Failure: Error {
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    init(_ error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as SigningError: self.init("\(error)", hint: error.hint)
        case let error as DeploymentError: self.init("\(error)", hint: error.hint)
        case let error as RegistryError: self.init("registry.\(error.code): \(error.message)", hint: Self.hint(error))
        case let error as IssuanceError: self.init("\(error)", hint: Self.hint(error))
        case is COSEError, is CredentialError, is TrustError, is WalletError, is StorageError,
            is QRSymbolError, is PrintedSheetError, is CodeError:
            self.init("\(error)")
        default:
            // What the argument parser says; its first line is the message, the rest is usage.
            let lines = Heyima.message(for: error).split(separator: "\n")
            self.init(lines.first.map(String.init) ?? "\(error)", hint: "heyima --help")
        }
    }

    private static func hint(_ error: IssuanceError) -> String? {
        switch error.code {
        case .credentialRevoked, .credentialSuspended, .handleSpent, .ticketExpired, .pinExhausted:
            "a service window gives out a new ticket"
        default: nil
        }
    }

    private static func hint(_ error: RegistryError) -> String? {
        error.code == .idCheckDigit ? "the last character of an ID number is computed from the others" : nil
    }
}
