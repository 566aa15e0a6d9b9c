// SPDX-License-Identifier: Apache-2.0

import Registry

extension FormerEntry {
    /// What an entry is, as the table of former entries names it.
    enum Subject: String {
        case person, card, account, relief, health, paylist, payment
    }

    /// What it is, its key, and its values as they were; nil where there was none.
    var parts: (subject: Subject, key: SQLValue, values: [SQLValue?]?) {
        switch self {
        case .person(let key, let entry): (.person, key.sql, entry?.values)
        case .card(let key, let entry): (.card, key.sql, entry?.values)
        case .account(let card, let account): (.account, card.sql, [account.sql])
        case .relief(let key, let entry): (.relief, key.sql, entry?.values)
        case .health(let person, let entry): (.health, person.sql, entry?.values)
        case .paylist(let key, let entry): (.paylist, key.sql, entry?.values)
        case .payment(let entry): (.payment, entry.content.sql, entry.values)
        }
    }

    /// A former entry from subject, key and values.
    init(_ columns: inout Columns) throws {
        let subject: Subject = try columns.name()
        switch subject {
        case .person: self = .person(try columns.key(), try Self.former(&columns))
        case .card: self = .card(try columns.key(), try Self.former(&columns))
        case .relief: self = .relief(try columns.key(), try Self.former(&columns))
        case .health: self = .health(try columns.key(), try Self.former(&columns))
        case .paylist: self = .paylist(try columns.key(), try Self.former(&columns))
        case .account:
            let card: CardKey = try columns.key()
            var values = Columns(.stored(try StoredValues(columns.bytes())))
            self = .account(card, try values.key())
        case .payment:
            let _: ContentKey = try columns.key()
            var values = Columns(.stored(try StoredValues(columns.bytes())))
            self = .payment(try PaymentEntry(&values))
        }
    }

    private static func former<Entry: Stored>(_ columns: inout Columns) throws -> Entry? {
        guard let bytes = try columns.optionalBytes() else { return nil }
        var values = Columns(.stored(try StoredValues(bytes)))
        return try Entry(&values)
    }
}
