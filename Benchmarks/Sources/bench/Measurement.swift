// SPDX-License-Identifier: Apache-2.0

/// Times of rounds, in seconds.
struct Measurement {
    private(set) var times: [Double] = []

    var median: Double { times.median }

    /// The time that this share of the rounds stayed below.
    func quantile(_ share: Double) -> Double { times.quantile(share) }

    /// Takes in a round that was timed elsewhere.
    mutating func add(_ seconds: Double) { times.append(seconds) }

    /// Times one more round.
    mutating func measure(_ round: () async throws -> Void) async rethrows {
        let start = ContinuousClock.now
        try await round()
        add(start.duration(to: .now) / .seconds(1))
    }
}

/// Two pieces of work measured in turns, so that whatever else the machine does meets both.
struct Comparison {
    private(set) var ours = Measurement()
    private(set) var peer = Measurement()

    /// Ours as a multiple of the peer: the median of what the pairs of neighbouring rounds say.
    var ratio: Double { zip(ours.times, peer.times).map { $0 / $1 }.median }

    /// The peer as a share of ours: how near we come to a floor that cannot be passed.
    var share: Double { zip(ours.times, peer.times).map { $1 / $0 }.median }

    /// Nothing yet.
    init() {}

    /// Takes in a pair of neighbouring rounds that were timed elsewhere.
    mutating func add(ours seconds: Double, peer: Double) {
        ours.add(seconds)
        self.peer.add(peer)
    }

    /// Times pairs of rounds, after one that does not count; who comes first changes.
    init(
        rounds: Int,
        ours: (Int) async throws -> Void,
        peer: (Int) async throws -> Void
    ) async rethrows {
        try await ours(0)
        try await peer(0)
        for index in 0..<rounds {
            if index.isMultiple(of: 2) { try await self.ours.measure { try await ours(index) } }
            try await self.peer.measure { try await peer(index) }
            if !index.isMultiple(of: 2) { try await self.ours.measure { try await ours(index) } }
        }
    }
}

extension [Double] {
    fileprivate var median: Double { quantile(0.5) }

    fileprivate func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return .nan }
        return sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}

/// Work that did not do what it was measured for: its time means nothing.
struct WrongResult: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Throws where what was measured is not what it should have been.
func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws(WrongResult) {
    guard condition else { throw WrongResult(what()) }
}
