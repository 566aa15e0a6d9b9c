// SPDX-License-Identifier: Apache-2.0

/// Why a row is rejected, with the column and the value that is to blame where one is.
struct FieldError: Error {
    let column: String?
    let value: String?
    let error: RegistryError

    /// A row that is rejected as a whole.
    init(_ code: RegistryError.Code, _ message: String) { self.init(RegistryError(code, message)) }

    /// A row that is rejected for an error in a column.
    init(_ error: RegistryError, column: String? = nil, value: String? = nil) {
        self.column = column
        self.value = value
        self.error = error
    }

    /// The issue for a report.
    func issue(line: Int) -> RowIssue {
        RowIssue(line: line, column: column, value: value.map(Masking.reported), error: error)
    }
}
