// SPDX-License-Identifier: Apache-2.0

import COSE
import TestSupport
import Testing

@testable import Trust

@Suite struct StatusListTests {
    // The examples of draft-ietf-oauth-status-list-20 §4.1, from the lowest bits of each byte up.
    @Test func `entries of one bit are packed as in the draft`() {
        var list = StatusList(width: .one, count: 16)
        let states: [UInt8] = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
        for (index, state) in states.enumerated() { list[UInt64(index)] = state }
        #expect(list.bytes == [0xB9, 0xA3])
        #expect((0..<16).map { list[$0] } == states)
    }

    @Test func `entries of two bits are packed as in the draft`() {
        var list = StatusList(width: .two, count: 12)
        let states: [UInt8] = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]
        for (index, state) in states.enumerated() { list[UInt64(index)] = state }
        #expect(list.bytes == [0xC9, 0x44, 0xF9])
        #expect((0..<12).map { list[$0] } == states)
    }

    @Test(arguments: StatusList.Width.allCases)
    func `what is set is read, and nothing beside it changes`(width: StatusList.Width) {
        var list = StatusList(width: width, bytes: [UInt8](repeating: 0xFF, count: 4))
        for index in 0..<list.count {
            let before = list
            list[index] = 0
            for other in 0..<list.count { #expect(list[other] == (other == index ? 0 : before[other])) }
        }
        #expect(list.bytes == [0, 0, 0, 0])
    }

    @Test(arguments: [(.one, 8), (.two, 4), (.four, 2), (.eight, 1)] as [(StatusList.Width, Int)])
    func `a count is rounded up to full bytes`(width: StatusList.Width, perByte: Int) {
        #expect(StatusList(width: width, count: 0).count == 0)
        #expect(StatusList(width: width, count: 1).count == UInt64(perByte))
        #expect(StatusList(width: width, count: perByte * 3 + 1).bytes.count == 4)
    }

    @Test(arguments: StatusList.Width.allCases)
    func `an index at the length or beyond has no state`(width: StatusList.Width) {
        let list = StatusList(width: width, count: 1 << 20)
        #expect(list.count == 1 << 20)
        #expect(list[(1 << 20) - 1] == 0)
        for index: UInt64 in [1 << 20, (1 << 20) + 1, 1 << 32, 1 << 61, 1 << 63, .max - 1, .max] {
            #expect(list[index] == nil)
        }
        #expect(StatusList(width: width, count: 0)[0] == nil)
    }

    @Test(arguments: try EncodedStatusList.load())
    func `a published list has the published states and no others`(vector: EncodedStatusList) throws {
        let scene = try TrustScene()
        let token = try StatusListToken(try scene.statusToken([(65533, .encoded(hex(vector.cbor)))]))
        let list = try token.list(signedBy: scene.statusKey)
        #expect(list.width.rawValue == vector.bits)
        #expect(list.count == vector.size)
        var expected = StatusList(width: list.width, count: Int(vector.size))
        for entry in vector.entries {
            #expect(list[entry.index] == entry.value)
            expected[entry.index] = entry.value
        }
        #expect(list == expected)
    }

    // MARK: Compression

    @Test func `the draft's streams inflate to its bytes`() throws {
        // lst of §4.2 and §4.3: eNrbuRgAAhcBXQ and eNo76fITAAPfAgc.
        #expect(try StatusList(width: .one, compressed: hex("78dadbb918000217015d")[...]).bytes == [0xB9, 0xA3])
        #expect(
            try StatusList(width: .two, compressed: hex("78da3be9f2130003df0207")[...]).bytes == [0xC9, 0x44, 0xF9]
        )
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 262_144, 1_000_003])
    func `bytes survive compression`(count: Int) throws {
        // Neither constant nor regular, so that the stream is longer than a chunk where the list is.
        var state: UInt64 = 1
        let bytes = (0..<count)
            .map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
        let list = StatusList(width: .two, bytes: bytes)
        let compressed = list.compressed()
        #expect(try StatusList(width: .two, compressed: compressed[...]) == list)
    }

    @Test func `a list of 16 MiB inflates, and of one byte more does not`() throws {
        let limit = StatusList.maximumLength
        let largest = StatusList(width: .eight, count: limit).compressed()
        #expect(largest.count < 20_000)
        #expect(try StatusList(width: .eight, compressed: largest[...]).bytes.count == limit)
        let bomb = StatusList(width: .eight, count: limit + 1).compressed()
        #expect(trustCode { _ = try StatusList(width: .eight, compressed: bomb[...]) } == .statusListTooLarge)
    }

    @Test func `a stream cut anywhere is refused`() {
        var list = StatusList(width: .two, count: 4096)
        for index in stride(from: 0, to: 4096, by: 37) { list[UInt64(index)] = UInt8(index % 3) }
        let compressed = list.compressed()
        for length in 0..<compressed.count {
            #expect(
                trustCode { _ = try StatusList(width: .two, compressed: compressed[..<length]) }
                    == .statusListCompression
            )
        }
    }

    @Test func `bytes after the stream, other formats and a wrong checksum are refused`() {
        let compressed = StatusList(width: .two, count: 64).compressed()
        var checksum = compressed
        checksum[checksum.count - 1] ^= 1
        // A gzip header, a raw DEFLATE block, and a stream that asks for a preset dictionary.
        let bad = [
            compressed + [0], compressed + compressed, checksum, hex("1f8b08000000000000030300000000000000"),
            hex("0300"),
            hex("78bb000000010300000001"), [],
        ]
        for stream in bad {
            #expect(
                trustCode { _ = try StatusList(width: .two, compressed: stream[...]) } == .statusListCompression,
                "\(hexText(stream))"
            )
        }
    }

    @Test func `a slice is inflated from where it begins`() throws {
        let compressed = StatusList(width: .two, count: 64).compressed()
        let inside = [1, 2, 3] + compressed + [4]
        #expect(try StatusList(width: .two, compressed: inside[3..<(3 + compressed.count)]).bytes.count == 16)
    }
}
