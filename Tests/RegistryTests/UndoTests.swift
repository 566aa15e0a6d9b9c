// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

/// Everything of a registry but the record of imports and changes.
private struct Content: Equatable {
    var files: [PersonFile?] = []

    init(_ office: Office) throws {
        for id in [Invented.chen, Invented.husband, Invented.son, Invented.liang, Invented.ou, Invented.ye] {
            files.append(try office.file(id))
        }
    }
}

struct UndoTests {
    private let office = Office()

    private func lastImport() throws -> ImportEntry { try #require(try office.store.read { try $0.imports() }.first) }

    private func text(_ kind: ImportKind, _ changes: [(String, String)] = []) throws -> String {
        var text = try Fixtures.text("demo/\(kind.rawValue).csv")
        for (old, new) in changes {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        return text
    }

    @Test(arguments: ImportKind.allCases) func `undone, the first file of a kind was never there`(kind: ImportKind)
        throws
    {
        for other in ImportKind.allCases where other != kind { try office.load(other, text(other)) }
        let before = try Content(office)
        let report = try office.load(kind, text(kind))
        #expect(try Content(office) != before)
        let entry = try office.registry.undoImport(#require(report.id), now: Office.now, by: "other")
        #expect(entry.state == .undone)
        #expect(try Content(office) == before)
        // The same file can be brought again.
        #expect(try office.load(kind, text(kind)).outcome == .applied)
    }

    @Test(arguments: [
        (ImportKind.cards, "正常", "挂失"), (.cards, "62", "63"), (.roster, "在保", "停保"), (.health, "绿", "红"),
        (.payments, "成功", "退票"), (.roster, "2", "3"),
    ])
    func `undone, a later file leaves everything as it was`(kind: ImportKind, old: String, new: String) throws {
        try office.loadDemo()
        let before = try Content(office)
        var text = try self.text(kind)
        let first = try #require(text.firstIndex(of: "\n"))
        text = String(text[...first]) + text[first...].dropFirst().replacing(old, with: new)
        let report = try office.load(kind, text)
        guard report.counts.added + report.counts.changed + report.counts.removed > 0 else { return }
        try office.registry.undoImport(#require(report.id), now: Office.now, by: "other")
        #expect(try Content(office) == before)
    }

    @Test func `what another department has said of the person since stays`() throws {
        let roster = try office.load(.roster, text(.roster))
        try office.load(.cards, text(.cards))
        try office.registry.undoImport(#require(roster.id), now: Office.now, by: "other")
        let file = try #require(try office.file(Invented.chen))
        #expect(file.reliefs.isEmpty)
        #expect(file.card(at: Office.now) != nil)
    }

    @Test func `suspended relief is good again, and verifiers hear of it`() throws {
        let header = "家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,区划代码,发放方式,月保障金额,状态\n"
        let chen = "H1,\(Invented.chen),陈小明,户主,城市低保,D1,1,2024-03-01,440604,按人,850,在保\n"
        let liang = "H2,\(Invented.liang),梁𠮷,户主,城市低保,D2,1,2024-03-01,440604,按人,850,在保\n"
        try office.load(.roster, header + chen + liang)
        let report = try office.load(.roster, header + chen) {
            $0.scope = try RosterScope("440604", asOf: CalendarDay("2026-11-20"))
        }
        #expect(try office.file(Invented.liang)?.relief(at: Office.now) == .suspended)
        try office.registry.undoImport(#require(report.id), now: Office.now, by: "other")
        #expect(try office.file(Invented.liang)?.relief(at: Office.now) == .active)
        #expect(try office.registry.changes(after: 2).map(\.effect) == [.suspended, .restored])
        // An earlier day can be brought again, since the later one does not hold.
        #expect(
            try office
                .load(.roster, header + chen + liang) {
                    $0.scope = try RosterScope("440604", asOf: CalendarDay("2026-11-19"))
                }
                .outcome == .applied
        )
    }

    @Test func `only the last import of a kind, once`() throws {
        let first = try office.load(.health, text(.health))
        let second = try office.load(.health, text(.health, [("绿", "红")]))
        #expect(code { try undo(first.id) } == "import_not_latest")
        try undo(second.id)
        #expect(code { try undo(second.id) } == "import_not_applied")
        // What the first one changed is no longer noted down, and undoing it would leave things half done.
        #expect(code { try undo(first.id) } == "import_no_log")
        #expect(code { try undo(77) } == "import_unknown")
    }

    @Test func `not after something of the kind was changed`() throws {
        try office.loadDemo()
        let report = try office.load(.roster, text(.roster) + "\n")
        let file = try #require(try office.file(Invented.chen))
        let certificate = try #require(file.reliefs.first?.certificate)
        try office.registry.endRelief(of: file.idNumber, certificate: certificate, now: Office.now, by: "x")
        #expect(code { try undo(report.id) } == "import_built_on")
        #expect(try office.file(Invented.chen)?.reliefs.first?.entry.state == .ended)
    }

    private func undo(_ id: Int64?) throws {
        try office.registry.undoImport(#require(id), now: Office.now, by: "other")
    }
}
