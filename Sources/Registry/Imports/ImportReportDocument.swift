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

    /// Why it is held, or would be.
    public struct Hold: Encodable, Sendable {
        /// ``ImportHold/Reason``.
        public let reason: String
        /// The district's six digits, nil for the file as a whole.
        public let district: UInt32?
        /// The category of social assistance.
        public let category: String?
        /// ``ImportHold/found``.
        public let found: Int64
        /// ``ImportHold/expected``.
        public let expected: Int64

        /// The document of a hold.
        public init(_ hold: ImportHold) {
            reason = hold.reason.rawValue
            district = hold.place?.district
            category = hold.place?.category?.words.name
            found = hold.found
            expected = hold.expected
        }
    }

    /// What happened to the rows of a place.
    public struct Place: Encodable, Sendable {
        /// The district's six digits.
        public let district: UInt32
        /// The category of social assistance.
        public let category: String?
        /// ``ImportCounts/added``.
        public let added: Int
        /// ``ImportCounts/changed``.
        public let changed: Int
        /// ``ImportCounts/unchanged``.
        public let unchanged: Int
        /// ``ImportCounts/leaving``.
        public let leaving: Int
        /// ``ImportCounts/moved``.
        public let moved: Int
        /// ``ImportCounts/rejected``.
        public let rejected: Int

        init(_ place: ImportPlace, _ counts: ImportCounts) {
            district = place.district
            category = place.category?.words.name
            added = counts.added
            changed = counts.changed
            unchanged = counts.unchanged
            leaving = counts.leaving
            moved = counts.moved
            rejected = counts.rejected
        }
    }

    /// The kind of file.
    public let kind: String
    /// The number of the import that was carried out or is held.
    public let id: Int64?
    /// ``ImportReport/Outcome``, or ``ImportEntry/State`` of an import of before.
    public let outcome: String
    /// Why it is held, or would be.
    public let holds: [Hold]
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
    /// ``ImportCounts/leaving``.
    public let leaving: Int
    /// ``ImportCounts/moved``.
    public let moved: Int
    /// ``ImportCounts/rejected``.
    public let rejected: Int
    /// ``ImportReport/sum`` in yuan; nil for an import of before.
    public let sum: String?
    /// The rows by place, for kinds of files that have places.
    public let places: [Place]
    /// Rejected rows.
    public let errors: [Issue]
    /// What is odd and was accepted.
    public let warnings: [Issue]

    /// The document of a report.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - listsErrors: whether rejected rows are in it.
    public init(_ report: ImportReport, listsErrors: Bool = true) {
        self.init(
            report.kind,
            id: report.id,
            report.outcome.rawValue,
            report.counts,
            holds: report.holds,
            sum: report.sum,
            places: report.places,
            errors: listsErrors ? report.errors : [],
            warnings: report.warnings
        )
    }

    /// The document of an import of before, of which the counts are kept and the rows are not.
    public init(_ entry: ImportEntry) {
        self.init(entry.kind, id: entry.id, entry.state.rawValue, entry.counts, holds: entry.holds)
    }

    private init(
        _ kind: ImportKind,
        id: Int64?,
        _ outcome: String,
        _ counts: ImportCounts,
        holds: [ImportHold],
        sum: Amount? = nil,
        places: [ImportPlace: ImportCounts] = [:],
        errors: [RowIssue] = [],
        warnings: [RowIssue] = []
    ) {
        self.kind = kind.rawValue
        self.id = id
        self.outcome = outcome
        self.holds = holds.map(Hold.init)
        read = counts.read
        added = counts.added
        changed = counts.changed
        unchanged = counts.unchanged
        removed = counts.removed
        leaving = counts.leaving
        moved = counts.moved
        rejected = counts.rejected
        self.sum = sum?.description
        self.places = places.sorted { $0.key < $1.key }.map(Place.init)
        self.errors = errors.map(Issue.init)
        self.warnings = warnings.map(Issue.init)
    }
}
