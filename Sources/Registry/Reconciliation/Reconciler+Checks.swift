// SPDX-License-Identifier: Apache-2.0

extension Reconciler {
    /// Steps 8 and 9 for all that was kept: whose account it is, and whether it was the one to pay into.
    func checkAccounts() {
        for index in payments.indices where payments[index].isKept {
            let payment = ledger.payments[index]
            let line = ledger.lines[Int(payments[index].line)]
            guard !cardsOfAccount[payment.account].isEmpty else {
                payments[index].isNotPayee = payments[index].holder != line.payee
                payments[index].isOldCard = payment.account != line.account
                continue
            }
            let day = CalendarDay(containing: payment.paidAt)
            var (isPayees, isActive) = (false, false)
            for card in cardsOfAccount[payment.account] {
                let card = ledger.cards[Int(card)]
                guard card.person == line.payee else { continue }
                isPayees = true
                if card.isInUse(on: day) { isActive = true }
            }
            payments[index].isNotPayee = !isPayees
            payments[index].isOldCard =
                isPayees && (!isActive || (line.account >= 0 && payment.account != line.account))
        }
    }

    /// Step 10: 户名 against the holder's names, which are opened only where their digests differ.
    func checkNames(_ details: any ReconciliationDetails) throws {
        var asked: [Int] = []
        for index in payments.indices where payments[index].isKept {
            let payment = ledger.payments[index]
            let line = ledger.lines[Int(payments[index].line)]
            let cards = cardsOfAccount[payment.account]
            // An institution's account bears the institution's name, which no department has.
            if cards.isEmpty, line.relation == .institution { continue }
            let isSame =
                payment.nameKey != nil
                && cards.contains { row in
                    let card = ledger.cards[Int(row)]
                    return card.person == payments[index].holder && card.nameKey == payment.nameKey
                }
            if !isSame { asked.append(index) }
        }
        let differ = try details.namesDiffer(
            asked.map { (place(of: Int32($0)), ledger.people.keys[Int(payments[$0].holder)]) }
        )
        for (index, isOther) in zip(asked, differ) { payments[index].hasOtherName = isOther }
    }
}

extension Ledger.Card {
    /// Whether the card, and this account of it, was there to be paid into on a day: from 启用日期 on, before 停用日期, until 有效期至.
    ///
    /// A card reported lost still takes money. Since when a card is 注销 without a date is not known, so that it counts as gone.
    func isInUse(on day: CalendarDay) -> Bool {
        if !isCurrent { return false }
        if status == .cancelled, disabledOn == nil { return false }
        if let enabledOn, day < enabledOn { return false }
        if let disabledOn, disabledOn <= day { return false }
        if let validUntil, validUntil < day { return false }
        return true
    }

    /// Whether the bank account can be paid into now; where the bank does not say, by the card.
    var isAccountActive: Bool {
        if let accountStatus { return isCurrent && accountStatus == .normal }
        return isCurrent && status != .cancelled && status != .notActivated
    }
}
