// SPDX-License-Identifier: Apache-2.0

/// What came of an import, as JSON.
public struct ImportReportDocument: Encodable, Sendable {
    /// Why a row was rejected, or what is odd about it.
    public struct Issue: Encodable, Sendable {
        /// ``RowIssue/line``.
        public let line: Int
        /// ``RowIssue/column``.
        public let column: String?
        /// ``RowIssue/value``, masked.
        public let value: String?
        /// ``RegistryError/Code``.
        public let code: String
        /// What was expected and found.
        public let message: String

        init(_ issue: RowIssue) {
            line = issue.line
            column = issue.column
            value = issue.value
            code = issue.error.code.rawValue
            message = issue.error.message
        }
    }

    /// The kind of file.
    public let kind: String
    /// ``ImportReport/Outcome``.
    public let outcome: String
    /// ``ImportCounts/read``.
    public let read: Int
    /// ``ImportCounts/added``.
    public let added: Int
    /// ``ImportCounts/changed``.
    public let changed: Int
    /// ``ImportCounts/unchanged``.
    public let unchanged: Int
    /// ``ImportCounts/removed``.
    public let removed: Int
    /// ``ImportCounts/rejected``.
    public let rejected: Int
    /// Rejected rows.
    public let errors: [Issue]
    /// What is odd and was accepted.
    public let warnings: [Issue]

    /// The document of a report.
    public init(_ report: ImportReport) {
        self.init(
            report.kind,
            report.outcome,
            report.counts,
            errors: report.errors,
            warnings: report.warnings
        )
    }

    /// The document of an import that was carried out, of which the counts are kept and the rows are not.
    public init(_ entry: ImportEntry) { self.init(entry.kind, .applied, entry.counts, errors: [], warnings: []) }

    private init(
        _ kind: ImportKind,
        _ outcome: ImportReport.Outcome,
        _ counts: ImportCounts,
        errors: [RowIssue],
        warnings: [RowIssue]
    ) {
        self.kind = kind.rawValue
        self.outcome = outcome.rawValue
        read = counts.read
        added = counts.added
        changed = counts.changed
        unchanged = counts.unchanged
        removed = counts.removed
        rejected = counts.rejected
        self.errors = errors.map(Issue.init)
        self.warnings = warnings.map(Issue.init)
    }
}
