// SPDX-License-Identifier: Apache-2.0

/// How far the clock of this machine was from the issuer's when they last talked.
public struct ClockDeviation: Hashable, Sendable {
    /// A clock that is off by no more is right: a code lives for a minute, and verifiers allow for half of one.
    public static let tolerance: Int64 = 15

    /// How many seconds the clock here is behind; negative where it is ahead.
    public let seconds: Int64

    /// A deviation of so many seconds.
    public init(seconds: Int64) { self.seconds = seconds }

    /// The deviation that an answer shows; none while the issuer's time lies between question and answer.
    ///
    /// - Parameters:
    ///   - time: the issuer's time in the answer.
    ///   - asked: the time here before.
    ///   - answered: the time here after.
    init(_ time: Int64, asked: Int64, answered: Int64) {
        seconds = time > answered ? time - answered : time < asked ? time - asked : 0
    }

    /// Whether codes made by this clock may be refused.
    public var isWrong: Bool { seconds.magnitude > Self.tolerance.magnitude }
}
