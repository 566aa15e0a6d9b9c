// SPDX-License-Identifier: Apache-2.0

import Registry

extension FormerEntry {
    /// What an entry is, as the table of former entries names it.
    enum Subject: String {
        case person, card, account, relief, health, paylist, payment
    }

    /// What it is, its key, and its values as they were; nil where there was none.
    var parts: (subject: Subject, key: LookupKey<Void>, values: [SQLValue?]?) {
        switch self {
        case .person(let key, let entry): (.person, key.erased, entry?.values)
        case .card(let key, let entry): (.card, key.erased, entry?.values)
        case .account(let card, let account): (.account, card.erased, [account.sql])
        case .relief(let key, let entry): (.relief, key.erased, entry?.values)
        case .health(let person, let entry): (.health, person.erased, entry?.values)
        case .paylist(let key, let entry): (.paylist, key.erased, entry?.values)
        case .payment(let entry): (.payment, entry.content.erased, entry.values)
        }
    }

    /// Former entries as they are noted down: one that was there before, or the keys of many of a kind that were not,
    /// 16 bytes each.
    struct Run {
        let subject: Subject
        var keys: [UInt8]
        let entry: [UInt8]?

        var count: Int { entry == nil ? keys.count / 16 : 1 }
    }

    /// A run has at most so many keys: few enough to be read again for the part that was left of it.
    private static let longestRun = 512

    /// Former entries in runs, in their order.
    static func runs(of formers: [FormerEntry]) -> [Run] {
        var runs: [Run] = []
        for former in formers {
            let (subject, key, values) = former.parts
            if values == nil, let last = runs.indices.last, runs[last].subject == subject, runs[last].entry == nil,
                runs[last].count < longestRun
            {
                runs[last].keys += key.bytes
            } else {
                runs.append(Run(subject: subject, keys: key.bytes, entry: values.map { StoredValues.encode($0) }))
            }
        }
        return runs
    }

    /// The former entries of a run, in their order, from subject, keys and values.
    static func run(_ columns: inout Columns) throws -> [FormerEntry] {
        let subject: Subject = try columns.name()
        let keys = try columns.bytes()
        let entry = try columns.optionalBytes()
        guard !keys.isEmpty, keys.count.isMultiple(of: 16), entry == nil || keys.count == 16 else {
            throw StorageError(.corrupt, "a former entry without a key")
        }
        return try stride(from: 0, to: keys.count, by: 16)
            .map { try FormerEntry(subject, key: keys[$0..<($0 + 16)], entry) }
    }

    private init(_ subject: Subject, key: ArraySlice<UInt8>, _ entry: [UInt8]?) throws {
        switch subject {
        case .person: self = .person(try Self.key(key), try Self.former(entry))
        case .card: self = .card(try Self.key(key), try Self.former(entry))
        case .relief: self = .relief(try Self.key(key), try Self.former(entry))
        case .health: self = .health(try Self.key(key), try Self.former(entry))
        case .paylist: self = .paylist(try Self.key(key), try Self.former(entry))
        case .account:
            var values = try Self.values(entry)
            self = .account(try Self.key(key), try values.key())
        case .payment:
            var values = try Self.values(entry)
            self = .payment(try PaymentEntry(&values))
        }
    }

    private static func key<Subject>(_ bytes: ArraySlice<UInt8>) throws -> LookupKey<Subject> {
        guard let key = LookupKey<Subject>(bytes: bytes) else { throw StorageError(.corrupt, "a key is cut") }
        return key
    }

    private static func former<Entry: Stored>(_ entry: [UInt8]?) throws -> Entry? {
        guard entry != nil else { return nil }
        var values = try values(entry)
        return try Entry(&values)
    }

    private static func values(_ entry: [UInt8]?) throws -> Columns {
        guard let entry else { throw StorageError(.corrupt, "a former entry without its values") }
        return Columns(.stored(try StoredValues(entry)))
    }
}

extension LookupKey {
    /// The key without what it is a key of.
    fileprivate var erased: LookupKey<Void> { LookupKey<Void>(words: words) }
}
