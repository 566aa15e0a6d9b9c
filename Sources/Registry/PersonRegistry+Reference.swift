// SPDX-License-Identifier: Apache-2.0

/// What a reference of a reconciliation or the line of a bank's file stands for, with the people and numbers that reports
/// leave out.
public enum Referred: Sendable {
    /// A line of the paylist (`L…`): whom it is for, and who was to get it into which account; nil where the registry has
    /// no file of them.
    case line(PaylistEntry, person: PersonFile?, payee: PersonFile?, account: BankAccountNumber?)
    /// A row of the roster (`R…`), and whose it is.
    case row(ReliefEntry, person: PersonFile?)
    /// A payment, named by its line in the bank's file, and who has cards of its account.
    case payment(PaymentEntry, PaymentDetails, holders: [PersonFile])
}

extension PersonRegistry {
    /// What a reference stands for that reports name an entitlement by (``Reconciliation/Entitlement/reference``).
    ///
    /// - Parameter reference: `L` or `R` and 32 hexadecimal digits.
    /// - Returns: the line or row as it stands now, with the people that it is about.
    /// - Throws: ``RegistryError`` `reference_invalid` for another text, `reference_unknown` where it is there no more or was
    ///   made under a sealing key that has been rotated since; what the store and the sealer throw.
    public func referred(_ reference: String) throws -> Referred {
        let bytes = Array(reference.utf8.dropFirst())
        let digits = bytes.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard bytes.count == 32, digits.count == 32 else { throw Self.invalidReference }
        let key = stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return try store.read { reading in
            switch reference.utf8.first {
            case UInt8(ascii: "L"):
                guard let line = try PaylistKey(bytes: key).flatMap({ try reading.paylist($0) }) else { break }
                return .line(
                    line,
                    person: try file(for: line.person, payments: 0, in: reading),
                    payee: try file(for: line.payee, payments: 0, in: reading),
                    account: try vault.account(of: line)
                )
            case UInt8(ascii: "R"):
                guard let row = try ReliefKey(bytes: key).flatMap({ try reading.relief($0) }) else { break }
                return .row(row, person: try file(for: row.person, payments: 0, in: reading))
            default: throw Self.invalidReference
            }
            throw RegistryError(.referenceUnknown, "there is no such line or row any more")
        }
    }

    /// The payment that a line of a bank's file is.
    ///
    /// - Throws: ``RegistryError`` `reference_unknown` where there is none; what the store and the sealer throw.
    public func referred(_ line: Int, of batch: PaymentBatch) throws -> Referred {
        try store.read { reading in
            guard let payment = try reading.payment(at: PaymentPlace(batch: batch, line: line)) else {
                throw RegistryError(.referenceUnknown, "the bank's file has no such line")
            }
            let people = Set(try reading.cards(account: payment.account).map(\.person)).sorted()
            return .payment(
                payment,
                try vault.details(of: payment),
                holders: try people.compactMap { try file(for: $0, payments: 0, in: reading) }
            )
        }
    }

    private static var invalidReference: RegistryError {
        RegistryError(.referenceInvalid, "a reference is L or R and 32 hexadecimal digits")
    }
}
