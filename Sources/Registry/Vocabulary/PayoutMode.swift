// SPDX-License-Identifier: Apache-2.0

/// Whom the money of a roster row goes to (发放方式).
public enum PayoutMode: String, Hashable, Sendable, CaseIterable {
    /// 按户: the household's amount stands on the head's row and is paid to the head.
    case household
    /// 按人: each row its own amount.
    case person
    /// 不发放: nobody is paid, as in institutional care.
    case none
}
