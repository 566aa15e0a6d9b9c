// SPDX-License-Identifier: Apache-2.0

/// A household of a ``Province`` with all that the departments' files say of it.
struct Household {
    /// A row of the roster and whose it is.
    struct Person {
        var idNumber: String
        var name: String
        /// The head comes first.
        var isHead: Bool
        var category = "城市低保"
        var payoutMode = "按户"
        /// 月保障金额 in fen; nil where the row has none.
        var amount: Int?
        var validUntil = ""
        var state = "在保"
        var diedOn = ""
        var stateChangedOn = ""
        var payee = ""
        var isOnRoster = true
        var cards: [Card] = []
        /// The person's place in the province.
        var index: Int
    }

    struct Card {
        var number: String
        var account: String
        var bank = Self.banks[0]
        var status = "正常"
        var accountStatus = "正常"
        var enabledOn = "2021-12-20"
        var disabledOn = ""

        static let banks = ["中国建设银行佛山市分行", "中国工商银行佛山分行", "中国农业银行佛山分行"]
    }

    /// A line of the paylist.
    struct Line {
        var item: Item
        var nature = "正常"
        var backPay: (from: String, to: String) = ("", "")
        var idNumber: String
        var payee: String
        var relation = "本人"
        var account: String
        var headcount = 1
        /// In fen.
        var amount: Int
        var dueOn = "2026-11-10"
    }

    enum Item: String {
        case dibao = "低保金"
        case tekun = "特困金"
        case nursing = "特困护理补贴"
        case price = "临时价格补贴"

        var code: String {
            switch self {
            case .dibao: "DB01"
            case .tekun: "TK01"
            case .nursing: "TK02"
            case .price: "JG01"
            }
        }
    }

    /// A row of a bank's file.
    struct Payment {
        var holder: String
        var account: String
        /// In fen, below zero for what was taken back.
        var amount: Int
        var memo: String
        var paidAt = "2026-11-11 10:00:00"
        var serial: String
        var result = "成功"
        var originalSerial = ""
        var failure = ""
        var isRural = false
    }

    let index: Int
    let seed: UInt64
    var people: [Person] = []
    var lines: [Line] = []
    var payments: [Payment] = []
    var expectations: [Province.Expectation] = []

    init(_ index: Int, seed: UInt64) {
        self.index = index
        self.seed = seed
    }

    var number: String { "FSJT" + Invention.digits(index, 8) }
    var region: String { "44060" + "\(4 + index % 5)" + Invention.digits(1 + index / 5 % 20, 3) }

    /// Takes in one more person with a card; the first is the head.
    mutating func addPerson(_ adjust: (inout Person) -> Void = { _ in }) {
        let index = index * Invention.maximumPeople + people.count
        var person = Person(
            idNumber: Invention.idNumber(index, region: String(region.prefix(6))),
            name: Invention.name(index, seed: seed),
            isHead: people.isEmpty,
            index: index
        )
        person.cards = [
            Card(
                number: Invention.cardNumber(index),
                account: Invention.account(index),
                bank: Card.banks[index % Card.banks.count]
            )
        ]
        adjust(&person)
        people.append(person)
    }

    /// Lists money for the head, unless told otherwise, and gives the line's position.
    @discardableResult
    mutating func addLine(_ item: Item, _ amount: Int, adjust: (inout Line) -> Void = { _ in }) -> Int {
        var line = Line(
            item: item,
            idNumber: people[0].idNumber,
            payee: people[0].idNumber,
            account: people[0].cards.first?.account ?? Invention.passbook(index),
            headcount: people.count,
            amount: amount
        )
        adjust(&line)
        lines.append(line)
        return lines.count - 1
    }

    /// Pays a line in full to its account, unless told otherwise, and gives the payment's serial number.
    @discardableResult
    mutating func pay(_ line: Int, adjust: (inout Payment) -> Void = { _ in }) -> String {
        pay(lines[line].item, lines[line].amount, lines[line].account) { [line = lines[line]] payment in
            if line.nature == "补发" {
                payment.memo =
                    "\(Int(line.backPay.from.suffix(2)) ?? 1)-\(Int(line.backPay.to.suffix(2)) ?? 1)月补发"
                    + line.item.rawValue
            }
            adjust(&payment)
        }
    }

    /// Pays something that no line asks for.
    @discardableResult
    mutating func pay(
        _ item: Item,
        _ amount: Int,
        _ account: String,
        adjust: (inout Payment) -> Void = { _ in }
    ) -> String {
        var payment = Payment(
            holder: people[0].name,
            account: account,
            amount: amount,
            memo: item == .price ? item.rawValue : Invention.month(index) + item.rawValue,
            serial: "FS" + Invention.digits(index, 8) + Invention.digits(payments.count, 2)
        )
        adjust(&payment)
        payments.append(payment)
        return payment.serial
    }
}
