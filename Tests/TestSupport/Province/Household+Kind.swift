// SPDX-License-Identifier: Apache-2.0

extension Household {
    /// The ordinary households, of which nothing has to be found.
    enum Kind: CaseIterable {
        /// One person on 低保.
        case single
        /// Three people who are paid as one (按户).
        case family
        /// A parent and a child, each with an amount (按人), both paid into the parent's account.
        case guardian
        /// 特困 at home, with care paid apart.
        case tekun
        /// Two people in the country, whose bank writes the name with another dot.
        case rural
        /// 临时价格补贴 beside 低保, whose memo names no month.
        case price
        /// 特困 in an institution: nobody is paid.
        case institution
        /// Four people who get back pay as well.
        case backPay
        /// Paid in two instalments.
        case instalments
        /// Paid into a passbook that is on no card, named by the paylist.
        case passbook

        /// How many people all kinds have together.
        static let people = 17
    }

    /// A household of a kind.
    init(_ index: Int, seed: UInt64, _ kind: Kind) {
        self.init(index, seed: seed)
        let amount = Invention.amount(index, seed: seed)
        switch kind {
        case .single, .price, .instalments, .passbook: addPerson { $0.amount = amount }
        case .family, .backPay, .rural:
            addPerson { $0.amount = amount }
            for _ in 1..<(kind == .family ? 3 : kind == .rural ? 2 : 4) { addPerson() }
        case .guardian:
            addPerson()
            addPerson()
            for member in people.indices {
                people[member].payoutMode = "按人"
                people[member].amount = amount
            }
            people[1].payee = people[0].idNumber
        case .tekun:
            addPerson {
                $0.amount = amount
                $0.category = "特困分散供养"
            }
        case .institution:
            addPerson {
                $0.category = "特困集中供养"
                $0.payoutMode = "不发放"
            }
        }
        if kind == .rural { for member in people.indices { people[member].category = "农村低保" } }
        addMoney(kind, amount)
    }

    private mutating func addMoney(_ kind: Kind, _ amount: Int) {
        switch kind {
        case .single, .family: pay(addLine(.dibao, amount))
        case .rural:
            people[0].name = "阿依古丽·买买提"
            pay(addLine(.dibao, amount)) { $0.holder = "阿依古丽•买买提" }
        case .guardian:
            for member in people.indices {
                let line = addLine(.dibao, amount) { [idNumber = people[member].idNumber] in
                    $0.idNumber = idNumber
                    $0.headcount = 1
                    if member > 0 { $0.relation = "监护人" }
                }
                pay(line)
            }
        case .tekun:
            pay(addLine(.tekun, amount))
            pay(addLine(.nursing, 20_000))
        case .price:
            pay(addLine(.dibao, amount))
            pay(addLine(.price, 9600)) { $0.paidAt = "2026-10-28 15:30:00" }
        case .institution: break
        case .backPay:
            pay(addLine(.dibao, amount))
            let line = addLine(.dibao, 2 * amount) {
                $0.nature = "补发"
                $0.backPay = ("202607", "202608")
            }
            pay(line)
        case .instalments:
            let line = addLine(.dibao, amount)
            pay(line) { $0.amount = 10_000 }
            pay(line) {
                $0.amount = amount - 10_000
                $0.paidAt = "2026-11-12 09:00:00"
                // A bank that hides names still names the same person.
                $0.holder = String($0.holder.prefix(1)) + "*" + String($0.holder.dropFirst(2))
            }
        case .passbook:
            let line = addLine(.dibao, amount) { [index] in $0.account = Invention.passbook(index) }
            pay(line)
        }
    }
}
