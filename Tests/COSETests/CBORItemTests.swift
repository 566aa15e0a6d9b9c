// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing
import TestSupport

@Suite struct CBORItemTests {
    @Test(arguments: [
        ("01 02", COSEError.Code.trailingBytes),
        ("", .truncated),
        ("18", .truncated),
        ("18 17", .notShortest),
        ("19 00ff", .notShortest),
        ("1a 0000ffff", .notShortest),
        ("1b 00000000ffffffff", .notShortest),
        ("58 01 00", .notShortest),
        ("5f 41 00 ff", .indefiniteLength),
        ("ff", .indefiniteLength),
        ("1c", .reservedEncoding),
        ("f8 18", .reservedEncoding),
        ("a2 01 00 01 00", .duplicateKey),
        ("a3 02 00 01 00 02 00", .duplicateKey),
        ("81 a2 01 00 01 00", .duplicateKey),
        ("62 c3 28", .notUTF8),
        ("63 ed a0 80", .notUTF8),
        ("42 00", .truncated),
        ("9b 00000001 00000000", .truncated),
        ("bb ffffffff ffffffff", .truncated),
        ("5b 7fffffff ffffffff", .truncated),
        ("5b ffffffff ffffffff", .truncated),
        ("c1", .truncated),
    ])
    func `an item that breaks a rule is refused with its code`(text: String, code: COSEError.Code) {
        #expect { try CBORItem(hex(text)) } throws: { ($0 as? COSEError)?.code == code }
    }

    @Test func `sixteen containers are read and seventeen are too deep`() throws {
        _ = try CBORItem([UInt8](repeating: 0x81, count: 16) + [0])
        #expect { try CBORItem([UInt8](repeating: 0x81, count: 17) + [0]) } throws: {
            ($0 as? COSEError)?.code == .tooDeep
        }
        #expect { try CBORItem([UInt8](repeating: 0xC1, count: 17) + [0]) } throws: {
            ($0 as? COSEError)?.code == .tooDeep
        }
    }
}
