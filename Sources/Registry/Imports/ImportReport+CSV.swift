// SPDX-License-Identifier: Apache-2.0

extension ImportReport {
    /// The rejected rows as CSV for a spreadsheet, to be sent back to the department.
    ///
    /// UTF-8 with byte order mark, RFC 4180. Values are as ``Masking/reported(_:)`` shows them, so that no ID number stands in
    /// it in full. Text that a spreadsheet would take for a formula has a `'` in front.
    ///
    /// - Parameter sentence: Says in Chinese what an error means.
    /// - Returns: The file.
    public func errorsCSV(sentence: (RegistryError) -> String) -> [UInt8] {
        var text = CSVText()
        text.add(["行号", "列名", "原值（已遮蔽）", "原因代码", "原因", "Reason"].map { .text($0) })
        for issue in errors {
            text.add(
                [
                    .figure("\(issue.line)"), issue.column.map { .text($0) } ?? .empty,
                    issue.value.map { .text($0) } ?? .empty, .text(issue.error.code.rawValue),
                    .text(sentence(issue.error)), .text(issue.error.message),
                ]
            )
        }
        return text.bytes
    }
}
