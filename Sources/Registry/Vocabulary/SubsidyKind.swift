// SPDX-License-Identifier: Apache-2.0

/// What kind of money a payment is, numbered as the memo kinds on the wire (wire-format.md §3), without the 100 that back pay adds.
public enum SubsidyKind: Int, Hashable, Sendable, CaseIterable {
    /// 低保金.
    case dibao = 1
    /// 特困金.
    case tekun = 2
    /// 临时救助金.
    case temporaryRelief = 3
    /// 临时价格补贴.
    case priceSubsidy = 4
    /// Any other item of the catalogue.
    case other = 9
}
