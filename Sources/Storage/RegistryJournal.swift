// SPDX-License-Identifier: Apache-2.0

import GRDB
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

    var values: [SQLValue] {
        [
            kind.rawValue, batch?.bank, batch?.period.number, batch?.batch, fileDigest.sql, at, by, counts.read,
            counts.added, counts.changed, counts.unchanged, counts.removed, counts.rejected, isFinal,
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

    var values: [SQLValue] {
        [sequence, at, person.sql, component.rawValue, effect.rawValue, row?.sql, by]
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
