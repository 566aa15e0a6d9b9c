// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

struct LicenceIDTests {
    /// The first three stand on certificates of other departments and were found in public; the last is invented.
    static let valid = [
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3",
        "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
        "1.2.156.3005.2.114406000000000193001.114406000000000193.44060420260100000001.001.C",
    ]

    @Test(arguments: valid)
    func `an identifier with its check digit is read and written as it was`(text: String) throws {
        #expect(try LicenceID(text).description == text)
    }

    @Test func `the parts are told apart, and the next version has another check digit`() throws {
        let licence = try LicenceID("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S")
        #expect(licence.type == "11100000000013338W011")
        #expect(licence.issuer == "11430000006122244L")
        #expect(licence.serial == "20230000403")
        #expect(licence.version == 2)
    }

    @Test func `the root may be missing, and letters may be small`() throws {
        let full = try LicenceID(Self.valid[0])
        #expect(try LicenceID("11100000000013338w011.11430000006122244L.20230000403.001.u") == full)
    }

    @Test(arguments: valid)
    func `each character that is another one is found by the check digit`(text: String) throws {
        let start = LicenceID.root.utf8.count + 1
        for index in start..<text.utf8.count {
            var bytes = [UInt8](text.utf8)
            guard bytes[index] != UInt8(ascii: ".") else { continue }
            bytes[index] = bytes[index] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
            #expect(code { try LicenceID(String(decoding: bytes, as: UTF8.self)) } == "licence_check_digit")
        }
    }

    @Test(arguments: [
        "", "1.2.156.3005.2", "1.2.3", "1.2.156.3005.3.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W01.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W011.1143000000612224.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L..001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.1.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.0A1.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.UU",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.2023-0000403.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.２０２３.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U.",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.000000000000000000000000000000001.001.U",
    ])
    func `another form is refused`(text: String) {
        #expect(code { try LicenceID(text) } == "licence_invalid")
    }
}
