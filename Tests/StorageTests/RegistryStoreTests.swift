// SPDX-License-Identifier: Apache-2.0

import Registry
import Storage
import Testing

/// On each engine, and held against the store in memory.
@Suite struct `A registry` {
    private func view(_ store: some RegistryStore) throws -> RegistryView { try store.read { try RegistryView($0) } }

    @Test(arguments: Engine.here, 0..<8)
    func `gives what the store in memory gives after any sequence of writes`(engine: Engine, seed: Int) throws {
        let database = try engine.database()
        let store = try database.store()
        let memory = MemoryRegistryStore()
        var sample = RegistrySample(random: SplitMix(state: UInt64(seed)))
        var line = 0
        for round in 0..<40 {
            let steps = try (0..<1 + sample.draw(12))
                .map { _ in
                    line += 1
                    return try sample.step(line: line)
                }
            let fails = round % 5 == 4
            for store: any RegistryStore in [memory, store] {
                let run: () throws -> Void = {
                    try store.write { transaction in
                        for step in steps { try step(transaction) }
                        if fails { throw Undone() }
                    }
                }
                if fails { #expect(throws: Undone.self, performing: run) } else { try run() }
            }
            let (expected, found) = (try view(memory), try view(store))
            #expect(found == expected)
        }
        let again = try database.store()
        let (expected, found) = (try view(memory), try view(again))
        #expect(found == expected)
    }

    @Test(arguments: Engine.here)
    func `notes of what was not there before are found by any pages, however many they are`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        let notes: [FormerEntry] =
            (0..<1300).map { .person(key($0), nil) } + [.person(key(7), PersonEntry(key: key(7), sealed: [1]))]
            + (0..<3).map { .relief(key($0), nil) } + (0..<5).map { .person(key($0), nil) }
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.add(Array(notes[..<700]), after: 0, changedBy: 4)
            try transaction.add(Array(notes[700...]), after: 700, changedBy: 4)
        }
        for limit in [1, 7, 500, 10_000] {
            let found = try store.read { (registry: any RegistryReading) in
                var found: [(number: Int, entry: FormerEntry)] = []
                var pages = 0
                while pages < 3 || limit > 400,
                    case let page = try registry.formers(
                        changedBy: 4,
                        below: found.last?.number ?? .max,
                        limit: limit
                    ), !page.isEmpty
                {
                    #expect(page.count <= limit)
                    found += page
                    pages += 1
                }
                return found
            }
            let expected = Array(zip(1..., notes).reversed().prefix(limit < 400 ? 3 * limit : notes.count))
            #expect(found.map(\.number) == expected.map(\.0))
            #expect(found.map(\.entry) == expected.map(\.1))
        }
        #expect(try store.read { try $0.formers(changedBy: 5, below: .max, limit: 9) }.isEmpty)
    }

    @Test(arguments: Engine.here)
    func `entries that are said to be new are refused where they are not`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        let person = PersonEntry(key: key(1), sealed: [1, 2, 3])
        var sample = RegistrySample(random: SplitMix(state: 3))
        let relief = try sample.relief()
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.add([person])
            try transaction.add([relief])
        }
        #expect(throws: StorageError.self) { try store.write { try $0.add([PersonEntry(key: key(1), sealed: [])]) } }
        #expect(throws: StorageError.self) { try store.write { try $0.add([relief]) } }
        let (card, line, health) = (try sample.card(), try sample.paylist(), sample.health())
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.add([card])
            try transaction.add([line])
            try transaction.add([health])
        }
        #expect(storageCode { try store.write { try $0.add([card]) } } == .constraint)
        #expect(storageCode { try store.write { try $0.add([line]) } } == .constraint)
        #expect(storageCode { try store.write { try $0.add([health]) } } == .constraint)
        // By the hundred as well, which PostgreSQL is given in another way.
        let people = (1..<200).map { PersonEntry(key: key($0), sealed: []) }
        #expect(throws: StorageError.self) { try store.write { try $0.add(people) } }
        #expect(try store.read { try $0.people(after: nil, limit: 9) } == [person])
    }

    @Test func `so are they in memory`() throws {
        let store = MemoryRegistryStore()
        var sample = RegistrySample(random: SplitMix(state: 3))
        let (person, relief) = (sample.person(), try sample.relief())
        let (card, line, health) = (try sample.card(), try sample.paylist(), sample.health())
        try store.write { transaction in
            try transaction.add([person])
            try transaction.add([relief])
            try transaction.add([card])
            try transaction.add([line])
            try transaction.add([health])
        }
        #expect(throws: RegistryError.self) { try store.write { try $0.add([card]) } }
        #expect(throws: RegistryError.self) { try store.write { try $0.add([line]) } }
        #expect(throws: RegistryError.self) { try store.write { try $0.add([health]) } }
        let again = PersonEntry(key: person.key, sealed: [])
        #expect(throws: RegistryError.self) { try store.write { try $0.add([again]) } }
        #expect(throws: RegistryError.self) { try store.write { try $0.add([relief]) } }
        let other = PersonEntry(key: key(9), sealed: [])
        #expect(throws: RegistryError.self) { try store.write { try $0.add([other, other]) } }
        #expect(try store.read { try $0.people(after: nil, limit: 9) } == [person])
    }

    @Test(arguments: Engine.here)
    func `thousands of keys are answered in their order, between writes of thousands`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        var sample = RegistrySample(random: SplitMix(state: 9))
        let template = try sample.relief()
        func people(_ numbers: Range<Int>, _ sealed: UInt8) -> [PersonEntry] {
            numbers.map { PersonEntry(key: key($0), sealed: [sealed]) }
        }
        func reliefs(_ numbers: Range<Int>, version: Int) -> [ReliefEntry] {
            numbers.map { number in
                ReliefEntry(
                    key: key(number),
                    person: key(number / 2),
                    household: key(number / 3),
                    category: template.category,
                    content: template.content,
                    role: .member,
                    version: version,
                    validFrom: template.validFrom,
                    validUntil: nil,
                    region: template.region,
                    payoutMode: .person,
                    monthlyAmount: template.monthlyAmount,
                    state: .entitled
                )
            }
        }
        // Some twice, and the last ones of nobody.
        let asked = (0..<2500).map { $0 % 5 == 4 ? $0 - 1 : $0 }
        var answers: [(people: [[PersonEntry?]], reliefs: [[[ReliefEntry]]])] = []
        for store: any RegistryStore in [MemoryRegistryStore(), store] {
            try store.write { transaction in
                var answer: (people: [[PersonEntry?]], reliefs: [[[ReliefEntry]]]) = ([], [])
                func ask() throws {
                    answer.people.append(try transaction.people(asked.map { key($0) }))
                    answer.reliefs.append(try transaction.reliefs(of: asked.map { key($0) }))
                    answer.reliefs.append(try transaction.reliefs(households: asked.map { key($0) }))
                }
                try transaction.add(people(0..<2000, 1))
                try transaction.add(reliefs(0..<4000, version: 1))
                try ask()
                try transaction.add(people(2000..<2400, 2))
                try transaction.add(reliefs(4000..<4800, version: 2))
                try transaction.put(people(1000..<2450, 3))
                try transaction.put(reliefs(2000..<4900, version: 3))
                try ask()
                answers.append(answer)
            }
        }
        // Compared before it is expected, since a failure would print the whole.
        let isSame = answers[0].people == answers[1].people && answers[0].reliefs == answers[1].reliefs
        #expect(isSame)
        #expect(answers[1].people.map { $0.count { $0 == nil } } == [500, 50])
        #expect(answers[1].reliefs.map { $0.count(where: \.isEmpty) } == [500, 1165, 50, 865])
    }

    @Test(arguments: Engine.here)
    func `a transaction sees what it has written itself, others only when it is over`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        let person = PersonEntry(key: key(1), sealed: [1, 2, 3])
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.put([person])
            #expect(try transaction.person(key(1)) == person)
            let outside = try store.read { (registry: any RegistryReading) in try registry.person(key(1)) }
            #expect(outside == nil)
        }
        #expect(try store.read { try $0.person(key(1)) } == person)
    }

    @Test(arguments: Engine.here)
    func `cards, lines, health and payments by the thousand are there as in memory`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        var sample = RegistrySample(random: SplitMix(state: 11))
        let batch = try sample.batch()
        let (card, line, payment) = (try sample.card(), try sample.paylist(), try sample.payment(line: 1))
        func cards(_ numbers: Range<Int>, account: Int) -> [CardEntry] {
            numbers.map { number in
                CardEntry(
                    key: key(number),
                    person: key(number / 2),
                    account: key(account + number),
                    content: card.content,
                    region: card.region,
                    status: card.status,
                    bank: card.bank,
                    validUntil: nil,
                    accountStatus: nil,
                    enabledOn: card.enabledOn,
                    disabledOn: nil
                )
            }
        }
        func lines(_ numbers: Range<Int>, headcount: Int) -> [PaylistEntry] {
            numbers.map { number in
                PaylistEntry(
                    key: key(number),
                    content: line.content,
                    batch: line.batch,
                    period: line.period,
                    itemCode: line.itemCode,
                    item: line.item,
                    kind: line.kind,
                    nature: line.nature,
                    backPayFrom: nil,
                    backPayTo: nil,
                    household: nil,
                    person: key(number / 2),
                    payee: key(number),
                    relation: line.relation,
                    account: key(number / 3),
                    headcount: headcount,
                    amount: line.amount,
                    dueOn: line.dueOn,
                    region: line.region,
                    sealed: [UInt8(headcount)]
                )
            }
        }
        func health(_ numbers: Range<Int>, at time: Int64) -> [HealthEntry] {
            numbers.map { HealthEntry(person: key($0), level: .green, assessedAt: time, validUntil: 9) }
        }
        let payments = (0..<1200)
            .map { number in
                PaymentEntry(
                    batch: batch,
                    line: number,
                    content: key(number),
                    account: key(number / 2),
                    amount: payment.amount,
                    paidAt: payment.paidAt,
                    result: payment.result,
                    item: number.isMultiple(of: 2) ? nil : "低保金",
                    kind: nil,
                    periodFrom: line.period,
                    periodTo: nil,
                    isBackPay: true,
                    memoIsNotStandard: false,
                    yearIsInferred: false,
                    sealed: [1, 2]
                )
            }
        let asked = (0..<1500).map { $0 % 5 == 4 ? $0 - 1 : $0 }
        var answers: [Answer] = []
        for store: any RegistryStore in [MemoryRegistryStore(), store] {
            try store.write { transaction in
                try transaction.add(cards(0..<1100, account: 0))
                try transaction.add(lines(0..<1100, headcount: 1))
                try transaction.add(health(0..<1100, at: 1))
                try transaction.add(payments)
                // Some again, some new, and some twice, of which the last counts.
                try transaction.put(cards(1000..<1300, account: 5000) + cards(1000..<1010, account: 0))
                try transaction.put(lines(1000..<1300, headcount: 2) + lines(1000..<1010, headcount: 3))
                try transaction.put(health(1000..<1300, at: 2) + health(1000..<1010, at: 3))
                answers.append(
                    Answer(
                        cards: try transaction.cards(asked.map { key($0) }),
                        holders: try transaction.cards(accounts: (asked + asked.map { 5000 + $0 }).map { key($0) }),
                        lines: try transaction.paylist(asked.map { key($0) }),
                        paid: try transaction.paylist(into: asked.map { key($0) }, limit: 2),
                        health: try transaction.health(of: asked.map { key($0) }),
                        payments: try transaction.payments(in: batch),
                        accounts: try (0..<650).map { try Set(transaction.accounts(of: key($0))) }
                    )
                )
            }
        }
        // Compared before it is expected, since a failure would print the whole.
        let isSame = answers[0] == answers[1]
        #expect(isSame)
        #expect(answers[1].cards.count { $0 == nil } == 200)
        #expect(answers[1].holders.count { !$0.isEmpty } == 1100 + 300)
        #expect(answers[1].paid.count { $0.count == 2 } == 433)
        #expect(answers[1].health.count { $0?.assessedAt == 3 } == 10)
        #expect(answers[1].payments == payments)
    }

    /// One of the cards of a person, with an account.
    private func card(_ number: Int, _ account: Int) throws -> CardEntry {
        var sample = RegistrySample(random: SplitMix(state: 7))
        let template = try sample.card()
        return CardEntry(
            key: key(number),
            person: key(3),
            account: key(account),
            content: template.content,
            region: template.region,
            status: .normal,
            bank: template.bank,
            validUntil: nil,
            accountStatus: nil,
            enabledOn: nil,
            disabledOn: nil
        )
    }

    @Test(arguments: Engine.here)
    func `accounts come in the order in which cards had them, whatever the cards' keys`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        for (number, account) in [5, 2, 9, 2, 1].enumerated() {
            let card = try card(number % 2, account)
            try store.write { try $0.put(card) }
        }
        let accounts = try store.read { try $0.accounts(of: key(3)) }
        #expect(accounts == [5, 2, 9, 1].map { key($0) })
    }

    @Test(arguments: Engine.here)
    func `so they do where many cards are written at once`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        // By the hundred as well, which PostgreSQL is given in another way.
        let many = try (100..<300).reversed().map { try card($0, 1000 - $0) }
        try store.write { (transaction: any RegistryTransaction) in
            try transaction.add([card(9, 5), card(8, 2)])
            try transaction.put([card(9, 4), card(7, 6), card(8, 1), card(9, 5)])
            try transaction.add(many)
        }
        let accounts = try store.read { try $0.accounts(of: key(3)) }
        #expect(accounts == [5, 2, 4, 6, 1].map { key($0) } + many.map(\.account))
        #expect(try store.read { try $0.card(key(9)) } == card(9, 5))
    }

    @Test(arguments: Engine.here)
    func `a second payment on the same line of a batch is refused`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        var sample = RegistrySample(random: SplitMix(state: 1))
        let payment = try sample.payment(line: 4)
        try store.write { try $0.add([payment]) }
        #expect(storageCode { try store.write { try $0.add([payment]) } } == .constraint)
        #expect(try store.read { try $0.payments(in: payment.batch) } == [payment])
    }

    @Test(arguments: Engine.here)
    func `changes that are rolled back leave no gap`(engine: Engine) throws {
        let database = try engine.database()
        let store = try database.store()
        let add: (any RegistryTransaction) throws -> Void = { transaction in
            try transaction.addChange(at: 5, person: key(1), component: .card, effect: .added, row: nil, by: "x")
        }
        try store.write(add)
        #expect(throws: Undone.self) {
            try store.write { (transaction: any RegistryTransaction) in
                try add(transaction)
                throw Undone()
            }
        }
        try store.write(add)
        #expect(try store.read { try $0.changes(after: 0, limit: 9) }.map(\.sequence) == [1, 2])
    }
}

/// What a store says of thousands.
private struct Answer: Equatable {
    let cards: [CardEntry?]
    let holders: [[CardEntry]]
    let lines: [PaylistEntry?]
    let paid: [[PaylistEntry]]
    let health: [HealthEntry?]
    let payments: [PaymentEntry]
    let accounts: [Set<AccountKey>]
}
