// SPDX-License-Identifier: Apache-2.0

/// Tells whose payments into one account are, by the lines of the paylist that ask for them.
///
/// A payment that arrived meets one line of its kind and month: one of ours with just its amount, else one of others with just its
/// amount, else any of ours (an instalment). Where the paylist has nothing for the kind and month, it is ours.
struct PaylistAllotment {
    private var ours: [PaylistEntry]
    private var others: [PaylistEntry]

    /// The lines into the account.
    init(_ lines: [PaylistEntry], isOurs: (PaylistEntry) -> Bool) {
        ours = lines.filter(isOurs)
        others = lines.filter { !isOurs($0) }
    }

    /// Whether a payment is ours; call it for the payments in the order they were made.
    mutating func gives(_ payment: PaymentEntry) -> Bool {
        let stays = payment.result == .paid
        if let index = ours.firstIndex(where: { $0.asks(for: payment) && $0.amount == payment.amount }) {
            if stays { ours.remove(at: index) }
            return true
        }
        if let index = others.firstIndex(where: { $0.asks(for: payment) && $0.amount == payment.amount }) {
            if stays { others.remove(at: index) }
            return false
        }
        return ours.contains { $0.asks(for: payment) } || !others.contains { $0.asks(for: payment) }
    }
}

extension PaylistEntry {
    /// Whether a payment can be the one the line asks for: the same kind, and a month of the line's.
    func asks(for payment: PaymentEntry) -> Bool {
        guard payment.kind == kind, let from = payment.periodFrom, let to = payment.periodTo else { return false }
        let months = backPay ?? period...period
        return from <= months.upperBound && to >= months.lowerBound && payment.isBackPay == (nature == .backPay)
    }
}
