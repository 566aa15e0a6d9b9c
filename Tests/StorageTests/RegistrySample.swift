// SPDX-License-Identifier: Apache-2.0

import Registry

/// Entries drawn from few keys, so that they meet, with every optional value there and absent.
struct RegistrySample {
    var random: SplitMix

    mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    mutating func chance() -> Bool { Bool.random(using: &random) }

    mutating func one<Value>(of values: [Value]) -> Value { values[draw(values.count)] }

    mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? { chance() ? make(&self) : nil }

    mutating func day() -> CalendarDay { CalendarDay(days: draw(40_000) - 1000) }

    mutating func period() -> Period {
        guard let period = Period(year: 2020 + draw(8), month: 1 + draw(12)) else { preconditionFailure("a month") }
        return period
    }

    mutating func region() throws -> RegionCode { try RegionCode(one(of: ["440604", "440605010", "440606001002"])) }

    mutating func amount() -> Amount { Amount(fen: Int64(draw(1_000_000)) - 500_000) }

    mutating func sealed() -> [UInt8] { (0..<draw(40)).map { _ in UInt8(draw(256)) } }

    mutating func person() -> PersonEntry { PersonEntry(key: key(draw(6)), sealed: sealed()) }

    mutating func card() throws -> CardEntry {
        CardEntry(
            key: key(draw(8)),
            person: key(draw(6)),
            account: key(draw(10)),
            content: key(draw(1000)),
            region: try region(),
            status: one(of: CardStatus.allCases),
            bank: one(of: ["中国建设银行佛山市分行", "𠮷银行"]),
            validUntil: maybe { $0.day() },
            accountStatus: maybe { $0.one(of: AccountStatus.allCases) },
            enabledOn: maybe { $0.day() },
            disabledOn: maybe { $0.day() }
        )
    }

    /// A row of the roster; as in the registry its key says whose it is.
    mutating func relief() throws -> ReliefEntry {
        let number = draw(24)
        return ReliefEntry(
            key: key(number),
            person: key(number % 6),
            household: key(number % 4),
            category: ReliefCategory(rawValue: 1 + draw(120)),
            content: key(draw(1000)),
            role: one(of: HouseholdRole.allCases),
            version: draw(9),
            validFrom: day(),
            validUntil: maybe { $0.day() },
            region: try region(),
            payoutMode: one(of: PayoutMode.allCases),
            monthlyAmount: amount(),
            state: one(of: RosterState.allCases),
            absentSince: maybe { Int64($0.draw(2_000_000_000)) },
            paidFrom: maybe { $0.period() },
            unpaidFrom: maybe { $0.period() },
            diedOn: maybe { $0.day() },
            stateChangedOn: maybe { $0.day() },
            payee: maybe { key($0.draw(6)) },
            reviewOn: maybe { $0.day() }
        )
    }

    mutating func health() -> HealthEntry {
        HealthEntry(
            person: key(draw(6)),
            level: one(of: HealthLevel.allCases),
            assessedAt: Int64(draw(2_000_000_000)),
            validUntil: Int64(draw(2_000_000_000))
        )
    }

    mutating func paylist() throws -> PaylistEntry {
        PaylistEntry(
            key: key(draw(60)),
            content: key(draw(1000)),
            batch: "清单-\(draw(3))",
            period: period(),
            itemCode: "A\(draw(9))",
            item: "低保金",
            kind: one(of: SubsidyKind.allCases),
            nature: one(of: PaymentNature.allCases),
            backPayFrom: maybe { $0.period() },
            backPayTo: maybe { $0.period() },
            household: maybe { key($0.draw(4)) },
            person: key(draw(6)),
            payee: key(draw(6)),
            relation: one(of: PayeeRelation.allCases),
            account: key(draw(10)),
            headcount: maybe { $0.draw(9) },
            amount: amount(),
            dueOn: day(),
            region: try region(),
            sealed: sealed()
        )
    }

    static let receivers: [NoticeReceiver] = [
        .bank("bank"), .bank("𠮷"), .region("4406"), .region("440605"), .region(""),
    ]

    /// A notice; its sequence is its own.
    mutating func notice(line: Int) throws -> NoticeEntry {
        let subject: NoticeEntry.Subject =
            chance() ? .payment(try batch(), key(draw(10))) : .relief(key(draw(24)), key(draw(6)), try region())
        return NoticeEntry(
            sequence: Int64(line),
            kind: one(of: Notice.Kind.allCases),
            event: "\(line)",
            at: Int64(draw(200)),
            subject: subject,
            sealed: sealed()
        )
    }

    mutating func batch() throws -> PaymentBatch {
        try PaymentBatch(
            bank: one(of: ["佛山社保代发", "bank"]),
            period: Period(one(of: ["202609", "202610"])),
            batch: one(of: ["B1", "B2"])
        )
    }

    /// A payment; its line is its own, so that no two are equal in time and line.
    mutating func payment(line: Int) throws -> PaymentEntry {
        PaymentEntry(
            batch: try batch(),
            line: line,
            content: key(draw(1000)),
            account: key(draw(10)),
            amount: amount(),
            paidAt: Int64(1_790_000_000 + draw(20)),
            result: one(of: PaymentResult.allCases),
            item: maybe { $0.one(of: ["低保金", "特困金"]) },
            kind: maybe { $0.one(of: SubsidyKind.allCases) },
            periodFrom: maybe { $0.period() },
            periodTo: maybe { $0.period() },
            isBackPay: chance(),
            memoIsNotStandard: chance(),
            yearIsInferred: chance(),
            sealed: sealed()
        )
    }

    mutating func importEntry(order: Int) throws -> ImportEntry {
        let kind = one(of: ImportKind.allCases)
        var entry = ImportEntry(
            kind: kind,
            batch: kind == .payments ? try batch() : nil,
            fileDigest: (0..<32).map { _ in UInt8(draw(256)) },
            at: Int64(draw(2_000_000_000)),
            by: "民政-\(draw(9))",
            counts: ImportCounts(
                read: draw(9),
                added: draw(9),
                changed: draw(9),
                unchanged: 1,
                removed: 2,
                rejected: 3,
                leaving: draw(9),
                moved: draw(9)
            ),
            isFinal: chance()
        )
        if chance() { entry.scope = try RosterScope(one(of: ["440604,440605", "4406"]), asOf: day()) }
        entry.region = one(of: ["", "440604"])
        entry.encoding = maybe { $0.one(of: TextEncoding.allCases) }
        entry.state = one(of: ImportEntry.State.allCases)
        entry.order = entry.state == .applied ? Int64(order) : nil
        entry.lastChange = maybe { Int64($0.draw(1000)) }
        entry.approvedBy = maybe { "操作员-\($0.draw(9))" }
        entry.undoneBy = maybe { "操作员-\($0.draw(9))" }
        entry.holds = (0..<draw(3))
            .map { _ in
                ImportHold(
                    one(of: ImportHold.Reason.allCases),
                    place: maybe { sample in
                        ImportPlace(
                            district: 440_604,
                            category: sample.maybe { ReliefCategory(rawValue: 1 + $0.draw(8)) }
                        )
                    },
                    found: Int64(draw(1000)) - 500,
                    expected: Int64(draw(1000))
                )
            }
        return entry
    }

    /// How an entry may have stood before, or that there was none.
    mutating func former(line: Int) throws -> FormerEntry {
        switch draw(7) {
        case 0:
            let entry = person()
            return .person(entry.key, maybe { _ in entry })
        case 1:
            let entry = try card()
            return .card(entry.key, maybe { _ in entry })
        case 2: return .account(key(draw(8)), key(draw(10)))
        case 3:
            let entry = try relief()
            return .relief(entry.key, maybe { _ in entry })
        case 4:
            let entry = health()
            return .health(entry.person, maybe { _ in entry })
        case 5:
            let entry = try paylist()
            return .paylist(entry.key, maybe { _ in entry })
        default: return .payment(try payment(line: line))
        }
    }

    /// One write, drawn at random; the same for every store that `self` is drawn for.
    mutating func step(line: Int) throws -> (any RegistryTransaction) throws -> Void {
        switch draw(24) {
        case 0:
            let entries = [person(), person()]
            return { transaction in
                let known = try transaction.people(entries.map(\.key))
                let new = zip(entries, known).filter { $0.1 == nil }.map(\.0)
                guard Set(new.map(\.key)).count == 2 else { return try transaction.put(entries) }
                try transaction.add(new)
            }
        case 1:
            let entry = try card()
            return { try $0.put(entry) }
        case 2:
            let entries = try [card(), card()]
            return { transaction in
                let known = try transaction.cards(entries.map(\.key))
                guard known == [nil, nil], entries[0].key != entries[1].key else { return try transaction.put(entries) }
                try transaction.add(entries)
            }
        case 3:
            let entry = try relief()
            return { try $0.put(entry) }
        case 4:
            let entries = try [relief(), relief()]
            return { transaction in
                let new = try entries.filter { try transaction.relief($0.key) == nil }
                guard Set(new.map(\.key)).count == 2 else { return try transaction.put(entries) }
                try transaction.add(new)
            }
        case 5:
            let entries = [health(), health()]
            return { transaction in
                let known = try transaction.health(of: entries.map(\.person))
                guard known == [nil, nil], entries[0].person != entries[1].person else {
                    return try transaction.put(entries)
                }
                try transaction.add(entries)
            }
        case 6:
            let (entry, entries) = (try paylist(), try [paylist(), paylist()])
            return { transaction in
                try transaction.put(entry)
                let known = try transaction.paylist(entries.map(\.key))
                guard known == [nil, nil], entries[0].key != entries[1].key else { return try transaction.put(entries) }
                try transaction.add(entries)
            }
        case 7, 8:
            let entries = try [payment(line: 2 * line), payment(line: 2 * line + 1)]
            return { try $0.add(entries) }
        case 9:
            let entry = try importEntry(order: line)
            let batch = chance() ? try batch() : nil
            return {
                _ = try $0.add(entry)
                if let batch { try $0.removePayments(in: batch) }
            }
        case 10:
            var entry = try importEntry(order: line)
            entry.id = Int64(1 + draw(5))
            return { try $0.put(entry) }
        case 11:
            // Some behind one another that were not there before.
            let new = (0..<draw(9)).map { FormerEntry.relief(key($0), nil) }
            let entries = try [former(line: line)] + new + [former(line: line)]
            let (id, forgotten) = (Int64(draw(4)), maybe { Int64($0.draw(4)) })
            return {
                if let forgotten { try $0.removeFormers(changedBy: forgotten) }
                try $0.add(entries, after: 10 * line, changedBy: id)
            }
        case 12:
            let entry = try former(line: line)
            return { try $0.restore(entry) }
        case 13:
            let (part, id, removed) = (sealed(), Int64(draw(4)), maybe { Int64($0.draw(4)) })
            return {
                if let removed { try $0.removeHeldParts(of: removed) }
                try $0.addHeldPart(part, number: line, of: id)
            }
        case 14:
            let person: PersonKey = key(draw(6))
            return { try $0.removePerson(person) }
        case 15:
            let (assessed, end) = (Int64(draw(2_000_000_000)), Int64(draw(2_000_000_000)))
            return { _ = try $0.removeHealth(assessedBefore: assessed, validUntil: end) }
        case 16:
            let (account, seed): (AccountKey, [UInt8]) = (key(draw(10)), sealed())
            return { transaction in
                guard var payment = try transaction.payments(into: [account], limit: 1).first else { return }
                payment.sealed = seed
                payment.nameKey = key(1)
                try transaction.replaceDetails(of: payment)
            }
        case 17:
            let time = Int64(1_790_000_000 + draw(5))
            return { _ = try $0.removePayments(paidBefore: time) }
        case 18:
            let day = CalendarDay(days: draw(10_000) - 1000)
            return { _ = try $0.removePaylist(dueBefore: day) }
        case 20:
            let entries = try [notice(line: line)]
            return { transaction in
                try transaction.add(entries)
                try transaction.setNoticePosition(Int64(line), of: "通知")
            }
        case 21:
            let (receiver, through) = (one(of: Self.receivers), Int64(draw(400)))
            return { _ = try $0.acknowledgeNotices(for: receiver, through: through, at: Int64(line)) }
        case 22:
            let (sequences, time) = ([Int64(draw(400)), Int64(draw(400))], Int64(draw(4) * draw(50)))
            return {
                try $0.removeNotices(sequences)
                _ = try $0.removeNotices(madeBefore: time)
            }
        case 23:
            let (person, account): (PersonKey, AccountKey) = (key(draw(6)), key(draw(10)))
            return { try $0.removeNotices(about: person, into: [account]) }
        case 19:
            let time = Int64(draw(2_000_000_000))
            return {
                _ = try $0.removeImports(madeBefore: time)
                _ = try $0.removeChanges(madeBefore: time / 8)
            }
        default:
            let (person, at): (PersonKey, Int64) = (key(draw(6)), Int64(draw(2_000_000_000)))
            let component = one(of: RegistryChange.Component.allCases)
            let effect = one(of: RegistryChange.Effect.allCases)
            let row = maybe { $0.sealed() }
            let change = RegistryChange(
                sequence: 0,
                at: at,
                person: person,
                component: component,
                effect: effect,
                row: row,
                by: "操作员"
            )
            return {
                try $0.addChange(at: at, person: person, component: component, effect: effect, row: row, by: "操作员")
                try $0.add([change, change])
            }
        }
    }
}
