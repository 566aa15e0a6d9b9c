// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// Imports a department's file in one transaction.
    ///
    /// Rows that are wrong are reported and left out; the others are carried out, or none when the request is strict. The file
    /// that was imported last of its kind (for payments: of its batch) changes nothing when it comes again.
    ///
    /// - Parameters:
    ///   - request: The kind of file, its digest, who brings it and when.
    ///   - source: The file piece by piece, read once; it is not read when the file was the last one already.
    /// - Returns: What happened to each row.
    /// - Throws: ``RegistryError`` when the file as a whole is not usable (`csv_…`, `column_…`) or the request is incomplete;
    ///   what the store, the sealer or `source` throws. Nothing is changed then.
    public func importFile(_ request: ImportRequest, from source: @escaping FileSource) throws -> ImportReport {
        guard request.fileDigest.count == 32 else {
            throw RegistryError(.fileDigest, "a sha-256 digest has 32 bytes")
        }
        let batch = request.kind == .payments ? request.batch : nil
        guard batch != nil || request.kind != .payments else {
            throw RegistryError(.batchMissing, "payments need the bank, the period and the batch")
        }
        do {
            return try store.write { transaction in
                let latest = try transaction.latestImport(of: request.kind, batch: batch)
                if latest?.fileDigest == request.fileDigest {
                    return ImportReport(kind: request.kind, outcome: .alreadyApplied, fileDigest: request.fileDigest)
                }
                var report = try importRows(request, batch: batch, from: source, into: transaction)
                if request.isStrict, report.counts.rejected > 0 {
                    report.outcome = .refused
                } else if request.isDryRun {
                    report.outcome = .dryRun
                }
                guard report.outcome == .applied else { throw Undone(report: report) }
                try transaction.add(
                    ImportEntry(
                        kind: request.kind,
                        batch: batch,
                        fileDigest: request.fileDigest,
                        at: request.now,
                        by: request.by,
                        counts: report.counts,
                        isFinal: request.isFinal
                    )
                )
                return report
            }
        } catch let undone as Undone {
            return undone.report
        }
    }

    private func importRows(
        _ request: ImportRequest,
        batch: PaymentBatch?,
        from source: @escaping FileSource,
        into transaction: any RegistryTransaction
    ) throws -> ImportReport {
        let context = ImportContext(vault: vault, now: request.now, by: request.by)
        switch request.kind {
        case .cards: return try run(CardImporter(context), request, source, transaction)
        case .roster: return try run(RosterImporter(context), request, source, transaction)
        case .paylist: return try run(PaylistImporter(context), request, source, transaction)
        case .health: return try run(HealthImporter(context), request, source, transaction)
        case .payments:
            guard let batch else { preconditionFailure("importFile refuses payments without a batch") }
            return try run(PaymentImporter(context, batch: batch, in: transaction), request, source, transaction)
        }
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
        let today = CalendarDay(containing: request.now)
        while let row = try reader.next() {
            report.counts.read += 1
            do {
                let fields = try RowFields(columns: columns, row: row, catalogue: catalogue, today: today)
                try fields.checkRegion(liesIn: request.region)
                let outcome = try importer.take(fields, into: transaction)
                report.count(outcome)
                for warning in importer.warnings { report.warn(warning, upTo: request.maximumIssues) }
            } catch let error as FieldError {
                report.reject(error.issue(line: row.line), upTo: request.maximumIssues)
            }
        }
        report.counts.removed = try importer.finish(transaction)
        if reader.endsWithoutLineEnd {
            let error = RegistryError(.noFinalLineEnd, "the last line has no line end, the file may have been cut")
            report.warn(RowIssue(line: reader.line, column: nil, value: nil, error: error), upTo: request.maximumIssues)
        }
        return report
    }
}

/// Leaves a transaction with its report and without its changes.
private struct Undone: Error {
    let report: ImportReport
}

extension ImportReport {
    fileprivate mutating func count(_ outcome: RowOutcome) {
        switch outcome {
        case .added: counts.added += 1
        case .changed: counts.changed += 1
        case .unchanged: counts.unchanged += 1
        }
    }

    fileprivate mutating func reject(_ issue: RowIssue, upTo maximum: Int) {
        counts.rejected += 1
        errorCounts[issue.error.code, default: 0] += 1
        if errors.count < maximum { errors.append(issue) }
    }

    fileprivate mutating func warn(_ issue: RowIssue, upTo maximum: Int) {
        if warnings.count < maximum { warnings.append(issue) }
    }
}
