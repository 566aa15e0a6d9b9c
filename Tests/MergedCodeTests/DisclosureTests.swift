// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import Testing

@Suite struct DisclosureTests {
    private static let day: CBOR = .tagged(100, 20_000)

    private func isInvalid(_ change: (inout ForgedCode) -> Void) throws -> Bool {
        var forged = try ForgedCode()
        change(&forged)
        do {
            _ = try forged.read()
            return false
        } catch { return error as? CodeError == CodeError(.disclosureInvalid, "") }
    }

    private func isInvalid(_ value: CBOR, _ key: Int64) throws -> Bool {
        try isInvalid { $0.disclosures = [ForgedCode.disclosure(value, key)] }
    }

    @Test func `a disclosure of the right form is read`() throws {
        #expect(try ForgedCode().read() == Components(identity: Identity(name: "陈小明", idNumber: "440***********0320")))
        #expect(try ForgedCode([]).read() == Components())
    }

    @Test func `an empty sd_claims, or one that is no list of byte strings, is invalid`() throws {
        for presented in [[], [:], .null, [0], ["x"], [[]], .bytes([0x80])] as [CBOR] {
            #expect(try isInvalid { $0.presented = presented })
        }
    }

    @Test func `anything but three elements with a salt of 16 bytes and one of the five keys is invalid`() throws {
        let (salt, value) = (CBOR.bytes(Sample.random(16)), ForgedCode.identity)
        for content in [
            [], [salt], [salt, value], [salt, value, -65537, 0], [:], .null,
            [.bytes(Sample.random(15)), value, -65537],
            [.bytes(Sample.random(17)), value, -65537], ["0123456789abcdef", value, -65537], [value, salt, -65537],
            [salt, value, -65542], [salt, value, -65536], [salt, value, 1], [salt, value, "identity"],
            [salt, value, .negative(.max)],
        ] as [CBOR] {
            #expect(try isInvalid { $0.disclosures = [content] })
        }
    }

    @Test func `a disclosure that the issuer did not sign for is invalid`() throws {
        #expect(try isInvalid { $0.presented = [.wrapped(ForgedCode.disclosure(ForgedCode.identity, -65537))] })
    }

    @Test func `a digest that stands in the payload twice is invalid`() throws {
        let disclosure = ForgedCode.disclosure(ForgedCode.identity, -65537)
        let digest = Sample.crypto.sha256(CBOR.wrapped(disclosure).encoded[...])
        let digests = ([digest, digest] + (0..<3).map { _ in Digest32(Sample.random(32)[...])! }).sorted()
        #expect(
            try isInvalid {
                $0.disclosures = [disclosure]
                $0.digests = digests.map { .bytes($0.bytes) }
            }
        )
    }

    @Test func `a digest over the content alone is not the digest`() throws {
        let disclosure = ForgedCode.disclosure(ForgedCode.identity, -65537)
        var digests = (0..<4).map { _ in Digest32(Sample.random(32)[...])! }
        digests.append(Sample.crypto.sha256(disclosure.encoded[...]))
        digests.sort()
        #expect(
            try isInvalid {
                $0.disclosures = [disclosure]
                $0.digests = digests.map { .bytes($0.bytes) }
            }
        )
    }

    @Test func `two disclosures of one component, or one twice, are invalid`() throws {
        let disclosure = ForgedCode.disclosure(ForgedCode.identity, -65537)
        #expect(
            try isInvalid { $0.disclosures = [disclosure, ForgedCode.disclosure([1: "李", 2: "x"], -65537)] }
        )
        #expect(
            try isInvalid {
                $0.disclosures = [disclosure]
                $0.presented = [.wrapped(disclosure), .wrapped(disclosure)]
            }
        )
    }

    @Test func `a component that stands in the payload too is invalid`() throws {
        #expect(try isInvalid { $0.credential.payload[-65537] = ForgedCode.identity })
        #expect(try !isInvalid { $0.credential.payload[-65538] = ForgedCode.identity })
    }

    @Test func `a component in the payload's clear is not read`() throws {
        var forged = try ForgedCode([])
        forged.credential.payload[-65537] = ForgedCode.identity
        #expect(try forged.read() == Components())
    }

    @Test func `a redaction inside a disclosed value is invalid`() throws {
        let digest = CBOR.bytes(Sample.random(32))
        for redaction in [
            .tagged(58, 1), .tagged(60, digest), .tagged(62, 1), [.tagged(60, digest)], [1: [2: .tagged(60, digest)]],
            .tagged(1000, .tagged(58, 1)), .simple(59),
        ] as [CBOR] {
            #expect(try isInvalid([1: "陈", 2: "x", 3: redaction], -65537))
        }
        for key in [.simple(59), .tagged(58, 3), .tagged(62, 3)] as [CBOR] {
            let value = CBOR.map([(1, "陈"), (2, "x"), (key, [digest])])
            #expect(try isInvalid(value, -65537))
        }
        #expect(try !isInvalid([1: "陈", 2: "x", 3: .tagged(59, 1), 4: .simple(58)], -65537))
    }

    @Test func `a value that is not of its component's form is invalid`() throws {
        let day = Self.day
        let relief: [(key: CBOR, value: CBOR)] = [(1, 1), (2, "n"), (3, 1), (4, day), (5, day), (6, 440_604), (7, 1)]
        func without(_ label: Int64) -> CBOR { [.map(relief.filter { $0.key.encoded != CBOR.integer(label).encoded })] }
        func with(_ label: Int64, _ value: CBOR) -> CBOR {
            [.map(relief.filter { $0.key.encoded != CBOR.integer(label).encoded } + [(.integer(label), value)])]
        }
        #expect(try !isInvalid([.map(relief)], -65539))
        #expect(try !isInvalid(without(5), -65539))
        #expect(try !isInvalid(.array(Array(repeating: .map(relief), count: 4)), -65539))
        #expect(try isInvalid(.array(Array(repeating: .map(relief), count: 5)), -65539))
        #expect(try isInvalid([], -65539))
        #expect(try isInvalid(.map(relief), -65539))
        for label in [1, 2, 3, 4, 6, 7] as [Int64] { #expect(try isInvalid(without(label), -65539)) }
        for label in 1...7 as ClosedRange<Int64> { #expect(try isInvalid(with(label, .null), -65539)) }
        #expect(try isInvalid(with(6, 44060), -65539))
        #expect(try isInvalid(with(4, .integer(20_000)), -65539))
        #expect(try isInvalid(with(4, .tagged(100, .float(20_000))), -65539))
        #expect(try isInvalid(with(4, .tagged(100, 2_932_897)), -65539))
        #expect(try isInvalid([1: "陈"], -65537))
        #expect(try isInvalid(["陈", "x"], -65537))
        #expect(try isInvalid([1: .bytes([1]), 2: "x"], -65537))
        #expect(try isInvalid([1: 440_600, 2: "9184"], -65538))
        #expect(try isInvalid([1: 440_600, 2: 9184, 3: day], -65538))
        #expect(try isInvalid([1: 1, 2: .float(0), 3: 1], -65540))
        #expect(try isInvalid([1: -1, 2: 0, 3: 1], -65540))
        #expect(try isInvalid([2: -1, 3: 1, 4: day], -65541))
        #expect(try isInvalid([2: .float(1.5), 3: 1, 4: day], -65541))
        #expect(try isInvalid([1: 202_600, 2: 1, 3: 1, 4: day], -65541))
        #expect(try isInvalid([2: 1_000_000_000_000_001, 3: 1, 4: day], -65541))
        #expect(try !isInvalid([2: 1_000_000_000_000_000, 3: 1, 4: day], -65541))
    }

    @Test func `unknown keys in a value are ignored and unknown numbers shown as unknown`() throws {
        let value: CBOR = [1: 9, 2: 0, 3: 1, 99: "later", "x": .null]
        let health = try ForgedCode([ForgedCode.disclosure(value, -65540)]).read().health
        #expect(health?.level.rawValue == 9)
        #expect(health?.level.description == "unknown")
    }

    @Test func `a signature by another key verifies nothing`() throws {
        let code = try ForgedCode().parse()
        #expect(code.credential.verified(by: try Sample.verifier(Sample.holder)) == nil)
    }
}
