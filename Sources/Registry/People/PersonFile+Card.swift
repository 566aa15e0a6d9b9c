// SPDX-License-Identifier: Apache-2.0

extension PersonFile {
    /// The card that counts, and what holds of it.
    public struct CardStanding: Hashable, Sendable {
        /// The card.
        public let card: Card
        /// What holds of it.
        public let state: ComponentState
    }

    /// The card that counts at a moment: the best of those held, the latest of equals; nil when there is none.
    ///
    /// A person may hold an old card that was cancelled and its replacement; the replacement counts. Of two cards that are not
    /// good the one reported lost counts before the one that is gone.
    public func card(at now: Int64) -> CardStanding? {
        cards.map { CardStanding(card: $0, state: $0.entry.state(at: now, holderDied: hasDied)) }
            .min { ($0.rank, $1.enabledDays) < ($1.rank, $0.enabledDays) }
    }
}

extension PersonFile.CardStanding {
    private static let order: [ComponentState] = [.active, .lost, .suspended, .expired, .cancelled]

    /// Lower is better.
    fileprivate var rank: Int { Self.order.firstIndex(of: state) ?? Self.order.count }

    /// Later is better.
    fileprivate var enabledDays: Int { card.entry.enabledOn?.days ?? Int.min }
}

extension CardEntry {
    /// What holds of the card at a moment.
    public func state(at now: Int64, holderDied: Bool = false) -> ComponentState {
        if holderDied || status == .cancelled { return .cancelled }
        switch status {
        case .lost, .temporarilyLost: return .lost
        case .archived, .locked, .notActivated: return .suspended
        case .normal, .cancelled: break
        }
        if let disabledOn, disabledOn.start <= now { return .cancelled }
        if let validUntil, validUntil.end <= now { return .expired }
        return .active
    }
}
