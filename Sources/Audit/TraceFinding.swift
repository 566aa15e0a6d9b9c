// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a trace, and where.
public struct TraceFinding: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: String, Hashable, Sendable, CaseIterable {
        /// Records are not there that others name.
        case missing
        /// A record is not what was written, or another was put in its place.
        case changed
        /// A record stands at another place than it was written at.
        case reordered
        /// The chain ends before the place that a checkpoint has seen.
        case truncated
    }

    /// What is wrong.
    public let problem: Problem
    /// The chain.
    public let chain: ChainID
    /// The places in the chain, from 0.
    ///
    /// Where records were lost and the rest numbered anew, the first place after them.
    public let sequences: ClosedRange<UInt64>

    /// `missing 0011223344556677 5–7`.
    public var description: String {
        let (first, last) = (sequences.lowerBound, sequences.upperBound)
        return "\(problem.rawValue) \(chain) " + (first == last ? "\(first)" : "\(first)–\(last)")
    }
}
