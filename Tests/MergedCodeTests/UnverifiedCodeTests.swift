// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing

@Suite struct UnverifiedCodeTests {
    private func reasonOf(_ body: () throws -> Void) -> CodeError.Reason? {
        do {
            try body()
            return nil
        } catch { return (error as? CodeError)?.reason }
    }

    private func reason(text: String) -> CodeError.Reason? { reasonOf { _ = try UnverifiedCode(text: text) } }

    private func reason(_ change: (inout ForgedCode) -> Void) throws -> CodeError.Reason? {
        var forged = try ForgedCode()
        change(&forged)
        return reasonOf { _ = try forged.parse() }
    }

    @Test func `what wire-format.md calls white space is trimmed around the text`() throws {
        let text = try Sample.dynamicText()
        for around in ["\n", "\r\n", "\t", "  ", "\u{FEFF}", "\u{FEFF} \n\t\u{FEFF}"] {
            #expect(reason(text: around + text + around) == nil)
        }
        #expect(reason(text: "\u{A0}" + text) == .unsupportedFormat)
        #expect(reason(text: text + "\u{A0}") == .malformedBase45)
        #expect(reason(text: text + "\u{BF}") == .malformedBase45)
        #expect(reason(text: text + "\0") == .malformedBase45)
    }

    @Test func `another prefix is an unsupported format`() throws {
        let text = try Sample.dynamicText()
        for other in [
            "", " ", "HYM1", "HC1:6BF", "hym1:" + text.dropFirst(5), "HYM2:" + text.dropFirst(5), "HYMQ1:00", "陈",
        ] {
            #expect(reason(text: other) == .unsupportedFormat)
        }
    }

    @Test func `2048 characters are read and 2049 are not`() throws {
        // Both hold a text string that fills them; only the length decides which reason it is.
        let longest = UnverifiedCode.prefix + String(repeating: "0", count: 2043)
        #expect(longest.utf8.count == UnverifiedCode.maximumLength)
        #expect(reason(text: longest) == .malformedCBOR)
        #expect(reason(text: longest + "0") == .unsupportedFormat)
        #expect(reason(text: "\n" + longest + "\r\n") == .malformedCBOR)
        #expect(reason(text: longest.dropLast() + "陈") == .malformedBase45)
    }

    @Test func `characters outside of Base45, a left-over character and values too large are malformed Base45`() {
        for digits in ["a", "00a", "0000", "GGW", ":::", "0 0\n0", "é00"] {
            #expect(reason(text: UnverifiedCode.prefix + digits) == .malformedBase45)
        }
    }

    @Test(arguments: [
        "", "d2", "9fff", "d284405f40ff4040", "d28440a04040 00", "1800", "a201000100", "62c328",
        "d28443a10126a0582040", "d28447a2012601266161a04040", "7b7fffffffffffffff",
    ])
    func `bytes that are no strict CBOR are malformed CBOR`(bytes: String) {
        #expect(reason(text: UnverifiedCode.text(of: hex(bytes))) == .malformedCBOR)
    }

    @Test func `CBOR of another shape is a malformed code`() throws {
        let bytes = try ForgedCode().bytes()
        for other in [
            [0xD8, 0x3D] + bytes,  // tag 61 around it
            Array(bytes.dropFirst()),  // no tag 18
            [0xD1] + Array(bytes.dropFirst()),  // tag 17
            [0xF6], [0xA0], [0x80], [0xD2, 0x80], [0xD2, 0x84, 0xF6, 0xA0, 0x40, 0x40],
            [0xD2, 0x84, 0x40, 0xA0, 0xF6, 0x40],  // detached payload
            [0xD2, 0x84, 0x40, 0xA0, 0x40, 0x40],  // no typ
        ] as [[UInt8]] {
            #expect(reasonOf { _ = try UnverifiedCode(bytes: other) } == .malformedCode)
        }
    }

    @Test func `nested CBOR is strict too`() throws {
        let lax: [UInt8] = [0x18, 0x00]
        let deep = CBOR.encoded(Array(repeating: 0x81, count: 17) + [0x00])
        let twice = CBOR.encoded([0xA2, 0x01, 0x00, 0x01, 0x00])
        for bad in [CBOR.encoded(lax), deep, twice, .encoded([0x9F, 0xFF]), .encoded([0x61, 0xFF])] {
            #expect(try reason { $0.credential.payload[1000] = bad } == .malformedCBOR)
            #expect(try reason { $0.binding.payload[1000] = bad } == .malformedCBOR)
            #expect(try reason { $0.credential.protected[1000] = bad } == .malformedCBOR)
            #expect(try reason { $0.binding.protected[1000] = bad } == .malformedCBOR)
            #expect(try reason { $0.disclosures[0] = ForgedCode.disclosure(bad, -65537) } == .malformedCBOR)
        }
        #expect(try reason { $0.disclosures[0] = .encoded([0x83, 0x00]) } == .malformedCBOR)
        #expect(try reason { $0.disclosures[0] = .encoded([0x80, 0x00]) } == .malformedCBOR)
        // 16 containers in a payload are the limit, the payload's map being the first.
        #expect(try reason { $0.binding.payload[1000] = .encoded(Array(repeating: 0x81, count: 15) + [0x00]) } == nil)
        #expect(
            try reason { $0.binding.payload[1000] = .encoded(Array(repeating: 0x81, count: 16) + [0x00]) }
                == .malformedCBOR
        )
    }

    @Test func `a bare credential lacks the holder's proof, whatever else is wrong with it`() throws {
        let held = try Sample.held()
        #expect(reasonOf { _ = try UnverifiedCode(bytes: held.encoded) } == .holderProofMissing)
        var token = try ForgedToken.issued(type: 293)
        token.protected[1] = -999
        token.payload[1] = nil
        #expect(reasonOf { _ = try UnverifiedCode(bytes: try token.bytes()) } == .holderProofMissing)
    }

    @Test(
        arguments: [
            .integer(0), .integer(60), .integer(295), .integer(65001), "application/kb+cwt", "application/cwt", nil,
        ] as [CBOR?]
    )
    func `a typ that is none of the three kinds is a malformed code`(type: CBOR?) throws {
        #expect(try reason { $0.binding.protected[16] = type } == .malformedCode)
    }

    @Test func `a kind with the typ of another is a malformed code`() throws {
        #expect(try reason { $0.binding.protected[16] = 61 } == .malformedCode)
        #expect(try reason { $0.binding.protected[16] = 65000 } == .malformedCode)
        for type in [61, 294, 65000] as [Int64] {
            #expect(try reason { $0.credential.protected[16] = .integer(type) } == .malformedCode)
        }
        #expect(try reason { $0.credential.protected[16] = nil } == .malformedCode)
    }

    @Test(arguments: [15, 17, 170, 171, 172] as [Int64])
    func `a protected header of SD-CWT that the profile does without is a malformed code`(label: Int64) throws {
        #expect(try reason { $0.binding.protected[label] = -16 } == .malformedCode)
        #expect(try reason { $0.credential.protected[label] = -16 } == .malformedCode)
        var printed = try ForgedToken.issued(type: 61)
        printed.protected[label] = -16
        #expect(reasonOf { _ = try UnverifiedCode(bytes: try printed.bytes()) } == .malformedCode)
    }

    @Test func `crit is refused unless it names what every reader understands`() throws {
        #expect(try reason { $0.binding.protected[2] = [16, 13] } == nil)
        #expect(
            try reason {
                $0.binding.protected[2] = [1000]
                $0.binding.protected[1000] = 0
            } == .malformedCode
        )
        #expect(
            try reason {
                $0.credential.protected[2] = ["x"]
                $0.credential.protected[key: "x"] = 0
            } == .malformedCode
        )
        #expect(try reason { $0.binding.protected[2] = [1000] } == .malformedCode)
        #expect(try reason { $0.binding.protected[2] = [] } == .malformedCode)
    }

    @Test func `unknown protected headers and claims are ignored`() throws {
        #expect(
            try reason {
                $0.binding.protected[1000] = "x"
                $0.credential.protected[key: "y"] = [1, 2]
                $0.binding.payload[1000] = ["z": .null]
                $0.credential.payload[key: "w"] = .float(1.5)
                $0.credential.payload[3] = 7
            } == nil
        )
    }

    @Test func `unprotected headers are refused but for sd_claims in the credential`() throws {
        #expect(try reason { $0.binding.unprotected = [4: .bytes([1])] } == .malformedCode)
        #expect(try reason { $0.binding.unprotected = [17: [.bytes([0x80])]] } == .malformedCode)
        #expect(
            try reason {
                $0.disclosures = []
                $0.credential.unprotected = [4: .bytes([1])]
            } == .malformedCode
        )
        #expect(
            try reason {
                $0.disclosures = []
                $0.credential.unprotected = [17: [.wrapped([])], 18: 0]
            } == .malformedCode
        )
    }

    @Test(arguments: [-8, -35, -36, -48, -257, -999, 5] as [Int64])
    func `an algorithm that no key here has is unsupported, one of another key is for the verifier`(number: Int64)
        throws
    {
        let supported = Algorithm(rawValue: number).isSupported
        #expect(try reason { $0.binding.protected[1] = .integer(number) } == (supported ? nil : .unsupportedAlgorithm))
        #expect(
            try reason { $0.credential.protected[1] = .integer(number) } == (supported ? nil : .unsupportedAlgorithm)
        )
    }

    @Test func `an algorithm by name is unsupported, none or one of another type is malformed`() throws {
        #expect(try reason { $0.binding.protected[1] = "ES256" } == .unsupportedAlgorithm)
        #expect(try reason { $0.binding.protected[1] = nil } == .malformedCode)
        #expect(try reason { $0.binding.protected[1] = .bytes([1]) } == .malformedCode)
        #expect(try reason { $0.credential.protected[1] = nil } == .malformedCode)
    }

    @Test func `a required claim that is missing or of another type is a malformed code`() throws {
        for label in [1, 2, 4, 6, 7, 8, 65535] as [Int64] {
            #expect(try reason { $0.credential.payload[label] = nil } == .malformedCode, "claim \(label)")
            #expect(try reason { $0.credential.payload[label] = [] } == .malformedCode, "claim \(label)")
        }
        for label in [3, 4, 6, 7] as [Int64] {
            #expect(try reason { $0.binding.payload[label] = nil } == .malformedCode, "claim \(label)")
            #expect(try reason { $0.binding.payload[label] = [] } == .malformedCode, "claim \(label)")
        }
        #expect(try reason { $0.credential.protected[4] = nil } == .malformedCode)
        #expect(try reason { $0.credential.protected[4] = .bytes(Sample.random(7)) } == .malformedCode)
        #expect(try reason { $0.binding.protected[13] = .bytes([1]) } == .malformedCode)
        #expect(try reason { $0.binding.payload[39] = "nonce" } == .malformedCode)
        var bare = ForgedToken.bound(type: 294)
        bare.payload[1000] = 0
        #expect(reasonOf { _ = try UnverifiedCode(bytes: try bare.bytes()) } == .malformedCode)
    }

    @Test func `a binding token with iss or sub is a malformed code`() throws {
        #expect(try reason { $0.binding.payload[1] = "x" } == .malformedCode)
        #expect(try reason { $0.binding.payload[2] = "x" } == .malformedCode)
    }

    @Test func `ids of other lengths than 8 are a malformed code`() throws {
        for length in [0, 7, 9, 16] {
            #expect(try reason { $0.credential.payload[7] = .bytes(Sample.random(length)) } == .malformedCode)
            #expect(try reason { $0.binding.payload[7] = .bytes(Sample.random(length)) } == .malformedCode)
        }
    }

    @Test(
        arguments: [
            .float(1_795_460_000), .float(.nan), .negative(0), .unsigned(253_402_300_800), .unsigned(.max),
            "1795460000", .null,
            .tagged(1, 1_795_460_000), .simple(21),
        ] as [CBOR]
    )
    func `a time that is no whole second up to the year 9999 is a malformed code`(time: CBOR) throws {
        for label in [4, 5, 6] as [Int64] {
            #expect(try reason { $0.credential.payload[label] = time } == .malformedCode)
            #expect(try reason { $0.binding.payload[label] = time } == .malformedCode)
        }
        #expect(try reason { $0.credential.payload[4] = .unsigned(253_402_300_799) } == nil)
    }

    @Test func `a status that is none of ours is a malformed code`() throws {
        for status in [
            [:], ["status_list": [:]], ["status_list": ["idx": 8]], ["status_list": ["uri": "u"]],
            ["status_list": ["idx": 9, "uri": "u"]], ["status_list": ["idx": -8, "uri": "u"]],
            ["status_list": ["idx": 8, "uri": .bytes([0x75])]], ["status_list": ["idx": .float(8), "uri": "u"]],
        ] as [CBOR] {
            #expect(try reason { $0.credential.payload[65535] = status } == .malformedCode)
        }
        let greatest: CBOR = ["status_list": ["idx": .unsigned(UInt64.max - 3), "uri": "u"]]
        var forged = try ForgedCode()
        forged.credential.payload[65535] = greatest
        #expect(try forged.parse().credential.claims.status.index == UInt64.max - 3)
    }

    @Test func `a holder's key that is none is a malformed code`() throws {
        let x = CBOR.bytes(Sample.holder.publicKey.x)
        for confirmation in [
            [:], [2: [1: 2]], [1: [:]], [1: [1: 2, -1: 1, -2: x]], [1: [1: 1, -1: 1, -2: x, -3: true]],
            [1: [1: 2, -1: 1, -2: x, -3: true, -4: x]], [1: [1: 2, -1: 1, -2: .bytes([1]), -3: true]],
            [1: [1: 2, -1: 3, -2: x, -3: true]], [1: [1: 2, -1: 1, -2: x, -3: true], 3: .bytes([1])],
        ] as [CBOR] {
            #expect(try reason { $0.credential.payload[8] = confirmation } == .malformedCode)
        }
    }

    @Test func `there are five digests of 32 bytes, sorted`() throws {
        func digests(_ count: Int) -> [[UInt8]] {
            (0..<count).map { _ in Sample.random(32) }.sorted { $0.lexicographicallyPrecedes($1) }
        }
        func reason(_ digests: [[UInt8]]) throws -> CodeError.Reason? {
            try self.reason {
                $0.disclosures = []
                $0.digests = digests.map { .bytes($0) }
            }
        }
        #expect(try reason(digests(5)) == nil)
        for count in [0, 4, 6] { #expect(try reason(digests(count)) == .malformedCode) }
        #expect(try reason(digests(5).reversed()) == .malformedCode)
        #expect(try reason(digests(4) + [Array(repeating: 0xFF, count: 31)]) == .malformedCode)
        #expect(try reason(digests(4) + [Array(repeating: 0xFF, count: 33)]) == .malformedCode)
        #expect(try self.reason { $0.credential.payload[key: .simple(59)] = "x" } == .malformedCode)
    }

    @Test func `a claim key that no claim can have is a malformed code`() throws {
        for key in [.bytes([1]), .null, [1], .tagged(58, 1), .simple(60), .float(1.5)] as [CBOR] {
            #expect(try reason { $0.credential.payload[key: key] = 0 } == .malformedCode)
            #expect(try reason { $0.binding.payload[key: key] = 0 } == .malformedCode)
        }
        #expect(try reason { $0.credential.payload[key: .text(String(repeating: "k", count: 255))] = 0 } == nil)
        #expect(
            try reason { $0.credential.payload[key: .text(String(repeating: "k", count: 256))] = 0 } == .malformedCode
        )
        #expect(try reason { $0.credential.payload[key: .unsigned(.max)] = 0 } == nil)
    }

    @Test func `a printed code with what only a credential has is a malformed code`() throws {
        func reason(_ change: (inout ForgedToken) -> Void) throws -> CodeError.Reason? {
            var token = try ForgedToken.issued(type: 61)
            token.payload[-65537] = ForgedCode.identity
            change(&token)
            return self.reasonOf { _ = try UnverifiedCode(bytes: try token.bytes()) }
        }
        #expect(try reason { _ in } == nil)
        #expect(try reason { $0.payload[8] = [1: Sample.holder.publicKey.cbor] } == .malformedCode)
        #expect(try reason { $0.payload[key: .simple(59)] = [] } == .malformedCode)
        #expect(try reason { $0.unprotected = [17: [.bytes([0x80])]] } == .malformedCode)
        #expect(try reason { $0.payload[-65540] = [1: 1, 2: 0, 3: 1] } == .malformedCode)
        #expect(try reason { $0.payload[-65541] = [2: 1, 3: 1, 4: .tagged(100, 1)] } == .malformedCode)
        #expect(try reason { $0.payload[-65537] = [1: "陈**"] } == .malformedCode)
        #expect(try reason { $0.payload[-65537] = [1: "陈**", 2: "x", 3: .tagged(60, .bytes([1]))] } == .malformedCode)
        #expect(try reason { $0.payload[4] = .integer(Sample.now - 1000 + 366 * 86400) } == nil)
        #expect(try reason { $0.payload[4] = .integer(Sample.now - 999 + 366 * 86400) } == .malformedCode)
    }

    @Test func `what a reference code may show is a list of claim keys`() throws {
        func shown(_ value: CBOR) throws -> Set<ComponentKey>? {
            var token = ForgedToken.bound(type: 65000)
            token.protected[4] = .bytes(Sample.random(8))
            token.payload[-65554] = value
            guard case .reference(let code) = try UnverifiedCode(bytes: token.bytes()) else { return nil }
            return code.shown
        }
        #expect(try shown([-65537, -65541]) == [.identity, .payment])
        #expect(try shown([-65542, "x"]) == [])
        for other in [[], [:], [.null], -65537] as [CBOR] {
            #expect(throws: CodeError(.malformedCode, "")) { try shown(other) }
        }
        var nameless = ForgedToken.bound(type: 65000)
        #expect(reasonOf { _ = try UnverifiedCode(bytes: try nameless.bytes()) } == .malformedCode)
        nameless.protected[4] = .bytes(Sample.random(9))
        #expect(reasonOf { _ = try UnverifiedCode(bytes: try nameless.bytes()) } == .malformedCode)
    }
}
