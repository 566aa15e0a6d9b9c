// SPDX-License-Identifier: Apache-2.0

/// Who the person is.
public enum IdentityFinding: Hashable, Sendable {
    /// The signatures of the credential hold, or the registry says so.
    ///
    /// The name and the ID number are `nil` where the reader is not told them. The number is masked, unless it was
    /// revealed.
    case confirmed(name: String?, idNumber: String?)
    /// The holder did not show it.
    case notDisclosed
}
