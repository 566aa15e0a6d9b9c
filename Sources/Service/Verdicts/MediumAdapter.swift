// SPDX-License-Identifier: Apache-2.0

/// Exchanges what a reader took from a card or a third party's code (刷卡) for whose it is.
///
/// Each province has its own, so none is built in.
public protocol MediumAdapter: Sendable {
    /// Whose card or code it is.
    ///
    /// - Parameter token: what the reader gave, opaque.
    /// - Returns: what is known of it.
    /// - Throws: where the other side cannot be asked.
    func read(_ token: String) async throws -> MediumAnswer
}

/// What is known of a card or a third party's code.
public struct MediumAnswer: Hashable, Sendable {
    /// The ID number of its holder; `nil` where the other side knows none.
    public var idNumber: String?
    /// Whether the holder was proven as well, such as by the card's PIN.
    public var isHolderProven: Bool

    /// An answer.
    public init(idNumber: String?, isHolderProven: Bool) {
        self.idNumber = idNumber
        self.isHolderProven = isHolderProven
    }
}
