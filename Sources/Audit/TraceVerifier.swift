// SPDX-License-Identifier: Apache-2.0

import COSE

/// Looks for what was done to a trace after it was written.
///
/// What was cut off the end of a chain, or a chain that is gone as a whole, only shows against a ``TraceCheckpoint``
/// that was kept elsewhere.
///
/// A key that was replaced writes nothing any more: a record under it behind one under a later key was made by somebody who
/// still has it.
///
/// Links are taken one after the other. Of those that follow each other as they should only where they begin and end is kept, so
/// that a trace of years takes no more memory than one of a day; what is wrong with it is what takes room.
public struct TraceVerifier<Authenticator: TraceAuthenticator>: Sendable {
    private let authenticator: Authenticator

    /// A verifier with the key that the trace was written under.
    public init(_ authenticator: Authenticator) { self.authenticator = authenticator }

    /// What there is to say about a trace.
    ///
    /// - Parameters:
    ///   - checkpoints: ends of chains as they were seen before.
    ///   - read: hands over all links of the trace, each chain from its first on. It is called once more where something is
    ///     missing or out of its place, to find out which.
    /// - Returns: what was found.
    /// - Throws: what the authenticator, or `read`, throws.
    public func examination(
        against checkpoints: [TraceCheckpoint] = [],
        _ read: (_ take: (TraceLink) throws -> Void) async throws -> Void
    ) async throws -> TraceExamination {
        var chains: [ChainID: StoredChain] = [:]
        for end in checkpoints.flatMap(\.ends) { chains[end.id, default: StoredChain()].seen.append(.init(end)) }
        try await read { link in
            chains[link.chain, default: StoredChain()].append(link, generation: try link.generation(authenticator))
        }
        let wanted = chains.mapValues(\.wanted).filter { !$0.value.isEmpty }
        if !wanted.isEmpty {
            try await read { link in
                if wanted[link.chain]?.contains(link.mac) == true { chains[link.chain]?.inside.insert(link.mac) }
            }
        }
        return TraceExamination(chains)
    }
}

/// What was found out about a trace.
public struct TraceExamination: Hashable, Sendable {
    /// What is wrong, by chain and place; nothing for a trace that is as it was written.
    public let findings: [TraceFinding]
    /// The ends of the chains, by name, for a checkpoint.
    public let ends: [TraceChain]
    /// How many records there are.
    public let count: UInt64

    fileprivate init(_ chains: [ChainID: StoredChain]) {
        let chains = chains.sorted { $0.key < $1.key }
        findings = chains.flatMap { id, chain in
            chain.problems().map { TraceFinding(problem: $0.problem, chain: id, sequences: $0.sequences) }
        }
        ends = chains.compactMap { id, chain in
            chain.runs.last.map { TraceChain(id, count: $0.last + 1, head: $0.mac) }
        }
        count = chains.reduce(0) { $0 + $1.value.count }
    }
}

/// One chain as it is stored, without its records.
private struct StoredChain {
    /// Records of which each follows the one before by number and MAC; one that is not authentic stands alone.
    struct Run {
        let first: UInt64
        var last: UInt64
        let previous: Digest32
        var mac: Digest32
        let isAuthentic: Bool
    }

    /// The end of the chain as a checkpoint has it, and what is stored at that place.
    struct SeenEnd {
        let end: TraceChain
        var isStored = false
        var isSame = false

        init(_ end: TraceChain) { self.end = end }
    }

    struct Problem {
        var problem: TraceFinding.Problem
        var sequences: ClosedRange<UInt64>
    }

    private(set) var runs: [Run] = []
    private(set) var count: UInt64 = 0
    /// The latest key that a record was written under so far.
    private var generation = 0
    var seen: [SeenEnd] = []
    /// Those of ``wanted`` that are there.
    var inside: Set<Digest32> = []

    mutating func append(_ link: TraceLink, generation: Int?) {
        count += 1
        let isAuthentic = generation.map { $0 >= self.generation } ?? false
        if let generation { self.generation = max(self.generation, generation) }
        for index in seen.indices where seen[index].end.count == link.sequence + 1 {
            seen[index].isStored = true
            seen[index].isSame = seen[index].isSame || seen[index].end.head == link.mac
        }
        if isAuthentic, let run = runs.last, run.isAuthentic, run.last + 1 == link.sequence, run.mac == link.previous {
            runs[runs.count - 1].last = link.sequence
            runs[runs.count - 1].mac = link.mac
            return
        }
        runs.append(
            Run(
                first: link.sequence,
                last: link.sequence,
                previous: link.previous,
                mac: link.mac,
                isAuthentic: isAuthentic
            )
        )
    }

    /// MACs that a run follows and none ends with: of a record inside of a run, or of one that is not there.
    var wanted: Set<Digest32> {
        Set(runs.map(\.previous)).subtracting(runs.map(\.mac)).subtracting([TraceChain.genesis])
    }

    func problems() -> [Problem] {
        var problems: [Problem] = []
        let ranks = ranks()
        for (index, run) in runs.enumerated() {
            let before = index > 0 ? runs[index - 1] : nil
            let expected = before.map { $0.last + 1 } ?? 0
            switch ranks[index] {
            case _ where !run.isAuthentic: problems.append(.changed, at: run.first)
            case .follows(let rank) where rank == run.first: break
            case .follows, nil: problems.append(.reordered, at: run.first, through: run.last)
            case .begins where run.first > expected:
                problems.append(.missing, at: expected, through: run.first - 1)
            // Whoever changed the record before may have given it another MAC as well.
            case .begins where before?.isAuthentic == false: break
            case .begins: problems.append(.missing, at: run.first)
            }
        }
        return problems + endProblems(problems)
    }

    /// Where a run stands by the MACs alone.
    private enum Rank {
        /// After a record that is there, or first.
        case follows(UInt64)
        /// After one that is not there.
        case begins
    }

    /// The rank of each run, by following the MACs from where a piece of the chain begins; `nil` where another one follows
    /// the same record, or a ring leads nowhere.
    private func ranks() -> [Rank?] {
        var ranks = [Rank?](repeating: nil, count: runs.count)
        let macs = Set(runs.map(\.mac)).union(inside)
        var followers: [Digest32: Int] = [:]
        for (index, run) in runs.enumerated() where followers[run.previous] == nil { followers[run.previous] = index }
        for (index, run) in runs.enumerated() where !macs.contains(run.previous) {
            let isFirst = run.previous == TraceChain.genesis
            guard !isFirst || followers[run.previous] == index else { continue }
            ranks[index] = isFirst ? .follows(0) : .begins
            var rank = (isFirst ? 0 : run.first) + (run.last - run.first)
            var last = index
            while let next = followers[runs[last].mac], ranks[next] == nil {
                rank += 1
                ranks[next] = .follows(rank)
                rank += runs[next].last - runs[next].first
                last = next
            }
        }
        return ranks
    }

    /// What differs from the ends that were seen before.
    private func endProblems(_ known: [Problem]) -> [Problem] {
        var problems: [Problem] = []
        for seen in seen where seen.end.count > 0 {
            let last = seen.end.count - 1
            if !seen.isStored {
                // A hole before a record that is still there was found already.
                guard runs.last.map({ $0.last < last }) ?? true else { continue }
                problems.append(.truncated, at: runs.last.map { $0.last + 1 } ?? 0, through: last)
            } else if !seen.isSame, !known.contains(where: { $0.sequences.contains(last) }) {
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
