// SPDX-License-Identifier: Apache-2.0

/// An invented resident, and the lines of departments' files about them.
struct Resident: Sendable {
    let number: Int
    let idNumber: String

    init(_ number: Int) {
        self.number = number
        let month = number / 28 % 12 + 1
        let day = number % 28 + 1
        let year = 1940 + number / 336 % 50
        let body =
            "440604\(year)\(Self.digits(month, 2))\(Self.digits(day, 2))\(Self.digits(number / 16_800 % 999 + 1, 3))"
        // GB 11643: weights are powers of two modulo 11.
        let sum = body.utf8.enumerated().reduce(0) { $0 + Int($1.element & 15) * ((1 << (17 - $1.offset)) % 11) }
        idNumber = body + ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11]
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        String(String(value + 1_000_000_000).suffix(width))
    }

    static func cards(_ people: [Resident]) -> String {
        people.reduce(into: "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行,有效期至\n") { text, person in
            text +=
                "\(person.idNumber),陈小明,FS\(digits(person.number, 7)),440600,正常,62170030800\(digits(person.number, 7))1,"
            text += "中国建设银行佛山市分行,2099-12-31\n"
        }
    }

    static func roster(_ people: [Resident]) -> String {
        people.reduce(
            into: "家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,区划代码,发放方式,月保障金额,状态\n"
        ) { text, person in
            text += "FSJT\(digits(person.number, 7)),\(person.idNumber),陈小明,户主,城市低保,粤佛\(digits(person.number, 8)),1,"
            text += "2024-03-01,440604010,按户,850.00,在保\n"
        }
    }
}
