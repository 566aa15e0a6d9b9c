// SPDX-License-Identifier: Apache-2.0

/// An import that was carried out, as stored.
public struct ImportEntry: Hashable, Sendable {
    /// The kind of file.
    public let kind: ImportKind
    /// For payments the batch; imports of one kind and batch follow one another.
    public let batch: PaymentBatch?
    /// SHA-256 of the file, 32 bytes.
    public let fileDigest: [UInt8]
    /// When, in unix seconds.
    public let at: Int64
    /// Who, such as an operator's or a department's id.
    public let by: String
    /// What it did.
    public let counts: ImportCounts
    /// Whether the bank has nothing to add for the period.
    public let isFinal: Bool

    /// An entry.
    public init(
        kind: ImportKind,
        batch: PaymentBatch?,
        fileDigest: [UInt8],
        at: Int64,
        by: String,
        counts: ImportCounts,
        isFinal: Bool
    ) {
        self.kind = kind
        self.batch = batch
        self.fileDigest = fileDigest
        self.at = at
        self.by = by
        self.counts = counts
        self.isFinal = isFinal
    }
}
