// SPDX-License-Identifier: Apache-2.0

/// Names, numbers and amounts for invented people, all with their check digits.
enum Invention {
    /// People of one household have numbers next to each other.
    static let maximumPeople = 4

    /// An ID number (GB 11643) born between 1930 and 2014; different for different indexes below 30 million.
    static func idNumber(_ index: Int, region: String) -> String {
        let days = 31_000
        // The factor scatters birthdays; it shares no divisor with the number of days.
        let birthday = Calendar.date(daysSince1930: index * 7919 % days)
        let body = region + birthday + digits(1 + index / days % 999, 3)
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 & 15) * $1.1 }
        return body + String(Array("10X98765432")[sum % 11])
    }

    /// 社保卡号.
    static func cardNumber(_ index: Int, isOld: Bool = false) -> String { (isOld ? "FT" : "FS") + digits(index, 8) }

    /// 银行卡号 with its Luhn check digit; `generation` tells a person's accounts apart.
    static func account(_ index: Int, generation: Int = 0) -> String {
        luhn("621700" + digits(generation, 2) + digits(index, 10))
    }

    /// The number of an account that is on no card.
    static func passbook(_ index: Int) -> String { luhn("880100" + digits(index, 12)) }

    /// A name of three characters.
    static func name(_ index: Int, seed: UInt64) -> String {
        let number = mixed(index, seed: seed)
        let family = Array("陈李黄梁何吴周罗麦区叶卢冼林邓关谢郑潘苏")
        let given = Array("明华强芳英志伟玲俊杰少芬建国美丽桂兰文秀娟海军平艳辉红霞梅敏静光荣春生玉珍")
        return String([
            family[Int(number % 20)], given[Int(number / 32 % 37)], given[Int(number / 2048 % 37)],
        ])
    }

    /// An amount from 500 to 1,299 yuan, in fen.
    static func amount(_ index: Int, seed: UInt64) -> Int { 50_000 + Int(mixed(index, seed: seed) >> 40 % 800) * 100 }

    /// October as banks write it.
    static func month(_ index: Int) -> String { ["10月", "十月", "１０月", "10月份", "2026年10月"][index / 10 % 5] }

    /// Yuan with two decimals.
    static func yuan(_ fen: Int) -> String { (fen < 0 ? "-" : "") + "\(abs(fen) / 100)." + digits(abs(fen) % 100, 2) }

    /// A number with so many digits.
    static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    private static func luhn(_ body: String) -> String {
        var sum = 0
        for (place, digit) in body.utf8.reversed().enumerated() {
            let value = Int(digit & 15) * (place.isMultiple(of: 2) ? 2 : 1)
            sum += value > 9 ? value - 9 : value
        }
        return body + "\((10 - sum % 10) % 10)"
    }

    /// SplitMix64.
    private static func mixed(_ index: Int, seed: UInt64) -> UInt64 {
        var value = UInt64(index) &+ seed &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

private enum Calendar {
    /// YYYYMMDD of a day counted from 1930-01-01.
    static func date(daysSince1930 days: Int) -> String {
        var (rest, year) = (days, 1930)
        while rest >= length(of: year) {
            rest -= length(of: year)
            year += 1
        }
        var month = 1
        for length in [31, length(of: year) == 366 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if rest < length { break }
            rest -= length
            month += 1
        }
        return Invention.digits(year, 4) + Invention.digits(month, 2) + Invention.digits(rest + 1, 2)
    }

    private static func length(of year: Int) -> Int {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 366 : 365
    }
}
