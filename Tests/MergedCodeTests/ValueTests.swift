// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Testing

@Suite struct DayTests {
    @Test(
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-23", 20_780),
            ("2031-05-01", 22_400),
            ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("1900-03-01", -25_508),
        ] as [(String, Int64)]
    )
    func `a day is the number of days since 1970`(text: String, number: Int64) throws {
        let day = try #require(Day(text))
        #expect(day.number == number)
        #expect(day.description == text)
        #expect(Day(number: number) == day)
    }

    @Test(arguments: [
        "", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "0000-01-01",
        "2026-1-01",
        "20260101", "2026-01-01 ", "+026-01-01", "2026-01-0１", "-2026-01-01",
    ])
    func `what is no day is refused`(text: String) { #expect(Day(text) == nil) }

    @Test func `a number outside of the calendar is refused`() {
        #expect(Day(number: -719_163) == nil)
        #expect(Day(number: 2_932_897) == nil)
        #expect(Day(at: .max) == nil)
        #expect(Day(at: .min) == nil)
    }

    @Test func `a day ends at its 24:00 in Shanghai`() throws {
        // 2026-11-24T00:00:00+08:00, by date(1): 1795449600.
        let day = try #require(Day("2026-11-23"))
        #expect(day.end == 1_795_449_600)
        #expect(Day(at: day.end - 1) == day)
        #expect(Day(at: day.end) == Day("2026-11-24"))
        #expect(Day(at: day.start) == day)
        #expect(Day(at: -1)?.description == "1970-01-01")
        #expect(Day(at: -8 * 3600 - 1)?.description == "1969-12-31")
    }
}

@Suite struct MaskingTests {
    @Test(arguments: [
        ("440604195001010320", "440***********0320"), ("123456789012345", "123********2345"), ("12345678", "123*5678"),
        ("1234567", "*******"), ("", ""),
    ])
    func `an ID number keeps its first three and last four`(number: String, masked: String) {
        #expect(Identity.maskingIDNumber(number) == masked)
    }

    @Test(arguments: [
        ("陈小明", "陈**"), ("李四", "李*"), ("欧阳娜娜", "欧阳**"), ("欧阳", "欧*"), ("阿依古丽·买买提", "阿依古丽·***"), ("陈", "陈"),
        ("", ""), ("𠮷田", "𠮷*"),
    ])
    func `a name keeps its surname`(name: String, masked: String) { #expect(Identity.maskingGivenName(name) == masked) }
}

@Suite struct EnumerationTests {
    @Test func `numbers have the names of the verdict, others are unknown`() {
        #expect((0...9).map { ReliefCategory(rawValue: $0).description }.first == "unknown")
        #expect(ReliefCategory.urbanDibao.description == "urban_dibao")
        #expect(ReliefCategory(rawValue: 100).description == "unknown")
        #expect(HouseholdRole.head.description == "head")
        #expect(HouseholdRole(rawValue: 3).description == "unknown")
        #expect(
            (0...5).map { HealthLevel(rawValue: $0).description } == [
                "pending", "green", "yellow", "red", "invalid", "unknown",
            ]
        )
        #expect(MemoKind.dibao.asBackPayment.rawValue == 101)
        #expect(MemoKind(rawValue: 102).item == .tekun)
        #expect(MemoKind(rawValue: 102).isBackPayment)
        #expect(MemoKind(rawValue: 102).description == "特困金")
        #expect(MemoKind(rawValue: 202).description == "unknown")
        #expect(ComponentKey.allCases.allSatisfy { ComponentKey(name: $0.name) == $0 })
        #expect(ComponentKey(name: "phone") == nil)
    }
}

@Suite struct AudienceTests {
    @Test func `the base and the terminal's own name are accepted, nothing else`() throws {
        let audience = try #require(Audience(base: "urn:heyima:terminal", terminal: "K-1"))
        #expect(audience.description == "urn:heyima:terminal:K-1")
        for good in ["urn:heyima:terminal", "urn:heyima:terminal:K-1"] { #expect(audience.accepts(good.utf8)) }
        for other in [
            "", "urn:heyima:termina", "urn:heyima:terminal:", "urn:heyima:terminal:K-", "urn:heyima:terminal:K-11",
            "urn:heyima:terminal:k-1", "urn:heyima:terminal:K-2", "urn:heyima:terminalx", "URN:heyima:terminal",
        ] { #expect(!audience.accepts(other.utf8)) }
    }

    @Test func `bytes are compared, not canonical equivalence`() throws {
        let audience = try #require(Audience(base: "urn:caf\u{E9}"))
        #expect("urn:caf\u{E9}" == "urn:cafe\u{301}")
        #expect(audience.accepts("urn:caf\u{E9}".utf8))
        #expect(!audience.accepts("urn:cafe\u{301}".utf8))
    }

    @Test func `a terminal's id has 1 to 32 letters, digits and hyphens`() {
        #expect(Audience(terminal: String(repeating: "a", count: 32)) != nil)
        for other in ["", String(repeating: "a", count: 33), "a b", "a:b", "é", "a_b", "窗口"] {
            #expect(Audience(terminal: other) == nil)
        }
        #expect(Audience(base: "") == nil)
    }
}

@Suite struct ChallengeTests {
    @Test func `a challenge is read as it was written`() throws {
        let challenge = try Challenge(
            audience: "urn:heyima:terminal:K-1",
            expiration: Sample.now,
            nonce: Sample.random(16)
        )
        #expect(challenge.text.hasPrefix("HYMQ1:"))
        #expect(try Challenge(text: " \(challenge.text)\r\n") == challenge)
    }

    @Test func `what is no challenge is refused`() throws {
        let nonce = Sample.random(16)
        let refused = CredentialError(.challenge, "")
        #expect(throws: refused) { try Challenge(audience: "", expiration: 1, nonce: nonce) }
        #expect(throws: refused) { try Challenge(audience: "a", expiration: -1, nonce: nonce) }
        #expect(throws: refused) { try Challenge(audience: "a", expiration: 1, nonce: Array(nonce.dropLast())) }
        for text in ["", "HYMQ1:", "HYMQ1:00", "HYMQ1:a", "HYM1:" + String(repeating: "0", count: 6)] {
            #expect(throws: refused) { try Challenge(text: text) }
        }
        #expect(throws: refused) { try Challenge(text: "HYMQ1:" + String(repeating: "0", count: 2043)) }
    }
}
