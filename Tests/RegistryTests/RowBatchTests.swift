// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

/// Rows are asked for and written many at once, and see one another all the same.
struct RowBatchTests {
    private let office = Office()
    private let one = "6217003080000001019"
    private let two = "6217212013000002015"
    private let three = "6217003080000002009"

    private func cards(_ rows: [(number: String, account: String)]) throws -> ImportReport {
        let header = "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行\n"
        let lines = rows.map { "\(Invented.chen),陈小明,\($0.number),440600,正常,\($0.account),建设银行\n" }
        return try office.load(.cards, header + lines.joined())
    }

    private func health(_ lines: String...) throws -> ImportReport {
        try office.load(.health, "公民身份号码,健康状态,评估时间,有效期至\n" + lines.joined(separator: "\n") + "\n")
    }

    /// The accounts that chen's cards had, oldest first.
    private func accounts() throws -> [AccountKey] {
        let key = try office.registry.key(of: IDNumber(Invented.chen))
        return try office.store.read { try $0.accounts(of: key) }
    }

    private func undo(_ report: ImportReport) throws {
        try office.registry.undoImport(#require(report.id), now: Office.now, by: "other")
    }

    @Test func `two cards of one person are both theirs, and nobody is left when they are undone`() throws {
        let report = try cards([("FS1009184", one), ("FS1009185", two), ("FS1009184", one)])
        #expect(report.counts == ImportCounts(read: 3, added: 2, changed: 0, unchanged: 1, removed: 0, rejected: 0))
        let file = try #require(try office.file(Invented.chen))
        #expect(Set(file.cards.map(\.number.description)) == ["FS1009184", "FS1009185"])
        #expect(try office.registry.changes(after: 0).map(\.effect) == [.added, .added])
        try undo(report)
        #expect(try office.file(Invented.chen) == nil)
        #expect(try accounts().isEmpty)
    }

    @Test func `undone, a file takes the accounts back that it brought, and no others`() throws {
        _ = try cards([("FS1009184", one)])
        let first = try accounts()
        let moved = try cards([("FS1009184", two), ("FS1009185", three)])
        #expect(moved.counts.changed == 1)
        #expect(try accounts().count == 3)
        try undo(moved)
        #expect(try accounts() == first)
        _ = try cards([("FS1009184", two)])
        let both = try accounts()
        // It had this one before.
        let back = try cards([("FS1009184", one)])
        #expect(try accounts() == both)
        try undo(back)
        #expect(try accounts() == both)
        #expect(try office.file(Invented.chen)?.cards.first?.entry.account == both.last)
    }

    @Test func `a person whom a health file brought is gone with it`() throws {
        let report = try health("\(Invented.chen),绿,2026-11-20,2099-12-31", "\(Invented.son),绿,2026-11-20,2099-12-31")
        #expect(try office.file(Invented.son) != nil)
        try undo(report)
        #expect(try office.file(Invented.chen) == nil)
        #expect(try office.file(Invented.son) == nil)
    }

    @Test func `a person has one health status in a file, whichever is newer`() throws {
        let green = "\(Invented.chen),绿,2026-11-20,2099-12-31"
        let report = try health(
            green,
            green,
            "\(Invented.chen),红,2026-11-21,2099-12-31",
            "\(Invented.chen),红,2026-11-19,2099-12-31"
        )
        #expect(report.counts == ImportCounts(read: 4, added: 1, changed: 0, unchanged: 1, removed: 0, rejected: 2))
        #expect(report.lines == ["4 - row_duplicate", "5 - row_duplicate"])
        #expect(try office.file(Invented.chen)?.health?.level == .green)
    }

    @Test func `lines of the paylist are duplicates near and thousands of rows apart`() throws {
        let demo = try Fixtures.text("demo/paylist.csv").split(separator: "\n")
        let line = String(demo[1])
        let others = (0..<2100).map { line.replacing("FS202609-01", with: "X\($0)") }
        let other = line.replacing("850.00", with: "851.00")
        let lines = [String(demo[0]), line, line, other] + others + [line, other]
        let report = try office.load(.paylist, Array((lines.joined(separator: "\n") + "\n").utf8), piece: 4096)
        #expect(
            report.counts == ImportCounts(read: 2105, added: 2101, changed: 0, unchanged: 2, removed: 0, rejected: 2)
        )
        #expect(report.lines == ["4 - row_duplicate", "2106 - row_duplicate"])
    }
}
