// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// A file that is held is kept in parts of so many bytes at most.
    private static let partLength = 1 << 16

    /// Carries out an import that is held, as somebody else than who brought it: the same file, as things are now.
    ///
    /// Not after a file that was brought later: whoever is missing in a roster with a scope has left, and a batch of payments
    /// replaces the one before, so that what was put right since would be undone by it.
    ///
    /// - Parameters:
    ///   - id: The import's number.
    ///   - now: Now, in unix seconds.
    ///   - operator: Who approves it.
    /// - Returns: What happened to each row; ``ImportReport/holds`` says what was approved.
    /// - Throws: ``RegistryError`` with `import_unknown`, `import_not_held`, `import_same_operator` or `import_stale`; what the
    ///   store and the sealer throw.
    public func approveImport(_ id: Int64, now: Int64, by operator: String) throws -> ImportReport {
        try store.write { transaction in
            var entry = try heldImport(id, in: transaction)
            guard entry.by != `operator` else {
                throw RegistryError(.sameOperator, "somebody else than who brought the file has to approve it")
            }
            let latest = try transaction.latestImport(of: entry.kind, batch: entry.batch)
            let request = ImportRequest(entry, now: now)
            let isOvertaken = try transaction.imports().contains { $0.id > id && request.isOvertaken(by: $0) }
            guard !isOvertaken else {
                throw RegistryError(.stale, "a file that was brought later has been imported: bring this one again")
            }
            let run = ImportContext(request, id: id, vault: vault, transaction: transaction)
            var report = try importRows(request, run, from: heldFile(of: entry, in: transaction), into: transaction)
            try transaction.removeHeldParts(of: id)
            entry.approvedBy = `operator`
            entry.holds = report.holds
            try complete(&entry, &report, latest, in: transaction)
            return report
        }
    }

    /// Keeps a file, sealed, until somebody decides.
    func hold(_ request: ImportRequest, _ report: ImportReport, from source: FileSource) throws -> ImportReport {
        try store.write { transaction in
            var report = report
            // Somebody else may have brought the same file since it was read.
            if let held = try transaction.imports().first(where: request.isHeld) {
                report.id = held.id
                return report
            }
            var entry = ImportEntry(request)
            entry.state = .held
            entry.counts = report.counts
            entry.holds = report.holds
            let id = try transaction.add(entry)
            var number = 0
            while let piece = try source() {
                for start in stride(from: 0, to: piece.count, by: Self.partLength) {
                    let part = Array(piece[start..<min(start + Self.partLength, piece.count)])
                    try transaction.addHeldPart(
                        vault.seal(part, number: number, ofFile: entry.fileDigest),
                        number: number,
                        of: id
                    )
                    number += 1
                }
            }
            report.id = id
            return report
        }
    }

    /// The import, where it is held.
    func heldImport(_ id: Int64, in transaction: any RegistryReading) throws -> ImportEntry {
        let entry = try knownImport(id, in: transaction)
        guard entry.state == .held else { throw RegistryError(.importNotHeld, "the import does not wait for approval") }
        return entry
    }

    /// The import of a number.
    func knownImport(_ id: Int64, in transaction: any RegistryReading) throws -> ImportEntry {
        guard let entry = try transaction.imports().first(where: { $0.id == id }) else {
            throw RegistryError(.importUnknown, "there is no import of this number")
        }
        return entry
    }

    private func heldFile(of entry: ImportEntry, in transaction: any RegistryReading) -> FileSource {
        var number = 0
        return {
            guard let sealed = try transaction.heldPart(number, of: entry.id) else { return nil }
            defer { number += 1 }
            return try vault.open(sealed, number: number, ofFile: entry.fileDigest)
        }
    }
}

extension ImportRequest {
    /// The request of an import that was held; what it was held for is not asked again.
    fileprivate init(_ entry: ImportEntry, now: Int64) {
        self.init(kind: entry.kind, fileDigest: entry.fileDigest, now: now, by: entry.by)
        batch = entry.batch
        isFinal = entry.isFinal
        scope = entry.scope
        region = entry.region
        encoding = entry.encoding
    }
}
