// SPDX-License-Identifier: Apache-2.0

/// How long a picture may be looked at, and how many of its pixels.
public struct Budget: Hashable, Sendable {
    /// The time from the first byte read to the answer.
    public let time: Duration
    /// The most pixels of the one look at the full picture; larger ones are reduced for it.
    let fullPixels: Int
    /// The most pixels of every other look.
    let ladderPixels: Int

    /// One of a stream of frames, the next of which may be better: 40 ms.
    public static let camera = Budget(time: .milliseconds(40), fullPixels: 2_100_000, ladderPixels: 1_000_000)
    /// The only picture there is: 400 ms.
    public static let still = Budget(
        time: .milliseconds(400),
        fullPixels: Limits.fullPixels,
        ladderPixels: 2_100_000
    )
}
