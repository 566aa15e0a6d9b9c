// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

private struct CheckDigits: Decodable {
    let idNumbers: [String]
    let bankCards: [String]
}

struct IDNumberTests {
    @Test func `numbers computed by an independent program are accepted and kept`() throws {
        let numbers = try Fixtures.json("registry/check-digits.json", as: CheckDigits.self).idNumbers
        #expect(numbers.count > 200)
        for number in numbers { #expect(try IDNumber(number).description == number) }
    }

    @Test func `every other check digit of such numbers is refused`() throws {
        for number in try Fixtures.json("registry/check-digits.json", as: CheckDigits.self).idNumbers.prefix(60) {
            for digit in "0123456789X" where digit != number.last {
                #expect(code { try IDNumber(String(number.dropLast()) + String(digit)) } == "id_check_digit")
            }
        }
    }

    @Test func `every single wrong digit is refused`() throws {
        let number = Array("440604195503150020")
        for place in 0..<17 {
            for digit in "0123456789" where digit != number[place] {
                var wrong = number
                wrong[place] = digit
                let found = code { try IDNumber(String(wrong)) }
                #expect(["id_check_digit", "id_region", "id_birth_date"].contains(found))
            }
        }
    }

    @Test func `two neighbouring digits swapped are refused`() {
        let number = Array("440604195503150020")
        for place in 0..<16 where number[place] != number[place + 1] {
            var wrong = number
            wrong.swapAt(place, place + 1)
            #expect(code { try IDNumber(String(wrong)) } != nil)
        }
    }

    @Test(arguments: [
        ("", "value_missing"),
        ("44060419550315002", "id_format"),
        ("4406041955031500200", "id_format"),
        ("44060419550315002Y", "id_format"),
        ("4406041955031500 0", "id_format"),
        ("44060419550315002０", "id_format"),
        ("440604 95503150020", "id_format"),
        ("440604550315002", "id_legacy"),
        ("4.40604E+17", "excel_damaged"),
        ("4.40604195503E+17", "excel_damaged"),
        ("000000195503150020", "id_region"),
        ("990604195503150020", "id_region"),
        ("160604195503150020", "id_region"),
        ("840000195503150020", "id_region"),
        ("810100195503150020", "id_region"),
        ("900015600229004000", "id_region"),
        ("440604195502300020", "id_birth_date"),
        ("440604195513150020", "id_birth_date"),
        ("440604190002290020", "id_birth_date"),
        ("440604189903150020", "id_birth_date"),
        ("440604215503150020", "id_birth_date"),
    ])
    func `a number that cannot be is refused with the reason`(text: String, expected: String) {
        #expect(code { try IDNumber(text) } == expected)
    }

    @Test func `what is too long is counted in characters`() {
        #expect(throws: RegistryError(.idFormat, "an id number has 18 characters, found 19")) {
            try IDNumber("４４０６０４１９５５０３１５００２００")
        }
    }

    @Test func `x counts as X`() throws {
        let number = try IDNumber("34052419800101001x")
        #expect(number.description == "34052419800101001X")
        #expect(try number == IDNumber("34052419800101001X"))
    }

    @Test func `the families are told apart`() throws {
        let bodies = try Fixtures.json("registry/check-digits.json", as: CheckDigits.self).idNumbers
        #expect(try IDNumber(bodies[0]).family == .resident)
        for number in bodies[4...6] { #expect(try IDNumber(number).family == .residencePermit) }
        #expect(try IDNumber(bodies[7]).family == .permanentResidence)
        #expect(try IDNumber(bodies[8]).family == .resident)
    }

    @Test func `a masked number shows the first three and last four`() throws {
        #expect(try IDNumber(Invented.chen).masked == "440***********0320")
    }

    @Test func `the birthday is the one in the number`() throws {
        #expect(try IDNumber("34052419800101001X").birthday.description == "1980-01-01")
        #expect(try IDNumber(Invented.ward).birthday.description == "2011-04-19")
    }

    @Test func `bank card check digits of an independent program are recognised, and no others`() throws {
        for number in try Fixtures.json("registry/check-digits.json", as: CheckDigits.self).bankCards {
            #expect(try BankAccountNumber(number).hasCheckDigit)
            for digit in "0123456789" where digit != number.last {
                #expect(try !BankAccountNumber(String(number.dropLast()) + String(digit)).hasCheckDigit)
            }
        }
    }
}
