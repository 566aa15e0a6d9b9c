// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Synchronization
import Testing

@testable import Service

struct RateLimiterTests {
    private let clock = Clock()

    private final class Clock: Sendable {
        let milliseconds = Mutex<Int64>(0)
        func advance(_ by: Int64) { milliseconds.withLock { $0 += by } }
    }

    private func limiter(_ perMinute: Int, burst: Int) -> RateLimiter {
        RateLimiter(.init(perMinute: perMinute, burst: burst)) { [clock] in clock.milliseconds.withLock { $0 } }
    }

    private func isTaken(_ limiter: RateLimiter, _ key: String) -> Bool { (try? limiter.take(key)) != nil }

    @Test func `a burst is let through, and one more is not`() {
        let limiter = limiter(60, burst: 3)
        #expect((0..<3).allSatisfy { _ in isTaken(limiter, "a") })
        #expect(!isTaken(limiter, "a"))
    }

    @Test func `another caller has tokens of their own`() {
        let limiter = limiter(60, burst: 1)
        #expect(isTaken(limiter, "a"))
        #expect(!isTaken(limiter, "a"))
        #expect(isTaken(limiter, "b"))
    }

    @Test func `a token comes back after its time and not before`() {
        let limiter = limiter(60, burst: 1)
        #expect(isTaken(limiter, "a"))
        clock.advance(999)
        #expect(!isTaken(limiter, "a"))
        clock.advance(1)
        #expect(isTaken(limiter, "a"))
        clock.advance(3_600_000)
        #expect(isTaken(limiter, "a"))
        #expect(!isTaken(limiter, "a"))
    }

    @Test func `whoever is refused is told when to come back`() throws {
        let limiter = limiter(6, burst: 1)
        try limiter.take("a")
        let problem = #expect(throws: ProblemDocument.self) { try limiter.take("a") }
        #expect(problem?.kind == .rateLimited)
        #expect(problem?.headers[.retryAfter] == "10")
    }
}
