// SPDX-License-Identifier: Apache-2.0

import Registry

extension ImportEntry: Stored {
    static let table = Table(
        "import",
        "sequence",
        "kind",
        "bank",
        "period",
        "batch",
        "file_digest",
        "made_at",
        "made_by",
        "rows_read",
        "rows_added",
        "rows_changed",
        "rows_unchanged",
        "rows_removed",
        "rows_rejected",
        "rows_leaving",
        "rows_moved",
        "is_final",
        "scope",
        "as_of",
        "encoding",
        "state",
        "applied_order",
        "last_change",
        "approved_by",
        "undone_by",
        "holds",
        "region"
    )

    var values: [SQLValue?] {
        [
            id.sql, kind.rawValue.sql, batch?.bank.sql, batch?.period.number.sql, batch?.batch.sql, fileDigest.sql,
            at.sql, by.sql, counts.read.sql, counts.added.sql, counts.changed.sql, counts.unchanged.sql,
            counts.removed.sql, counts.rejected.sql, counts.leaving.sql, counts.moved.sql, isFinal.sql,
            scope?.description.sql, scope?.asOf.days.sql, encoding?.rawValue.sql, state.rawValue.sql, order?.sql,
            lastChange?.sql, approvedBy?.sql, undoneBy?.sql,
            holds.isEmpty ? nil : holds.map(\.text).joined(separator: ";").sql, region.sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        let id = try columns.integer()
        let kind: ImportKind = try columns.name()
        let bank = try columns.optionalText()
        let period = try columns.optionalPeriod()
        let name = try columns.optionalText()
        var batch: PaymentBatch?
        if let bank, let period, let name { batch = try PaymentBatch(bank: bank, period: period, batch: name) }
        let fileDigest = try columns.bytes()
        let at = try columns.time()
        let by = try columns.text()
        let counts = ImportCounts(
            read: try columns.int(),
            added: try columns.int(),
            changed: try columns.int(),
            unchanged: try columns.int(),
            removed: try columns.int(),
            rejected: try columns.int(),
            leaving: try columns.int(),
            moved: try columns.int()
        )
        self.init(
            kind: kind,
            batch: batch,
            fileDigest: fileDigest,
            at: at,
            by: by,
            counts: counts,
            isFinal: try columns.flag()
        )
        self.id = id
        let prefixes = try columns.optionalText()
        let asOf = try columns.optionalDay()
        if let prefixes, let asOf { scope = try RosterScope(prefixes, asOf: asOf) }
        encoding = try columns.optionalName()
        state = try columns.name()
        order = try columns.optionalInteger()
        lastChange = try columns.optionalInteger()
        approvedBy = try columns.optionalText()
        undoneBy = try columns.optionalText()
        holds = try (columns.optionalText() ?? "").split(separator: ";").map { try ImportHold(text: $0) }
        region = try columns.text()
    }
}

extension ImportHold {
    /// The hold in one column; a hyphen stands for what it does not have.
    fileprivate var text: String {
        let district = place.map { "\($0.district)" } ?? "-"
        let category = place?.category.map { "\($0.rawValue)" } ?? "-"
        return "\(reason.rawValue) \(district) \(category) \(found) \(expected)"
    }

    fileprivate init(text: Substring) throws(StorageError) {
        let parts = text.split(separator: " ")
        guard parts.count == 5, let reason = Reason(rawValue: String(parts[0])), let found = Int64(parts[3]),
            let expected = Int64(parts[4])
        else { throw StorageError(.corrupt, "a reason for holding an import that is none") }
        let place = UInt32(parts[1])
            .map { ImportPlace(district: $0, category: Int(parts[2]).map(ReliefCategory.init(rawValue:))) }
        self.init(reason, place: place, found: found, expected: expected)
    }
}

extension RegistryChange: Stored {
    static let table = Table("change", "sequence", "made_at", "person", "component", "effect", "row_key", "made_by")

    var values: [SQLValue?] {
        [sequence.sql, at.sql, person.sql, component.rawValue.sql, effect.rawValue.sql, row?.sql, by.sql]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            sequence: try columns.integer(),
            at: try columns.time(),
            person: try columns.key(),
            component: try columns.name(),
            effect: try columns.name(),
            row: try columns.optionalBytes(),
            by: try columns.text()
        )
    }
}
