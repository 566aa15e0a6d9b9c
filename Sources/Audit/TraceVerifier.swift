// SPDX-License-Identifier: Apache-2.0

import COSE

/// Looks for what was done to a trace after it was written.
///
/// What was cut off the end of a chain, or a chain that is gone as a whole, only shows against a ``TraceCheckpoint``
/// that was kept elsewhere.
public struct TraceVerifier<Authenticator: TraceAuthenticator>: Sendable {
    private let authenticator: Authenticator

    /// A verifier with the key that the trace was written under.
    public init(_ authenticator: Authenticator) { self.authenticator = authenticator }

    /// What is wrong with some chains.
    ///
    /// - Parameters:
    ///   - links: all links of each chain, in any order; about 100 bytes of memory are taken for each.
    ///   - checkpoints: ends of chains as they were seen before.
    /// - Returns: the findings by chain and place, none for a trace that is as it was written.
    /// - Throws: what the authenticator, or the sequence of links, throws.
    public func findings(
        in links: some Sequence<TraceLink>,
        against checkpoints: [TraceCheckpoint] = []
    ) throws -> [TraceFinding] {
        var chains: [ChainID: StoredChain] = [:]
        for link in links {
            chains[link.chain, default: StoredChain()].places
                .append(
                    .init(
                        sequence: link.sequence,
                        previous: link.previous,
                        mac: link.mac,
                        isAuthentic: try link.isAuthentic(authenticator)
                    )
                )
        }
        for end in checkpoints.flatMap(\.ends) { chains[end.id, default: StoredChain()].seen.append(end) }
        return chains.sorted { $0.key < $1.key }
            .flatMap { id, chain in
                var chain = chain
                return chain.problems()
                    .map { TraceFinding(problem: $0.problem, chain: id, sequences: $0.sequences) }
            }
    }
}

/// One chain as it is stored, without its records.
private struct StoredChain {
    struct Place {
        let sequence: UInt64
        let previous: Digest32
        let mac: Digest32
        let isAuthentic: Bool
    }

    struct Problem {
        var problem: TraceFinding.Problem
        var sequences: ClosedRange<UInt64>
    }

    var places: [Place] = []
    var seen: [TraceChain] = []

    mutating func problems() -> [Problem] {
        places.sort { $0.sequence < $1.sequence }
        var problems: [Problem] = []
        let ranks = ranks()
        for (index, place) in places.enumerated() {
            let before = index > 0 ? places[index - 1] : nil
            let expected = before.map { $0.sequence + 1 } ?? 0
            switch ranks[index] {
            case _ where !place.isAuthentic: problems.append(.changed, at: place.sequence)
            case .follows(let rank) where rank == place.sequence: break
            case .follows, nil: problems.append(.reordered, at: place.sequence)
            case .begins where place.sequence > expected:
                problems.append(.missing, at: expected, through: place.sequence - 1)
            // Whoever changed the record before may have given it another MAC as well.
            case .begins where before?.isAuthentic == false: break
            case .begins: problems.append(.missing, at: place.sequence)
            }
        }
        problems += endProblems(problems)
        return problems
    }

    /// Where a place stands by the MACs alone.
    private enum Rank {
        /// After a place that is there, or first.
        case follows(UInt64)
        /// After one that is not there.
        case begins
    }

    /// The rank of each place, by following the MACs from where a piece of the chain begins; `nil` where another place
    /// follows the same one, or a ring leads nowhere.
    private func ranks() -> [Rank?] {
        var ranks = [Rank?](repeating: nil, count: places.count)
        let macs = Set(places.map(\.mac))
        var followers: [Digest32: Int] = [:]
        for (index, place) in places.enumerated() where followers[place.previous] == nil {
            followers[place.previous] = index
        }
        for (index, place) in places.enumerated() where !macs.contains(place.previous) {
            let isFirst = place.previous == TraceChain.genesis
            guard !isFirst || followers[place.previous] == index else { continue }
            ranks[index] = isFirst ? .follows(0) : .begins
            var rank = isFirst ? 0 : place.sequence
            var last = index
            while let next = followers[places[last].mac], ranks[next] == nil {
                rank += 1
                ranks[next] = .follows(rank)
                last = next
            }
        }
        return ranks
    }

    /// What differs from the ends that were seen before.
    private func endProblems(_ known: [Problem]) -> [Problem] {
        var problems: [Problem] = []
        for end in seen where end.count > 0 {
            let last = end.count - 1
            let stored = places.filter { $0.sequence == last }
            if stored.isEmpty {
                // A hole before a record that is still there was found already.
                guard places.last.map({ $0.sequence < last }) ?? true else { continue }
                problems.append(.truncated, at: places.last.map { $0.sequence + 1 } ?? 0, through: last)
            } else if !stored.contains(where: { $0.mac == end.head }),
                !known.contains(where: { $0.sequences.contains(last) })
            {
                // Each record is in order by itself: the chain was written anew by somebody who has the key.
                problems.append(.changed, at: last)
            }
        }
        return problems
    }
}

extension [StoredChain.Problem] {
    /// Adds a problem, or lengthens the last one where it goes on.
    fileprivate mutating func append(
        _ problem: TraceFinding.Problem,
        at first: UInt64,
        through last: UInt64? = nil
    ) {
        let last = last ?? first
        if let end = self.last, end.problem == problem, end.sequences.upperBound + 1 >= first {
            let bounds = (Swift.min(end.sequences.lowerBound, first), Swift.max(end.sequences.upperBound, last))
            self[count - 1].sequences = bounds.0...bounds.1
        } else {
            append(.init(problem: problem, sequences: first...last))
        }
    }
}
