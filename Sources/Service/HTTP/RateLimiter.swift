// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Synchronization

/// Token buckets, one for each key: a rate that may be kept up, and so much more at once.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Int64
    }

    /// As many callers as are told apart; among more, those with full buckets are forgotten, which changes nothing.
    private static let capacity = 65_536

    private let perMillisecond: Double
    private let burst: Double
    /// A clock that never goes back, in milliseconds.
    private let clock: @Sendable () -> Int64
    private let buckets = Mutex<[String: Bucket]>([:])

    init(_ rate: Limits.Rate, clock: @escaping @Sendable () -> Int64) {
        perMillisecond = Double(rate.perMinute) / 60_000
        burst = Double(rate.burst)
        self.clock = clock
    }

    /// Takes one token.
    ///
    /// - Throws: ``ProblemDocument`` `rate_limited` with the time until there is one.
    func take(_ key: String) throws(ProblemDocument) {
        let now = clock()
        let missing = buckets.withLock { buckets -> Double? in
            var bucket = filled(buckets[key], at: now)
            let missing = bucket.tokens < 1 ? 1 - bucket.tokens : nil
            if missing == nil { bucket.tokens -= 1 }
            if buckets[key] == nil, buckets.count >= Self.capacity { forget(&buckets, at: now) }
            buckets[key] = bucket
            return missing
        }
        guard let missing else { return }
        let seconds = Int64((missing / perMillisecond / 1000).rounded(.up))
        throw ProblemDocument(.rateLimited, headers: [.retryAfter: "\(max(1, seconds))"])
    }

    private func filled(_ bucket: Bucket?, at now: Int64) -> Bucket {
        guard let bucket else { return Bucket(tokens: burst, filledAt: now) }
        let gained = Double(max(0, now - bucket.filledAt)) * perMillisecond
        return Bucket(tokens: min(burst, bucket.tokens + gained), filledAt: now)
    }

    private func forget(_ buckets: inout [String: Bucket], at now: Int64) {
        let limited = buckets.filter { filled($0.value, at: now).tokens < burst }
        // All of them are in the middle of something: to begin anew is better than to grow.
        buckets = limited.count < Self.capacity ? limited : [:]
    }
}
