// SPDX-License-Identifier: Apache-2.0

/// Why an import waits for a second operator (product.md §5).
public struct ImportHold: Hashable, Sendable {
    /// What is out of bounds.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// More rows leave a district and category than max(20, 2 %).
        case manyLeaving = "many_leaving"
        /// More than 0.5 % of the rows of a complete roster were rejected.
        case manyRejected = "many_rejected"
        /// Rejected rows of a complete roster of which nobody can tell whose they are: they may be those that seem to leave.
        case unreadableRows = "unreadable_rows"
        /// Another number of rows than was announced.
        case rowsDiffer = "rows_differ"
        /// Another sum of money than was announced.
        case sumDiffers = "sum_differs"
    }

    /// What is out of bounds.
    public let reason: Reason
    /// Where, nil for the file as a whole.
    public let place: ImportPlace?
    /// What was found: rows, or fen.
    public let found: Int64
    /// What was allowed or announced: rows, or fen.
    public let expected: Int64

    /// A hold.
    public init(_ reason: Reason, place: ImportPlace? = nil, found: Int64, expected: Int64) {
        self.reason = reason
        self.place = place
        self.found = found
        self.expected = expected
    }
}
