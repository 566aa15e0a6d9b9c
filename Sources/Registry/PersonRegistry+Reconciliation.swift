// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// Reconciles a month: paylist, cards, roster and payments, as they stand in one snapshot (product.md §6).
    ///
    /// Throws what the store and the sealer throw.
    public func reconcile(_ period: Period, _ terms: ReconciliationTerms) throws -> Reconciliation {
        try store.read { reading in
            try Reconciler.reconcile(
                reading.ledger(of: period),
                terms: terms,
                catalogue: catalogue,
                details: SealedDetails(reading: reading, vault: vault)
            )
        }
    }
}

/// Opens what a store holds sealed, on another core where one is free, while the store reads on.
struct SealedDetails: ReconciliationDetails {
    private static let block = 512
    /// So many blocks at most wait to be opened while the store reads on, however many payments there are.
    private static let blocksAhead = 8

    let reading: any RegistryReading
    let vault: PersonVault

    func details(of payments: [PaymentPlace]) throws -> [PaymentDetails] {
        try sealed(payments).concurrentMap { [vault] in try vault.details(of: $0) }
    }

    func namesDiffer(_ payments: [(place: PaymentPlace, holder: PersonKey)]) throws -> [Bool] {
        var differ: [Bool] = []
        var ahead: [Ahead<[Bool]>] = []
        for start in stride(from: 0, to: payments.count, by: Self.block) {
            if ahead.count == Self.blocksAhead { differ += try ahead.removeFirst().value() }
            let part = payments[start..<min(start + Self.block, payments.count)]
            let written = try sealed(part.map(\.place))
            let people = try reading.people(part.map(\.holder))
            ahead.append(
                Ahead { [vault] in
                    try zip(written, people)
                        .map { payment, person in
                            let names = try person.map { try vault.names(of: $0) } ?? []
                            guard !names.isEmpty else { return false }
                            let holder = try vault.details(of: payment).holder
                            return !names.contains { $0.matches(holder) }
                        }
                }
            )
        }
        for block in ahead { differ += try block.value() }
        return differ
    }

    private func sealed(_ payments: [PaymentPlace]) throws -> [SealedPayment] {
        try reading.sealedPayments(at: payments)
            .map { payment in
                guard let payment else { throw RegistryError(.sealedData, "a payment is gone that was there") }
                return payment
            }
    }
}
