// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

private let header = "家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,区划代码,发放方式,月保障金额,状态\n"

/// A roster of so many invented people in one district.
private func roster(_ people: some Sequence<Int>, amount: String = "850.00") -> String {
    header
        + people.map {
            "H\($0),\(Invented.person($0)),陈小明,户主,城市低保,D\($0),1,2024-03-01,440604,按人,\(amount),在保\n"
        }
        .joined()
}

extension Invented {
    /// An invented ID number for each number below 1000, with a valid check digit.
    fileprivate static func person(_ number: Int) -> String {
        let body = "44060419500101" + String(String(number + 1000).suffix(3))
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 & 15) * $1.1 }
        return body + String(Array("10X98765432")[sum % 11])
    }
}

struct HeldImportTests {
    private let office = Office()

    @discardableResult
    private func load(
        _ text: String,
        asOf: String = "2026-11-20",
        adjust: (inout ImportRequest) throws -> Void = { _ in }
    ) throws -> ImportReport {
        try office.load(.roster, text) { request in
            request.scope = try RosterScope("440604", asOf: CalendarDay(asOf))
            try adjust(&request)
        }
    }

    private func held(_ report: ImportReport) throws -> Int64 {
        #expect(report.outcome == .held)
        return try #require(report.id)
    }

    private func active() throws -> Int {
        try (0..<200).count { try office.file(Invented.person($0))?.relief(at: Office.now) == .active }
    }

    @Test(arguments: [(20, false), (21, true)])
    func `more than 20 leavers of a small district are held`(leaving: Int, isHeld: Bool) throws {
        try load(roster(0..<100))
        let report = try load(roster(leaving..<100), asOf: "2026-11-21")
        #expect((report.outcome == .held) == isHeld)
        #expect(try active() == (isHeld ? 100 : 80))
        if isHeld {
            let place = ImportPlace(district: 440_604, category: .urbanDibao)
            #expect(report.holds == [ImportHold(.manyLeaving, place: place, found: 21, expected: 20)])
        }
    }

    @Test func `of a large district more than 2 % are held`() throws {
        try load(roster(0..<1000) + "")
        #expect(try load(roster(20..<1000), asOf: "2026-11-21").outcome == .applied)
        let people = (1000..<1300).map { $0 - 1000 }
        #expect(try load(roster(people), asOf: "2026-11-22").holds.first?.found == 700 - 20 + 20)
    }

    @Test(arguments: [(1, false), (2, true)])
    func `more than 0.5 % rejected rows are held`(rejected: Int, isHeld: Bool) throws {
        let bad = (0..<rejected).map { "H\($0),\(Invented.person($0)),陈小明,户主,五保,D,1,2024-03-01,440604,按人,1,在保\n" }
        let report = try load(roster(rejected..<200) + bad.joined())
        #expect(report.counts.rejected == rejected)
        #expect((report.outcome == .held) == isHeld)
    }

    @Test(arguments: [
        (3, "2550.00", []), (4, "2550.00", [ImportHold.Reason.rowsDiffer]), (3, "2550.01", [.sumDiffers]),
        (0, "0", [.rowsDiffer, .sumDiffers]),
    ])
    func `what is not as announced is held, whatever the kind`(
        rows: Int,
        sum: String,
        expected: [ImportHold.Reason]
    ) throws {
        let report = try office.load(.roster, roster(0..<3)) { request in
            request.expectedRows = rows
            request.expectedSum = try Amount(sum)
        }
        #expect(report.holds.map(\.reason) == expected)
        #expect(report.sum.fen == 255_000)
        #expect(try active() == (expected.isEmpty ? 3 : 0))
        let cards = try office.load(.cards, CardText.chen) { $0.expectedRows = 2 }
        #expect(cards.outcome == .held)
        #expect(try office.file(Invented.chen) == nil)
    }

    @Test func `somebody else approves, and the file that was brought is carried out`() throws {
        try load(roster(0..<100))
        let text = roster(30..<100)
        let id = try held(load(text, asOf: "2026-11-21"))
        #expect(code { try office.registry.approveImport(id, now: Office.now, by: "test") } == "import_same_operator")
        #expect(code { try office.registry.approveImport(99, now: Office.now, by: "other") } == "import_unknown")
        #expect(try active() == 100)
        let report = try office.registry.approveImport(id, now: Office.now + 60, by: "other")
        #expect(report.outcome == .applied)
        #expect(report.counts.leaving == 30)
        #expect(try active() == 70)
        let entry = try #require(try office.store.read { try $0.imports() }.first)
        #expect(entry.state == .applied)
        #expect(entry.by == "test")
        #expect(entry.approvedBy == "other")
        #expect(entry.undoneBy == nil)
        #expect(try office.store.read { try $0.heldPart(0, of: id) } == nil)
        #expect(code { try office.registry.approveImport(id, now: Office.now, by: "other") } == "import_not_held")
        // The same file again changes nothing.
        #expect(try load(text, asOf: "2026-11-21").outcome == .alreadyApplied)
    }

    @Test func `whoever answers for a region has no scope beyond it, and approval keeps to it`() throws {
        try load(roster(0..<100))
        for (scope, isRefused) in [("4406", true), ("440604,440605", true), ("440604", false), ("440604001", false)] {
            let refusal = code {
                try load(roster(0..<100)) {
                    $0.scope = try RosterScope(scope, asOf: CalendarDay("2026-11-20"))
                    $0.region = "440604"
                    $0.isDryRun = true
                }
            }
            #expect(refusal == (isRefused ? "region_foreign" : nil))
        }
        let foreign = "H200,\(Invented.person(200)),陈小明,户主,城市低保,D200,1,2024-03-01,440605,按人,850.00,在保\n"
        let id = try held(
            office.load(.roster, roster(0..<1) + foreign) {
                $0.expectedRows = 9
                $0.region = "440604"
            }
        )
        let report = try office.registry.approveImport(id, now: Office.now, by: "other")
        #expect(report.lines == ["3 区划代码 region_foreign"])
        #expect(try office.file(Invented.person(200)) == nil)
        // Brought by somebody who answers for all of it the same file is another import.
        #expect(try office.load(.roster, roster(0..<1) + foreign).counts.added == 1)
    }

    @Test func `a file that waits is not kept twice`() throws {
        try load(roster(0..<100))
        let id = try held(load(roster(30..<100), asOf: "2026-11-21"))
        #expect(try held(load(roster(30..<100), asOf: "2026-11-21")) == id)
        #expect(try office.store.read { try $0.imports() }.count == 2)
    }

    @Test func `what is kept opens for nobody without the key, and as no other part`() throws {
        try load(roster(0..<100))
        let id = try held(load(roster(30..<100), asOf: "2026-11-21"))
        try office.store.write { transaction in
            let first = try #require(try transaction.heldPart(0, of: id))
            let second = try #require(try transaction.heldPart(1, of: id))
            try transaction.removeHeldParts(of: id)
            try transaction.addHeldPart(second, number: 0, of: id)
            try transaction.addHeldPart(first, number: 1, of: id)
        }
        #expect(code { try office.registry.approveImport(id, now: Office.now, by: "other") } == "sealed_data_invalid")
        #expect(try active() == 100)
    }

    @Test func `a newer roster makes a waiting one stale`() throws {
        try load(roster(0..<100))
        let id = try held(load(roster(30..<100), asOf: "2026-11-21"))
        try load(roster(1..<100), asOf: "2026-11-22")
        #expect(code { try office.registry.approveImport(id, now: Office.now, by: "other") } == "import_stale")
        let entry = try office.registry.undoImport(id, now: Office.now, by: "test")
        #expect(entry.state == .withdrawn)
        #expect(try office.store.read { try $0.heldPart(0, of: id) } == nil)
        #expect(code { try office.registry.undoImport(id, now: Office.now, by: "test") } == "import_not_applied")
        #expect(try active() == 99)
    }

    @Test func `what was brought later, as of the same day too, is not undone by one that waits`() throws {
        try load(roster(0..<100))
        let id = try held(load(roster(30..<100), asOf: "2026-11-21"))
        // Another district's file makes no difference.
        let elsewhere = roster([150]).replacing(",440604,", with: ",440605,")
        try load(elsewhere, asOf: "2026-11-21") {
            $0.scope = try RosterScope("440605", asOf: CalendarDay("2026-11-21"))
        }
        let whole = try #require(try load(roster(0..<101), asOf: "2026-11-21").id)
        #expect(code { try office.registry.approveImport(id, now: Office.now, by: "other") } == "import_stale")
        #expect(try active() == 102)
        try office.registry.undoImport(whole, now: Office.now, by: "test")
        #expect(try office.registry.approveImport(id, now: Office.now, by: "other").outcome == .applied)
        #expect(try active() == 71)
    }

    @Test func `a batch that waits does not take the place of one that was brought later`() throws {
        func payments(_ rows: Int, expected: Int?, batch: String = "B1") throws -> ImportReport {
            let row = "陈小明,6217003080000001019,850.00,10月低保金,2026-11-11 10:00:0"
            let text = "户名,卡号,金额,摘要,发放时间\n" + (0..<rows).map { "\(row)\($0)\n" }.joined()
            return try office.load(.payments, text) { request in
                request.batch = try PaymentBatch(bank: "b", period: Period("202610"), batch: batch)
                request.expectedRows = expected
            }
        }
        let id = try held(payments(1, expected: 2))
        try #require(payments(3, expected: nil, batch: "B2").outcome == .applied)
        let other = try held(payments(4, expected: 5, batch: "B2"))
        #expect(try payments(2, expected: 2).outcome == .applied)
        #expect(code { try office.registry.approveImport(id, now: Office.now, by: "other") } == "import_stale")
        #expect(try office.registry.approveImport(other, now: Office.now, by: "other").outcome == .applied)
    }

    /// A request for a roster that is complete for the district.
    private func rosterRequest() throws -> ImportRequest {
        var request = ImportRequest(
            kind: .roster,
            fileDigest: [UInt8](repeating: 7, count: 32),
            now: Office.now,
            by: "test"
        )
        request.scope = try RosterScope("440604", asOf: CalendarDay("2026-11-21"))
        return request
    }

    @Test func `two who bring the same file at once have it wait once`() throws {
        try load(roster(0..<100))
        let bytes = Array(roster(30..<100).utf8)
        let request = try rosterRequest()
        var opened = 0
        var first: Int64?
        let report = try office.registry.importFile(
            request,
            from: {
                opened += 1
                if opened == 2 {
                    first = try office.registry.importFile(request, from: { source(bytes, piece: 4096) }).id
                }
                return source(bytes, piece: 4096)
            }
        )
        #expect(try held(report) == first)
        #expect(try office.store.read { try $0.imports() }.count { $0.state == .held } == 1)
    }

    @Test func `a trial says what would be held and who would change, and changes nothing`() throws {
        try load(roster(0..<100))
        var concerned = 0
        let bytes = Array(roster(30..<100).utf8)
        var request = try rosterRequest()
        request.isDryRun = true
        let look: PersonRegistry.Forecast = { people, registry in
            concerned = people.count
            let key = try office.registry.key(of: IDNumber(Invented.person(0)))
            #expect(try office.registry.file(for: key, in: registry)?.relief(at: Office.now) == .suspended)
        }
        let report = try office.registry.importFile(request, from: { source(bytes, piece: 4096) }, forecast: look)
        #expect(report.outcome == .dryRun)
        #expect(report.holds.map(\.reason) == [.manyLeaving])
        #expect(concerned == 30)
        #expect(try active() == 100)
        #expect(try office.store.read { try $0.imports() }.count == 1)
    }

    @Test func `the same file tells its errors again, changes nothing, and can still be undone`() throws {
        let bad = "H9,\(Invented.person(9)),陈小明,户主,五保,D,1,2024-03-01,440604,按人,1,在保\n"
        let text = roster(0..<3) + bad
        let first = try office.load(.roster, text)
        let again = try office.load(.roster, text)
        #expect(again.outcome == .alreadyApplied && again.id == first.id)
        #expect(again.lines == first.lines && again.lines == ["5 救助类别 word_unknown"])
        let trial = try office.load(.roster, roster(0..<3) + bad) { $0.isDryRun = true }
        #expect(trial.outcome == .dryRun && trial.counts.unchanged == 3 && trial.lines == first.lines)
        var catalogue = Catalogue.foshan
        catalogue.reliefCategories["五保"] = .institutionalTekun
        let registry = PersonRegistry(store: office.store, sealer: OpenSealer(), catalogue: catalogue)
        var request = ImportRequest(kind: .roster, fileDigest: first.fileDigest, now: Office.now, by: "test")
        request.isDryRun = true
        let bytes = Array(text.utf8)
        #expect(try registry.importFile(request, from: { source(bytes, piece: 4096) }).counts.added == 1)
        let id = try #require(first.id)
        #expect(try office.registry.undoImport(id, now: Office.now, by: "test").state == .undone)
        request.isDryRun = false
        #expect(try registry.importFile(request, from: { source(bytes, piece: 4096) }).counts.added == 4)
    }

    @Test func `errors go back to the department without an ID number in full`() throws {
        let id = Invented.person(1)
        let report = try office.load(
            .roster,
            header + "=H1,\(id.dropLast())A,陈小明,户主,城市低保,D1,1,2024-03-01,440604,按人,850,在保\n"
        )
        let text = String(decoding: report.errorsCSV { _ in "说明" }.dropFirst(3), as: UTF8.self)
        let lines = text.split(separator: "\r\n")
        #expect(lines.count == 2)
        #expect(lines[1].hasPrefix("2,公民身份号码,440***********"))
        #expect(lines[1].contains(",id_format,说明,"))
        #expect(!text.contains(id.prefix(17)))
    }
}
