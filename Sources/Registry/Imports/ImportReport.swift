// SPDX-License-Identifier: Apache-2.0

/// What an import did, in rows.
public struct ImportCounts: Hashable, Sendable {
    /// Rows below the header that hold anything.
    public var read = 0
    /// Rows that were not there before.
    public var added = 0
    /// Rows whose content is another now.
    public var changed = 0
    /// Rows that were there already.
    public var unchanged = 0
    /// Rows that were there in the batch that this file replaces, and no longer are.
    public var removed = 0
    /// Rows with an error.
    public var rejected = 0
    /// Rows of the registry that a complete roster no longer has: relief is suspended.
    public var leaving = 0
    /// Rows of the registry that ended because the person is entitled elsewhere since, or that were of another region than
    /// the file is for and are its own now.
    public var moved = 0

    /// Whether the registry is as it was before.
    var changeNothing: Bool { added + changed + removed + leaving + moved == 0 }

    /// No rows.
    public init() {}

    /// Counts as stored.
    public init(
        read: Int,
        added: Int,
        changed: Int,
        unchanged: Int,
        removed: Int,
        rejected: Int,
        leaving: Int = 0,
        moved: Int = 0
    ) {
        self.read = read
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.removed = removed
        self.rejected = rejected
        self.leaving = leaving
        self.moved = moved
    }
}

/// Why one row of a file was rejected, or what is odd about it.
public struct RowIssue: Hashable, Sendable {
    /// The line of the file on which the row begins, from 1.
    public let line: Int
    /// The column's header, nil where the whole row is meant.
    public let column: String?
    /// The value as ``Masking/reported(_:)`` shows it, nil where the whole row is meant.
    public let value: String?
    /// Why.
    public let error: RegistryError

    /// An issue.
    public init(line: Int, column: String?, value: String?, error: RegistryError) {
        self.line = line
        self.column = column
        self.value = value
        self.error = error
    }
}

/// What came of an import.
public struct ImportReport: Hashable, Sendable {
    /// What came of the file as a whole.
    public enum Outcome: String, Hashable, Sendable {
        /// It was carried out.
        case applied
        /// It is the latest file again, and nothing was changed.
        case alreadyApplied
        /// It would have been carried out; nothing was changed.
        case dryRun
        /// Rows were rejected and the import was strict: nothing was changed.
        case refused
        /// Something is out of bounds: nothing was changed, and the file waits for a second operator.
        case held
    }

    /// The kind of file.
    public let kind: ImportKind
    /// What came of the file as a whole.
    public var outcome: Outcome
    /// SHA-256 of the file, 32 bytes.
    public let fileDigest: [UInt8]
    /// The number of the import that was carried out or is held, nil where there is none.
    public var id: Int64?
    /// Why the import is held, or would be.
    public var holds: [ImportHold] = []
    /// What happened to the rows.
    public var counts = ImportCounts()
    /// The same by place, for kinds of files that have places.
    public var places: [ImportPlace: ImportCounts] = [:]
    /// What the amounts of the accepted rows add up to.
    public var sum = Amount(fen: 0)
    /// Rejected rows in the order of the file, at most ``ImportRequest/maximumIssues``.
    public var errors: [RowIssue] = []
    /// How often each error occurred, beyond the listed ones too.
    public var errorCounts: [RegistryError.Code: Int] = [:]
    /// What is odd and was accepted, at most ``ImportRequest/maximumIssues``.
    public var warnings: [RowIssue] = []

    init(kind: ImportKind, outcome: Outcome, fileDigest: [UInt8]) {
        self.kind = kind
        self.outcome = outcome
        self.fileDigest = fileDigest
    }
}
