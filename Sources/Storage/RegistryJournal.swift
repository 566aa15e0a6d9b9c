// SPDX-License-Identifier: Apache-2.0

import Registry

extension ImportEntry: Stored {
    static let table = Table(
        "import",
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
        "is_final"
    )

    var values: [SQLValue?] {
        [
            kind.rawValue.sql, batch?.bank.sql, batch?.period.number.sql, batch?.batch.sql, fileDigest.sql, at.sql,
            by.sql, counts.read.sql,
            counts.added.sql, counts.changed.sql, counts.unchanged.sql, counts.removed.sql, counts.rejected.sql,
            isFinal.sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        let kind: ImportKind = try columns.name()
        let bank = try columns.optionalText()
        let period = try columns.optionalPeriod()
        let name = try columns.optionalText()
        var batch: PaymentBatch?
        if let bank, let period, let name { batch = try PaymentBatch(bank: bank, period: period, batch: name) }
        self.init(
            kind: kind,
            batch: batch,
            fileDigest: try columns.bytes(),
            at: try columns.integer(),
            by: try columns.text(),
            counts: ImportCounts(
                read: try columns.int(),
                added: try columns.int(),
                changed: try columns.int(),
                unchanged: try columns.int(),
                removed: try columns.int(),
                rejected: try columns.int()
            ),
            isFinal: try columns.flag()
        )
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
            at: try columns.integer(),
            person: try columns.key(),
            component: try columns.name(),
            effect: try columns.name(),
            row: try columns.optionalBytes(),
            by: try columns.text()
        )
    }
}
