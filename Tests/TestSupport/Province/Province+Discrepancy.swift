// SPDX-License-Identifier: Apache-2.0

extension Province {
    /// What can be wrong, and what only looks wrong, with a household's money.
    public enum Discrepancy: CaseIterable, Sendable {
        // Money that came back.
        case reversed
        case returned
        case returnedAndPaidAgain
        case reversalOfNothing
        // Where the money went, and what it was called.
        case unknownCard
        case noMonth
        case noItem
        // People who should not be paid.
        case died
        case diedInPeriod
        case ended
        case endedInPeriod
        case tapered
        case notOnRoster
        case otherKind
        // Payments that do not fit what is due.
        case paidTwice
        case instalmentsAndMore
        case memberPaid
        case oldCard
        case disabledCard
        case otherName
        case tooLittle
        case tooMuch
        // Nothing was paid.
        case noCard
        case frozenAccount
        case dueLater
        case fileNotFinal
        case notPaid
    }

    /// A finding that reconciliation has to come to, by its stable name.
    public struct Expectation: Hashable, Sendable {
        /// What the finding is on.
        public enum Subject: Hashable, Sendable {
            /// A payment, by 交易流水号.
            case payment(serial: String)
            /// A line of the paylist, by 对象证件号码 and 补贴类型; there is one such line.
            case entitlement(idNumber: String, item: String)
        }

        /// What the finding is on.
        public let subject: Subject
        /// The finding.
        public let finding: String

        /// An expectation.
        public init(subject: Subject, finding: String) {
            self.subject = subject
            self.finding = finding
        }
    }
}

extension Household {
    /// A household with a discrepancy, and what has to be found.
    init(_ index: Int, seed: UInt64, _ discrepancy: Province.Discrepancy) {
        self.init(index, seed: seed)
        let amount = Invention.amount(index, seed: seed)
        addPerson { $0.amount = amount }
        switch discrepancy {
        case .reversed, .returned, .returnedAndPaidAgain, .reversalOfNothing: addReturn(discrepancy, amount)
        case .unknownCard, .noMonth, .noItem: addUnreadable(discrepancy, amount)
        case .died, .diedInPeriod, .ended, .endedInPeriod, .tapered, .notOnRoster, .otherKind:
            addUnentitled(discrepancy, amount)
        case .paidTwice, .instalmentsAndMore, .memberPaid, .oldCard, .disabledCard, .otherName, .tooLittle, .tooMuch:
            addUnfitting(discrepancy, amount)
        case .noCard, .frozenAccount, .dueLater, .fileNotFinal, .notPaid: addUnpaid(discrepancy, amount)
        }
    }

    private mutating func expect(_ finding: String, on serial: String) {
        expectations.append(Province.Expectation(subject: .payment(serial: serial), finding: finding))
    }

    private mutating func expect(_ finding: String, on item: Item = .dibao) {
        let subject = Province.Expectation.Subject.entitlement(idNumber: people[0].idNumber, item: item.rawValue)
        expectations.append(Province.Expectation(subject: subject, finding: finding))
    }

    private mutating func addReturn(_ discrepancy: Province.Discrepancy, _ amount: Int) {
        let line = addLine(.dibao, amount)
        if discrepancy == .returned {
            expect(
                "returned",
                on: pay(line) {
                    $0.result = "退票"
                    $0.failure = "账户已销户"
                }
            )
            expect("returned")
            return
        }
        let first = pay(line)
        let reversal = pay(line) {
            $0.amount = -amount
            $0.result = "冲正"
            $0.paidAt = "2026-11-12 10:00:00"
            $0.originalSerial = discrepancy == .reversalOfNothing ? "FS99999999" : first
        }
        expect(discrepancy == .reversalOfNothing ? "return_unmatched" : "returned", on: reversal)
        guard discrepancy != .reversalOfNothing else { return }
        expect("returned", on: first)
        if discrepancy == .returnedAndPaidAgain { pay(line) { $0.paidAt = "2026-11-13 10:00:00" } }
        if discrepancy == .reversed { expect("returned") }
    }

    private mutating func addUnreadable(_ discrepancy: Province.Discrepancy, _ amount: Int) {
        let line = addLine(.dibao, amount)
        let serial = pay(line) { [index] in
            switch discrepancy {
            case .unknownCard: $0.account = Invention.account(index, generation: 99)
            case .noMonth: $0.memo = "低保金"
            default: $0.memo = "社保发放"
            }
        }
        expect(discrepancy == .unknownCard ? "card_unknown" : "period_unknown", on: serial)
        expect("not_paid")
    }

    private mutating func addUnentitled(_ discrepancy: Province.Discrepancy, _ amount: Int) {
        switch discrepancy {
        case .died:
            people[0].state = "死亡"
            people[0].diedOn = "2026-09-30"
            expect("paid_to_deceased", on: pay(addLine(.dibao, amount)))
            expect("paid_to_deceased")
        case .diedInPeriod:
            people[0].state = "死亡"
            people[0].diedOn = "2026-10-01"
            pay(addLine(.dibao, amount))
        case .ended:
            people[0].state = "停保"
            people[0].stateChangedOn = "2026-09-30"
            expect("paid_after_end", on: pay(.dibao, amount, people[0].cards[0].account))
        case .endedInPeriod:
            people[0].state = "停保"
            people[0].stateChangedOn = "2026-10-01"
            pay(addLine(.dibao, amount))
        case .tapered:
            people[0].state = "渐退"
            people[0].validUntil = "2026-09-30"
            expect("paid_after_end", on: pay(.dibao, amount, people[0].cards[0].account))
        case .notOnRoster:
            people[0].isOnRoster = false
            expect("paid_not_on_roster", on: pay(.dibao, amount, people[0].cards[0].account))
        default:
            pay(addLine(.dibao, amount))
            expect("paid_not_on_roster", on: pay(.tekun, amount, people[0].cards[0].account))
        }
    }

    private mutating func addUnfitting(_ discrepancy: Province.Discrepancy, _ amount: Int) {
        switch discrepancy {
        case .memberPaid: addPerson()
        case .oldCard, .disabledCard:
            people[0].cards
                .append(
                    Card(
                        number: Invention.cardNumber(people[0].index, isOld: true),
                        account: Invention.account(people[0].index, generation: 1),
                        status: "注销",
                        accountStatus: "正常",
                        enabledOn: "2014-07-01",
                        disabledOn: "2024-06-30"
                    )
                )
        default: break
        }
        let line = addLine(.dibao, amount) { [old = people[0].cards.last?.account ?? ""] in
            if discrepancy == .disabledCard { $0.account = old }
        }
        switch discrepancy {
        case .paidTwice:
            pay(line)
            expect("duplicate", on: pay(line) { $0.paidAt = "2026-11-12 10:00:00" })
        case .instalmentsAndMore:
            // The sum is too much, so that the one exact amount is what was due.
            expect("duplicate", on: pay(line) { $0.amount = 20_000 })
            pay(line) { $0.paidAt = "2026-11-12 10:00:00" }
        case .memberPaid:
            let member = people[1]
            let serial = pay(line) {
                $0.account = member.cards[0].account
                $0.holder = member.name
            }
            expect("paid_wrong_payee", on: serial)
            expect("paid_wrong_payee")
        case .oldCard, .disabledCard:
            let old = people[0].cards[1].account
            expect("paid_old_card", on: pay(line) { $0.account = old })
            expect("paid_old_card")
        case .otherName:
            expect("name_differs", on: pay(line) { $0.holder += "二" })
            expect("name_differs")
        default:
            expect("amount_differs", on: pay(line) { $0.amount += discrepancy == .tooMuch ? 5000 : -5000 })
            expect("amount_differs")
        }
    }

    private mutating func addUnpaid(_ discrepancy: Province.Discrepancy, _ amount: Int) {
        switch discrepancy {
        case .noCard: people[0].cards = []
        case .frozenAccount: people[0].cards[0].accountStatus = "冻结"
        case .fileNotFinal:
            // Somebody else was paid already by the bank whose file is not final.
            addPerson()
            for member in people.indices { people[member].cards[0].bank = Province.ruralBank }
            people[1].payoutMode = "按人"
            people[1].amount = amount
            people[0].payoutMode = "按人"
            let member = people[1]
            let line = addLine(.dibao, amount) {
                $0.idNumber = member.idNumber
                $0.payee = member.idNumber
                $0.account = member.cards[0].account
            }
            pay(line) {
                $0.holder = member.name
                $0.isRural = true
            }
        default: break
        }
        addLine(.dibao, amount) { if discrepancy == .dueLater { $0.dueOn = "2026-12-10" } }
        switch discrepancy {
        case .noCard: expect("no_card")
        case .frozenAccount: expect("card_not_active")
        case .dueLater: expect("not_yet_due")
        case .fileNotFinal: expect("awaiting_bank_file")
        default: expect("not_paid")
        }
    }
}
