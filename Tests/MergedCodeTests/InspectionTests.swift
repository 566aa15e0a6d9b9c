// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import TestSupport
import Testing

@Suite struct InspectionTests {
    /// RFC 8949 appendix A, those of definite length.
    @Test(
        arguments: [
            ("00", "0"), ("1bffffffffffffffff", "18446744073709551615"),
            ("3bffffffffffffffff", "-18446744073709551616"),
            ("3b8000000000000000", "-9223372036854775809"), ("3903e7", "-1000"), ("f90000", "0.0"),
            ("fb3ff199999999999a", "1.1"),
            ("f97c00", "Infinity"), ("f97e00", "NaN"), ("f9fc00", "-Infinity"), ("f4", "false"), ("f7", "undefined"),
            ("f8ff", "simple(255)"), ("c11a514b67b0", "1(1363896240)"), ("4401020304", "h'01020304'"),
            ("62225c", #""\"\\""#), ("62c3bc", "\"ü\""), ("8301820203820405", "[1, [2, 3], [4, 5]]"),
            ("a26161016162820203", #"{"a": 1, "b": [2, 3]}"#), ("60", "\"\""), ("a0", "{}"),
            ("6a1b5b324ae280ae7f00c2", nil), ("671b5b324ae280ae", #""\u001b[2J\u202e""#),
        ] as [(String, String?)]
    )
    func `an item is written in diagnostic notation`(bytes: String, text: String?) throws {
        guard let text else {
            #expect(throws: COSEError.self) { try CBORItem(hex(bytes)) }
            return
        }
        #expect(try CBORItem(hex(bytes)).diagnostic == text)
    }

    @Test func `a code is shown with its credential and disclosures opened`() throws {
        let inspection = try UnverifiedInspection(text: try Sample.dynamicText(disclosing: [.identity]))
        #expect(inspection.kind == .dynamic)
        #expect(inspection.problem == nil)
        let diagnostic = try #require(inspection.diagnostic)
        #expect(diagnostic.hasPrefix("18([<<{1: -9, 13: 18([<<{1: -9, 4: h'"))
        #expect(diagnostic.contains(#"{1: "陈小明", 2: "440***********0320"}, -65537]>>]}"#))
        #expect(inspection.facts.contains { $0.name == "issuer" && $0.value == "gd.mz" })
        #expect(inspection.facts.contains { $0.name == "disclosed" && $0.value == "identity" })
        #expect(!inspection.facts.contains { $0.value.contains("陈") })
    }

    @Test func `what is no code is shown with the reason`() throws {
        let other = try UnverifiedInspection(text: UnverifiedCode.text(of: [0x82, 0x01, 0x02]))
        #expect(other.kind == nil)
        #expect(other.problem == CodeError(.malformedCode, ""))
        #expect(other.diagnostic == "[1, 2]")
        #expect(try UnverifiedInspection(text: UnverifiedCode.text(of: [0xFF])).diagnostic == nil)
        #expect(throws: CodeError(.unsupportedFormat, "")) { try UnverifiedInspection(text: "HC1:NCF") }
    }
}
