// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

/// Everything that can be read of a registry made of ``RegistrySample``, to compare two stores.
struct RegistryView: Equatable {
    var people: [PersonEntry?] = []
    var pages: [[PersonEntry]] = []
    var cards: [CardEntry?] = []
    var cardsOfPeople: [[CardEntry]] = []
    var accounts: [Set<AccountKey>] = []
    var cardsOfAccounts: [[CardEntry]] = []
    var reliefs: [ReliefEntry?] = []
    var reliefsOfPeople: [[ReliefEntry]] = []
    var reliefsOfHouseholds: [[ReliefEntry]] = []
    var health: [HealthEntry?] = []
    var lines: [PaylistEntry?] = []
    var paylist: [[PaylistEntry]] = []
    var payments: [[PaymentEntry]] = []
    var batches: [[PaymentEntry]] = []
    var reports: [String: Period] = [:]
    var imports: [ImportEntry?] = []
    var allImports: [ImportEntry] = []
    var formers: [[FormerEntry]] = []
    var formerNumbers: [[Int]] = []
    var heldParts: [[UInt8]?] = []
    var regions: [Set<ReliefEntry>] = []
    var latestChange: Int64 = 0
    var changes: [[RegistryChange]] = []
    var notices: [[NoticeEntry]] = []
    var noticePosition: Int64 = 0
    var noticePositions: [String: Int64] = [:]
    var recentImports: [[ImportEntry]] = []
    var ending: Set<ReliefEntry> = []

    init(_ registry: any RegistryReading) throws {
        for number in 0..<7 {
            people.append(try registry.person(key(number)))
            cardsOfPeople.append(try registry.cards(of: key(number)))
            accounts.append(try Set(registry.accounts(of: key(number))))
            let held = try registry.cardsAndAccounts(of: key(number))
            cardsOfPeople.append(held.cards)
            accounts.append(Set(held.accounts))
            #expect(try held.accounts == registry.accounts(of: key(number)))
            reliefsOfPeople.append(try registry.reliefs(of: key(number)))
            reliefsOfHouseholds.append(try registry.reliefs(householdsOf: key(number)))
            reliefsOfHouseholds.append(try registry.reliefs(household: key(number)))
            health.append(try registry.health(of: key(number)))
            paylist.append(try registry.paylist(for: key(number), limit: 3))
        }
        let keys = [3, 9, 0, 3]
        people += try registry.people(keys.map { key($0) })
        reliefsOfPeople += try registry.reliefs(of: keys.map { key($0) })
        reliefsOfHouseholds += try registry.reliefs(households: keys.map { key($0) })
        cards += try registry.cards(keys.map { key($0) })
        cardsOfAccounts += try registry.cards(accounts: keys.map { key($0) })
        health += try registry.health(of: keys.map { key($0) })
        lines += try registry.paylist([7, 99, 0, 7].map { key($0) })
        paylist += try registry.paylist(into: keys.map { key($0) }, limit: 2)
        paylist += try registry.paylist(into: [key(3)], limit: 0)
        for number in 0..<11 {
            cards.append(try registry.card(key(number)))
            cardsOfAccounts.append(try registry.cards(account: key(number)))
            paylist.append(try registry.paylist(into: key(number), limit: 100))
            payments.append(try registry.payments(into: [key(number)], limit: 4))
            payments.append(try registry.payments(into: [key(number), key(number + 1), key(number)], limit: 5))
        }
        payments.append(try registry.payments(into: [], limit: 5))
        pages.append(try registry.people(after: nil, limit: 100))
        pages.append(try registry.people(after: nil, limit: 2))
        pages.append(try registry.people(after: pages[1].last?.key, limit: 3))
        pages.append(try registry.people(after: pages[0].last?.key, limit: 3))
        payments.append(try registry.payments(into: [key(1)], limit: 0))
        for number in 0..<25 { reliefs.append(try registry.relief(key(number))) }
        for number in 0..<61 { lines.append(try registry.paylist(key(number))) }
        for bank in ["佛山社保代发", "bank"] {
            for period in ["202609", "202610"] {
                for batch in ["B1", "B2", "B3"] {
                    let batch = try PaymentBatch(bank: bank, period: Period(period), batch: batch)
                    batches.append(try registry.payments(in: batch))
                    imports.append(try registry.latestImport(of: .payments, batch: batch))
                }
            }
        }
        reports = try registry.latestReports()
        for kind in ImportKind.allCases { imports.append(try registry.latestImport(of: kind, batch: nil)) }
        allImports = try registry.imports()
        for entry in allImports.prefix(5) {
            for region in [entry.region, "44"] {
                imports.append(
                    try registry.latestImport(of: entry.kind, fileDigest: entry.fileDigest, region: region)
                )
                imports.append(try registry.latestImport(of: .cards, fileDigest: entry.fileDigest, region: region))
            }
        }
        for id: Int64 in 0..<4 {
            for (below, limit) in [(Int.max, 100), (1000, 3), (1004, 1), (1006, 30), (0, 5)] {
                let found = try registry.formers(changedBy: id, below: below, limit: limit)
                formers.append(found.map(\.entry))
                formerNumbers.append(found.map(\.number))
            }
            for number in stride(from: 0, to: 300, by: 7) {
                heldParts.append(try registry.heldPart(number, of: id))
            }
        }
        let known = Set((0..<25).filter { $0.isMultiple(of: 3) }.map { key($0) as ReliefKey })
        for prefix in ["44", "440605", "440606001002", "45"] {
            for except in [[], known] {
                var found: Set<ReliefEntry> = []
                try registry.reliefs(within: prefix, except: except.contains) { found.insert($0) }
                regions.append(found)
            }
        }
        for receiver in RegistrySample.receivers {
            notices.append(try registry.notices(for: receiver, after: 0, limit: 100))
            notices.append(try registry.notices(for: receiver, after: 50, limit: 2))
        }
        notices += try registry.notices(about: (0..<24).map { key($0) })
        notices.append(try registry.notices(into: (0..<10).map { key($0) }).sorted { $0.sequence < $1.sequence })
        notices.append(try registry.notices(into: [key(3)]).sorted { $0.sequence < $1.sequence })
        for batch in ["B1", "B2"] {
            let batch = try PaymentBatch(bank: "bank", period: Period("202610"), batch: batch)
            notices.append(try registry.notices(of: batch))
        }
        noticePosition = try registry.noticePosition(of: "通知")
        noticePositions = try registry.noticePositions()
        for time: Int64 in [0, 1_790_000_000] { recentImports.append(try registry.imports(of: .payments, since: time)) }
        var ending: Set<ReliefEntry> = []
        try registry.reliefs(ending: CalendarDay(days: 0)...CalendarDay(days: 20_000)) { ending.insert($0) }
        self.ending = ending
        latestChange = try registry.latestChange()
        for start: Int64 in [0, 3, 1000] { changes.append(try registry.changes(after: start, limit: 7)) }
    }
}
