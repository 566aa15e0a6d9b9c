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
    /// Rows of cards, roster and paylist that are of another region are rejected; the other kinds name none. It bounds what a
    /// file may say, where ``scope`` is what it says of itself: no scope reaches beyond it.
    public var region = ""
    /// For payments, the batch that the file is; required there.
    public var batch: PaymentBatch?
    /// For payments, whether the bank has nothing to add for the period.
    public var isFinal = false
    /// For a roster that is complete, what it is complete for: who is missing leaves the roster.
    public var scope: RosterScope?
    /// How many rows the file was announced with, nil where nobody said.
    public var expectedRows: Int?
    /// What its amounts add up to as announced, nil where nobody said.
    public var expectedSum: Amount?
    /// How many errors, and how many warnings, a report lists.
    public var maximumIssues = 1000

    /// A request.
    public init(kind: ImportKind, fileDigest: [UInt8], now: Int64, by: String) {
        self.kind = kind
        self.fileDigest = fileDigest
        self.now = now
        self.by = by
    }

    /// Throws ``RegistryError`` when the request contradicts itself.
    func check() throws(RegistryError) {
        guard fileDigest.count == 32 else { throw RegistryError(.fileDigest, "a sha-256 digest has 32 bytes") }
        guard kind != .payments || batch != nil else {
            throw RegistryError(.batchMissing, "payments need the bank, the period and the batch")
        }
        if let scope {
            guard kind == .roster else { throw RegistryError(.scope, "only a roster has a scope") }
            guard scope.prefixes.allSatisfy({ $0.hasPrefix(region) }) else {
                throw RegistryError(.foreignRegion, "whoever brings the file answers for \(region) only")
            }
            guard scope.asOf <= CalendarDay(containing: now) else {
                throw RegistryError(.asOf, "a roster as of a day that has not come yet")
            }
        }
        guard expectedSum == nil || [.roster, .paylist, .payments].contains(kind) else {
            throw RegistryError(.expectedSum, "files of this kind have no amounts")
        }
    }
}
