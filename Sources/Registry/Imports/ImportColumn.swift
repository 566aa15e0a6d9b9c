// SPDX-License-Identifier: Apache-2.0

/// The columns of one kind of file.
///
/// ``heading`` is written as product.md §5 writes it: the header, and an asterisk behind it where the column is required.
protocol ImportColumn: CaseIterable, RawRepresentable, Sendable, SendableMetatype where RawValue == Int {
    /// The header, `*` behind a required one.
    var heading: String { get }
}

extension ImportColumn {
    /// The header in the file.
    var header: String { isRequired ? String(heading.dropLast()) : heading }

    /// Whether a file without the column, and a row without a value in it, is refused.
    var isRequired: Bool { heading.hasSuffix("*") }
}
