// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// Looks at what a trial has changed, before it is taken back: the people concerned, and the registry as it would be.
    public typealias Forecast = (_ people: Set<PersonKey>, _ registry: any RegistryReading) throws -> Void

    /// Imports a department's file in one transaction.
    ///
    /// Rows that are wrong are reported and left out; the others are carried out, or none when the request is strict. A file
    /// changes nothing when it comes again, unless one that may have changed the same rows came after it: one of the same batch
    /// for payments, of a region that meets its own for cards, roster and paylist or that took rows from another region, any
    /// for health, and any of the kind where rows of it were rejected; rows that were rejected are tried again, since the words
    /// of the catalogue may be others. A trial always reads it. What is out of bounds (``ImportHold``) is held: the
    /// file is kept, sealed, until ``approveImport(_:now:by:)`` or ``undoImport(_:now:by:)``.
    ///
    /// - Parameters:
    ///   - request: The kind of file, its digest, who brings it and when.
    ///   - file: Opens the file at its beginning: once to import it, and once more where it is held. It is not opened when the
    ///     file was the last one already and had no errors, or waits, but for a trial.
    ///   - forecast: Called at the end of a trial.
    /// - Returns: What happened to each row.
    /// - Throws: ``RegistryError`` when the file as a whole is not usable (`csv_…`, `column_…`), the request is incomplete or
    ///   its scope has a newer roster (`import_stale`); what the store, the sealer, `file` or `forecast` throws. Nothing is
    ///   changed then.
    public func importFile(
        _ request: ImportRequest,
        from file: () throws -> FileSource,
        forecast: Forecast? = nil
    ) throws -> ImportReport {
        try request.check()
        do {
            return try store.write { transaction in
                let latest = try transaction.latestImport(of: request.kind, batch: request.batch)
                let imports = try transaction.imports()
                let standing = request.importStillStanding(among: imports, latest: latest)
                if !request.isDryRun {
                    if let standing, standing.counts.rejected == 0 {
                        return ImportReport(standing, outcome: .alreadyApplied)
                    }
                    if let held = imports.first(where: request.isHeld) { return ImportReport(held, outcome: .held) }
                }
                let id = try transaction.add(ImportEntry(request))
                let run = ImportContext(request, id: id, vault: vault, transaction: transaction)
                var report = try importRows(request, run, from: file(), into: transaction)
                if request.isStrict, report.counts.rejected > 0 {
                    report.outcome = .refused
                } else if request.isDryRun {
                    report.outcome = .dryRun
                    try forecast?(run.people, transaction)
                } else if let standing, report.counts.changeNothing {
                    report.outcome = .alreadyApplied
                    report.id = standing.id
                } else if !report.holds.isEmpty {
                    report.outcome = .held
                }
                guard report.outcome == .applied else { throw Undone(report: report) }
                var entry = ImportEntry(request)
                entry.id = id
                try complete(&entry, &report, latest, in: transaction)
                return report
            }
        } catch let undone as Undone {
            guard undone.report.outcome == .held else { return undone.report }
            return try hold(request, undone.report, from: file())
        }
    }

    /// Carries out the rows of a file, and says what is out of bounds.
    func importRows(
        _ request: ImportRequest,
        _ context: ImportContext,
        from source: @escaping FileSource,
        into transaction: any RegistryTransaction
    ) throws -> ImportReport {
        if let scope = request.scope {
            let newer = try transaction.imports()
                .contains { other in
                    guard other.state == .applied, let applied = other.scope else { return false }
                    return applied.asOf > scope.asOf && applied.overlaps(scope)
                }
            guard !newer else { throw RegistryError(.stale, "a roster as of a later day has been imported") }
        }
        switch request.kind {
        case .cards: return try run(CardImporter(context), request, source, transaction)
        case .roster: return try run(RosterImporter(context), request, source, transaction)
        case .paylist: return try run(PaylistImporter(context), request, source, transaction)
        case .health: return try run(HealthImporter(context), request, source, transaction)
        case .payments:
            guard let batch = request.batch else { preconditionFailure("a request of payments has a batch") }
            return try run(PaymentImporter(context, batch: batch), request, source, transaction)
        }
    }

    /// Writes down an import that was carried out; the one before it can no longer be undone.
    func complete(
        _ entry: inout ImportEntry,
        _ report: inout ImportReport,
        _ latest: ImportEntry?,
        in transaction: any RegistryTransaction
    ) throws {
        if var latest {
            try transaction.removeFormers(changedBy: latest.id)
            latest.lastChange = nil
            try transaction.put(latest)
        }
        entry.state = .applied
        entry.counts = report.counts
        entry.order = try transaction.imports().compactMap(\.order).max().map { $0 + 1 } ?? 1
        entry.lastChange = try transaction.latestChange()
        try transaction.put(entry)
        report.id = entry.id
    }

    private func run<Importer: RowImporter>(
        _ importer: Importer,
        _ request: ImportRequest,
        _ source: @escaping FileSource,
        _ transaction: any RegistryTransaction
    ) throws -> ImportReport {
        var importer = importer
        var report = ImportReport(kind: request.kind, outcome: .applied, fileDigest: request.fileDigest)
        var reader = try CSVReader(source, encoding: request.encoding)
        guard let header = try reader.next() else { throw RegistryError(.empty, "the file holds no rows") }
        let columns = try ColumnMap<Importer.Column>(header: header)
        for name in columns.unknown {
            let error = RegistryError(.columnUnknown, "this column is not read")
            report.warn(
                RowIssue(line: header.line, column: name, value: nil, error: error),
                upTo: request.maximumIssues
            )
        }
        let reading = RowReading(columns, catalogue, today: CalendarDay(containing: request.now), vault)
        var batches = RowBatches<Importer>(reading)
        while let rows = try batches.next(&reader) {
            var window = try importer.begin(rows.compactMap { try? $0.content.get() }, in: transaction)
            for row in rows { try take(row, request, by: &importer, in: &window, &report) }
            try importer.end(window, in: transaction)
            try importer.context.flush()
        }
        try importer.finish(transaction, &report)
        try importer.context.flush()
        report.holdUnless(request)
        if reader.endsWithoutLineEnd {
            let error = RegistryError(.noFinalLineEnd, "the last line has no line end, the file may have been cut")
            report.warn(RowIssue(line: reader.line, column: nil, value: nil, error: error), upTo: request.maximumIssues)
        }
        return report
    }

    private func take<Importer: RowImporter>(
        _ row: ReadRow<Importer>,
        _ request: ImportRequest,
        by importer: inout Importer,
        in window: inout Importer.Window,
        _ report: inout ImportReport
    ) throws {
        report.counts.read += 1
        do {
            try row.fields?.checkRegion(liesIn: request.region)
            let content = try row.content.get()
            guard let fields = row.fields else { preconditionFailure("what was read has fields") }
            report.count(try importer.take(content, fields, in: &window))
            for warning in importer.warnings { report.warn(warning, upTo: request.maximumIssues) }
        } catch let error as FieldError {
            report.reject(
                error.issue(line: row.line),
                in: try importer.reject(row.fields),
                upTo: request.maximumIssues
            )
        }
    }
}

/// Leaves a transaction with its report and without its changes.
private struct Undone: Error {
    let report: ImportReport
}

extension ImportEntry {
    init(_ request: ImportRequest) {
        self.init(
            kind: request.kind,
            batch: request.batch,
            fileDigest: request.fileDigest,
            at: request.now,
            by: request.by,
            counts: ImportCounts(),
            isFinal: request.isFinal
        )
        scope = request.scope
        region = request.region
        encoding = request.encoding
    }
}

extension ImportRequest {
    /// The import of the same file that nothing which may have changed the same rows came after, nil where there is none.
    fileprivate func importStillStanding(among imports: [ImportEntry], latest: ImportEntry?) -> ImportEntry? {
        guard let met = imports.filter({ meets($0) }).max(by: { $0.order ?? 0 < $1.order ?? 0 }), isFile(of: met) else {
            return nil
        }
        // Why a row was rejected may be gone with whatever came since, such as that another district has it in force.
        return met.counts.rejected == 0 || met.id == latest?.id ? met : nil
    }

    /// Whether an import was carried out, was not undone, and may have changed rows that this one can change.
    private func meets(_ entry: ImportEntry) -> Bool {
        guard entry.order != nil, entry.kind == kind, entry.batch == batch else { return false }
        guard [.cards, .roster, .paylist].contains(kind) else { return true }
        // What has moved may have been of any region.
        return entry.counts.moved > 0 || sharesRegions(with: entry)
    }

    /// Whether an import that was brought later and carried out takes the place of this one, or of some of it.
    func isOvertaken(by entry: ImportEntry) -> Bool {
        guard entry.order != nil, entry.kind == kind, entry.batch == batch else { return false }
        return batch != nil || scope != nil && sharesRegions(with: entry)
    }

    private func sharesRegions(with entry: ImportEntry) -> Bool {
        let theirs = entry.scope?.prefixes ?? [entry.region]
        return (scope?.prefixes ?? [region])
            .contains { mine in
                theirs.contains { mine.hasPrefix($0) || $0.hasPrefix(mine) }
            }
    }

    /// Whether an import is of the same file and says the same of it.
    fileprivate func isFile(of entry: ImportEntry) -> Bool {
        entry.fileDigest == fileDigest && entry.kind == kind && entry.batch == batch && entry.scope == scope
            && entry.region == region
    }

    /// Whether an import is this one and waits already.
    func isHeld(_ entry: ImportEntry) -> Bool { entry.state == .held && isFile(of: entry) }
}
