// SPDX-License-Identifier: Apache-2.0

/// An array of small states, the Status List of draft-ietf-oauth-status-list-20 §4: entry by entry from the lowest bits
/// of each byte up.
public struct StatusList: Hashable, Sendable {
    /// How many bytes a list may have, inflated: 16 MiB (wire-format.md §8).
    public static let maximumLength = 16 << 20

    /// Bits of an entry.
    public enum Width: UInt8, Hashable, Sendable, CaseIterable {
        /// Two states.
        case one = 1
        /// Four states.
        case two = 2
        /// Sixteen states.
        case four = 4
        /// 256 states.
        case eight = 8

        fileprivate var mask: UInt8 { UInt8.max >> (8 - rawValue) }
        fileprivate var entriesPerByte: UInt64 { 8 / UInt64(rawValue) }
    }

    /// Bits of an entry.
    public let width: Width
    /// The entries, packed.
    public private(set) var bytes: [UInt8]

    /// A list from its packed entries.
    public init(width: Width, bytes: [UInt8]) {
        self.width = width
        self.bytes = bytes
    }

    /// A list of so many entries, all 0; up to the next full byte.
    public init(width: Width, count: Int) {
        let perByte = Int(width.entriesPerByte)
        self.init(width: width, bytes: [UInt8](repeating: 0, count: (count + perByte - 1) / perByte))
    }

    /// A list from its zlib stream (RFC 1950), `lst` of the draft.
    ///
    /// - Throws: ``TrustError`` `status-list.compression` for anything but one whole stream,
    ///   `status-list.too-large` beyond ``maximumLength``.
    public init(width: Width, compressed: ArraySlice<UInt8>) throws(TrustError) {
        self.init(width: width, bytes: try Zlib.inflate(compressed, limit: Self.maximumLength))
    }

    /// How many entries there are.
    public var count: UInt64 { UInt64(bytes.count) * width.entriesPerByte }

    /// The state of an entry; `nil` beyond the end.
    ///
    /// To set one there, or `nil`, or a state that is too wide, is a programmer's error.
    public internal(set) subscript(index: UInt64) -> UInt8? {
        get {
            // Compared with the length before any arithmetic: index is an untrusted 64-bit number.
            guard index < count else { return nil }
            let (byte, shift) = position(of: index)
            return bytes[byte] >> shift & width.mask
        }
        set {
            precondition(index < count, "an index beyond the list")
            guard let newValue, newValue <= width.mask else { preconditionFailure("a state wider than the list") }
            let (byte, shift) = position(of: index)
            bytes[byte] = bytes[byte] & ~(width.mask << shift) | newValue << shift
        }
    }

    /// The zlib stream of the list.
    public func compressed() -> [UInt8] { Zlib.deflate(bytes) }

    private func position(of index: UInt64) -> (byte: Int, shift: UInt8) {
        let (byte, entry) = index.quotientAndRemainder(dividingBy: width.entriesPerByte)
        return (Int(byte), UInt8(entry) * width.rawValue)
    }
}
