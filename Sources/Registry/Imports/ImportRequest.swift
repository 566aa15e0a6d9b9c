// SPDX-License-Identifier: Apache-2.0

/// What to import and how.
public struct ImportRequest: Sendable {
    /// The kind of file.
    public var kind: ImportKind
    /// SHA-256 of the whole file, 32 bytes, as the caller computed it.
    public var fileDigest: [UInt8]
    /// Now, in unix seconds.
    public var now: Int64
    /// Who imports, such as an operator's or a department's id; not a person's name.
    public var by: String
    /// The encoding, nil to detect it.
    public var encoding: TextEncoding?
    /// Whether one rejected row refuses the whole file.
    public var isStrict = false
    /// Whether to change nothing and only report.
    public var isDryRun = false
    /// Leading digits of the region that whoever brings the file answers for; empty for all.
    ///
    /// Rows of cards, roster and paylist that are of another region are rejected; the other kinds name none.
    public var region = ""
    /// For payments, the batch that the file is; required there.
    public var batch: PaymentBatch?
    /// For payments, whether the bank has nothing to add for the period.
    public var isFinal = false
    /// How many errors, and how many warnings, a report lists.
    public var maximumIssues = 1000

    /// A request.
    public init(kind: ImportKind, fileDigest: [UInt8], now: Int64, by: String) {
        self.kind = kind
        self.fileDigest = fileDigest
        self.now = now
        self.by = by
    }
}
