// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

/// RFC 4648 §5 and §10.
@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"), ("\u{0}>?\u{7F}", "AD4_fw"), ("i\u{3EF}>", "ac-vPg"),
    ])
    func `the vectors of the RFC, without padding`(plain: String, text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test func `every byte in every place goes there and back`() {
        for value in UInt8.min...UInt8.max {
            for bytes in [[value], [1, value], [255, 0, value]] {
                #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            }
        }
    }

    @Test(arguments: ["Zg==", "Z", "Zh", "Zm9", "Zm9v+", "Zm9/", "Zm 9v", "Zm9v\n", "é", "Zm9vA"])
    func `what is never written is not read`(text: String) { #expect(Base64URL.decode(text) == nil) }
}
