// SPDX-License-Identifier: Apache-2.0

/// The items that somebody can be verified for 事项目录.
public struct ItemCatalogue: Hashable, Sendable {
    /// The items, in their order.
    public let items: [ServiceItem]

    private let positions: [String: Int]

    /// A catalogue.
    ///
    /// - Throws: ``VerificationError`` `verification.duplicate-item`.
    public init(_ items: [ServiceItem]) throws(VerificationError) {
        var positions: [String: Int] = [:]
        for (position, item) in items.enumerated() {
            guard positions.updateValue(position, forKey: item.code) == nil else {
                throw VerificationError(.duplicateItem, "\(item.code) stands twice")
            }
        }
        self.items = items
        self.positions = positions
    }

    /// A catalogue from a file.
    ///
    /// - Throws: ``VerificationError``.
    public init(json bytes: [UInt8]) throws(VerificationError) {
        self = try StrictJSON.decode(bytes, as: ItemCatalogue.self)
    }

    /// The item of a code; `nil` for none.
    public subscript(code: String) -> ServiceItem? { positions[code].map { items[$0] } }
}

extension ItemCatalogue: Codable {
    private enum Key: String, CodingKey, CaseIterable { case items }

    /// Reads a catalogue; nothing else may be there.
    ///
    /// - Throws: ``VerificationError``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.strictContainer(keyedBy: Key.self).decode([ServiceItem].self, forKey: .items))
    }

    /// Writes the catalogue.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(items, forKey: .items)
    }
}
