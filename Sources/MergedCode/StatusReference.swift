// SPDX-License-Identifier: Apache-2.0

public import COSE

/// Where a credential's status stands (claim 65535, Token Status List; wire-format.md §3, §8).
public struct StatusReference: Hashable, Sendable {
    /// How many entries of the list a credential owns: itself, card, relief, health.
    public static let slotCount: UInt64 = 4

    /// The UTF-8 bytes of the list's URI, its `sub` too; these are compared, never strings.
    public let uriBytes: [UInt8]
    /// The first of the four entries: a multiple of 4, not compared with the list's length yet.
    public let index: UInt64

    /// The list's URI.
    public var uri: String { String(decoding: uriBytes, as: UTF8.self) }

    /// A reference; `nil` where the index is not a multiple of ``slotCount``.
    public init?(uri: String, index: UInt64) {
        self.init(uriBytes: Array(uri.utf8), index: index)
    }

    private init?(uriBytes: [UInt8], index: UInt64) {
        guard index.isMultiple(of: Self.slotCount) else { return nil }
        self.uriBytes = uriBytes
        self.index = index
    }

    /// A reference from the claim's value: `{"status_list": {"idx": uint, "uri": tstr}}`.
    init?(item: CBORItem) {
        guard let list = item["status_list"], let index = list["idx"]?.unsigned, let uri = list["uri"]?.textBytes else {
            return nil
        }
        self.init(uriBytes: Array(uri), index: index)
    }

    /// The claim's value.
    public var cbor: CBOR { ["status_list": ["idx": .unsigned(index), "uri": .text(uri)]] }
}
