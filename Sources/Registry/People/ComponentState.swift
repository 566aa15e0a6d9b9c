// SPDX-License-Identifier: Apache-2.0

/// What holds of a card, a certificate or a person's relief at a moment.
///
/// For a status slot (wire-format.md §8): ``active`` is valid, ``lost`` and ``suspended`` are suspended, all others revoked.
public enum ComponentState: String, Hashable, Sendable, CaseIterable {
    /// Good.
    case active
    /// Not yet begun.
    case pending
    /// A card reported lost, in writing or by telephone.
    case lost
    /// Not good now and may be again: a card locked, put away or not activated; relief absent from the roster.
    case suspended
    /// A card that is gone for good.
    case cancelled
    /// Relief that ended (停保), or whose person died.
    case ended
    /// A certificate that a higher version, a new number or, after a move, another household's took the place of.
    case superseded
    /// Past its last day.
    case expired
}
