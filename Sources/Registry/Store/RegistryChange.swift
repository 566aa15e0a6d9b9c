// SPDX-License-Identifier: Apache-2.0

/// One change of what is known of a person, in the order of ``sequence``.
///
/// Who keeps status lists or another copy of the registry in step reads these, looks the person up, and acts on what is true now.
public struct RegistryChange: Hashable, Sendable {
    /// Which part of a person's file changed.
    public enum Component: String, Hashable, Sendable, CaseIterable {
        /// Everything: the person died, or was forgotten.
        case person
        /// A card.
        case card
        /// A row of the roster.
        case relief
        /// The health status.
        case health
    }

    /// What happened to it.
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        /// It is new.
        case added
        /// Its facts changed, its standing did not.
        case updated
        /// It is good again.
        case restored
        /// It may come back: a card lost, locked or put away, a row absent.
        case suspended
        /// It is over: relief ended, a card cancelled.
        case ended
        /// A higher version of the certificate took its place.
        case superseded
        /// The person died.
        case died
        /// The person's data were destroyed; whoever has a copy destroys it too.
        case forgotten
    }

    /// The change's place in the order, from 1 on without gaps; the oldest leave after some years.
    public internal(set) var sequence: Int64
    /// When, in unix seconds.
    public let at: Int64
    /// Whose.
    public let person: PersonKey
    /// Which part.
    public let component: Component
    /// What happened.
    public let effect: Effect
    /// The key's 16 bytes of the card or roster row, nil for the others.
    public let row: [UInt8]?
    /// Who brought it about: an operator's or a department's id.
    public let by: String

    /// A change.
    public init(
        sequence: Int64,
        at: Int64,
        person: PersonKey,
        component: Component,
        effect: Effect,
        row: [UInt8]?,
        by: String
    ) {
        self.sequence = sequence
        self.at = at
        self.person = person
        self.component = component
        self.effect = effect
        self.row = row
        self.by = by
    }
}
