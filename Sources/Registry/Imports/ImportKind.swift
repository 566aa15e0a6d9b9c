// SPDX-License-Identifier: Apache-2.0

/// The five kinds of files that departments bring (product.md §5).
public enum ImportKind: String, Hashable, Sendable, CaseIterable {
    /// Social security cards, from 人社.
    case cards
    /// The roster of social assistance, from 民政.
    case roster
    /// The paylist (发放清单), from 民政 and 财政.
    case paylist
    /// Health status, from 卫健.
    case health
    /// What the banks paid, from 合作银行.
    case payments
}
