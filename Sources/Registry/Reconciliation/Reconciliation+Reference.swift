// SPDX-License-Identifier: Apache-2.0

extension Reconciliation.Entitlement {
    /// Names the entitlement without naming anybody: `L` and the key of the paylist's line, or `R` and that of the roster's row
    /// where it is derived, in hexadecimal.
    ///
    /// The letter also keeps a spreadsheet from reading digits with an `e` among them as a number.
    public var reference: String { (flags.contains(.derived) ? "R" : "L") + words.hex }
}
