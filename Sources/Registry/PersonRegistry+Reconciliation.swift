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

/// Opens what a store holds sealed.
struct SealedDetails: ReconciliationDetails {
    let reading: any RegistryReading
    let vault: PersonVault

    func details(of payments: [PaymentPlace]) throws -> [PaymentDetails] {
        try reading.payments(at: payments)
            .map { payment in
                guard let payment else { throw RegistryError(.sealedData, "a payment is gone that was there") }
                return try vault.details(of: payment)
            }
    }

    func names(of people: [PersonKey]) throws -> [[PersonName]] {
        try people.map { try reading.person($0).map { try vault.open($0).names.values.map(\.self) } ?? [] }
    }
}
