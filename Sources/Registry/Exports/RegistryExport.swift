// SPDX-License-Identifier: Apache-2.0

/// A list for somebody outside: CSV as ``Reconciliation/csv()`` writes it, with Chinese headers and money in yuan.
///
/// The same registry gives the same bytes.
public struct RegistryExport: Hashable, Sendable {
    /// The file.
    public let bytes: [UInt8]
    /// How many lines it has below the header.
    public let rows: Int
    /// How many of them lack a name, a number or an account that nobody has told us.
    public let incomplete: Int
}
