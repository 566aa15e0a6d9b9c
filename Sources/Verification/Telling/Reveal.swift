// SPDX-License-Identifier: Apache-2.0

/// What is told in full to a role that may ask for it, with the reason that is written into the trace.
///
/// It is no part of a verdict until it is asked for: whoever has it has looked it up for this reason.
public struct Reveal: Hashable, Sendable {
    /// Why, in the words of whoever asks.
    public let reason: String
    /// The full ID number.
    public let idNumber: String
    /// All payments, the newest first.
    public let payments: [PaymentFinding]

    /// A reveal.
    ///
    /// - Throws: ``VerificationError`` `verification.reveal-reason` without a reason.
    public init(reason: String, idNumber: String, payments: [PaymentFinding]) throws(VerificationError) {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw VerificationError(.revealReason, "nothing is revealed without a reason")
        }
        self.reason = reason
        self.idNumber = idNumber
        self.payments = payments
    }
}
