// SPDX-License-Identifier: Apache-2.0

/// A file that was brought to be imported, as stored.
public struct ImportEntry: Hashable, Sendable {
    /// What became of it.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It was carried out.
        case applied
        /// It waits for a second operator, and nothing was changed.
        case held
        /// It was carried out, and everything it changed was put back.
        case undone
        /// It was held and will not be carried out.
        case withdrawn
    }

    /// Its number, from 1; the store gives it, whatever it was before.
    public var id: Int64 = 0
    /// The kind of file.
    public let kind: ImportKind
    /// For payments the batch; imports of one kind and batch follow one another.
    public let batch: PaymentBatch?
    /// SHA-256 of the file, 32 bytes.
    public let fileDigest: [UInt8]
    /// When it was brought, in unix seconds.
    public let at: Int64
    /// Who brought it, such as an operator's or a department's id.
    public let by: String
    /// What it did, or would have done where it was held.
    public var counts: ImportCounts
    /// Whether the bank has nothing to add for the period.
    public let isFinal: Bool
    /// For a roster that is complete, what it is complete for.
    public var scope: RosterScope?
    /// Leading digits of the region that who brought it answers for; empty for all.
    public var region = ""
    /// The encoding that was declared, nil where it is detected.
    public var encoding: TextEncoding?
    /// What became of it.
    public var state = State.applied
    /// Its place among the imports that were carried out and still hold; nil for the others.
    public var order: Int64?
    /// The sequence of the last ``RegistryChange`` when it had been carried out.
    ///
    /// Nil where what it changed is not noted down, or no longer: it cannot be undone.
    public var lastChange: Int64?
    /// Who approved it after it was held.
    public var approvedBy: String?
    /// Who undid or withdrew it.
    public var undoneBy: String?
    /// Why it is or was held.
    public var holds: [ImportHold] = []

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

    /// What a part of a file that is held is sealed with: it opens as that part of that file only.
    public static func context(ofPart number: Int, ofFile digest: [UInt8]) -> [UInt8] {
        Array("file \(number) ".utf8) + digest
    }
}
