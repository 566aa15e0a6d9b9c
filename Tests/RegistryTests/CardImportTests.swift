// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

private let header = "社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行,有效期至,金融账户状态,启用日期,停用日期\n"

/// A good row, with some of its values replaced.
private func row(_ changes: [Int: String] = [:]) -> String {
    var values = [
        Invented.chen, "陈小明", "FS1009184", "440600", "正常", "6217003080000001019", "建设银行", "2031-05-01", "正常",
        "2021-12-20", "",
    ]
    for (index, value) in changes { values[index] = value }
    return values.joined(separator: ",") + "\n"
}

struct CardImportTests {
    @Test func `a card is imported, and again changes nothing`() throws {
        let office = Office()
        let report = try office.load(.cards, header + row())
        #expect(report.outcome == .applied)
        #expect(report.counts == ImportCounts(read: 1, added: 1, changed: 0, unchanged: 0, removed: 0, rejected: 0))
        #expect(report.warnings.isEmpty)
        let card = try #require(try office.file(Invented.chen)?.card(at: Office.now))
        #expect(card.state == .active)
        #expect(card.card.number.last4 == "9184")
        #expect(card.card.entry.region.district == 440600)
        #expect(card.card.entry.validUntil?.description == "2031-05-01")

        #expect(try office.load(.cards, header + row()).outcome == .alreadyApplied)
        #expect(try office.registry.changes(after: 0).count == 1)
        let other = try office.load(.cards, header + row() + row([0: Invented.son, 2: "FS1004323"]))
        #expect(other.counts == ImportCounts(read: 2, added: 1, changed: 0, unchanged: 1, removed: 0, rejected: 0))
    }

    @Test(arguments: [
        (0, "", "社会保障号码 value_missing"), (0, "440604195505010321", "社会保障号码 id_check_digit"),
        (0, "440604550501032", "社会保障号码 id_legacy"), (0, "4.40604E+17", "社会保障号码 excel_damaged"),
        (0, "44060420271211001X", "社会保障号码 id_birth_date"), (0, "陈小明", "社会保障号码 id_format"),
        (1, "", "姓名 value_missing"), (1, "\"陈\n明\"", "姓名 value_character"), (1, "陈\u{FFFD}", "姓名 value_encoding"),
        (2, "", "社保卡号 value_missing"), (2, "1.0E+10", "社保卡号 excel_damaged"), (2, "社保卡", "社保卡号 card_number_invalid"),
        (3, "4406", "发卡地区划 region_invalid"), (3, "", "发卡地区划 value_missing"), (4, "好", "卡状态 word_unknown"),
        (4, "", "卡状态 value_missing"), (4, "normal", "卡状态 word_unknown"), (5, "6.217E+18", "银行卡号 excel_damaged"),
        (5, "6217003080000000000", "银行卡号 excel_damaged"), (5, "62170", "银行卡号 account_invalid"),
        (5, "", "银行卡号 value_missing"),
        (6, "", "开户银行 value_missing"), (7, "2031-02-30", "有效期至 date_invalid"), (7, "无", "有效期至 date_invalid"),
        (8, "挂失", "金融账户状态 word_unknown"), (9, "2021/12/20", "启用日期 date_invalid"),
        (10, "2020-01-01", "停用日期 dates_out_of_order"),
    ])
    func `a bad value is reported with line, column and reason, and the other rows are imported`(
        column: Int,
        value: String,
        expected: String
    ) throws {
        let office = Office()
        let good = row([0: Invented.son, 2: "FS1004323"])
        let report = try office.load(.cards, header + row([column: value]) + good)
        #expect(report.lines == ["2 \(expected)"])
        #expect(report.counts.added == 1)
        #expect(report.counts.rejected == 1)
        #expect(try office.file(Invented.chen) == nil)
        #expect(try office.file(Invented.son) != nil)
    }

    @Test func `a reported value is masked`() throws {
        let report = try Office()
            .load(.cards, header + row([0: "440604195505010321"]) + row([3: Invented.chen]) + row([4: "陈小明"]))
        #expect(report.errors.map(\.value) == ["440***********0321", "440***********0320", "陈**"])
        for issue in report.errors { #expect(!"\(issue)".contains("195505")) }
    }

    @Test(arguments: [
        ("a,b", "csv_field_count"), ("\"x\"y", "csv_quote"), ("a\0", "csv_nul"),
        (row().trimmed + ",x", "csv_field_count"),
    ])
    func `a broken row is reported and the next one imported`(line: String, expected: String) throws {
        let report = try Office().load(.cards, header + line + "\n" + row())
        #expect(report.lines == ["2 - \(expected)"])
        #expect(report.counts.added == 1)
    }

    @Test func `empty fields behind the last column do not count`() throws {
        #expect(try Office().load(.cards, header + row().trimmed + ",,\n").counts.added == 1)
    }

    @Test func `strict refuses everything for one bad row`() throws {
        let office = Office()
        let report = try office.load(.cards, header + row() + row([4: "好"])) { $0.isStrict = true }
        #expect(report.outcome == .refused)
        #expect(report.lines == ["3 卡状态 word_unknown"])
        #expect(try office.file(Invented.chen) == nil)
        #expect(try office.registry.changes(after: 0).isEmpty)
        #expect(try office.load(.cards, header + row() + row([4: "好"])).outcome == .applied)
    }

    @Test func `a dry run reports and changes nothing`() throws {
        let office = Office()
        let report = try office.load(.cards, header + row()) { $0.isDryRun = true }
        #expect(report.outcome == .dryRun)
        #expect(report.counts.added == 1)
        #expect(try office.file(Invented.chen) == nil)
        #expect(try office.load(.cards, header + row()).outcome == .applied)
    }

    @Test func `a source that fails midway leaves no trace`() throws {
        struct Torn: Error {}
        let office = Office()
        var pieces = [Array((header + row()).utf8)]
        let request = ImportRequest(
            kind: .cards,
            fileDigest: [UInt8](repeating: 1, count: 32),
            now: Office.now,
            by: "test"
        )
        #expect(throws: Torn.self) {
            try office.registry.importFile(request) {
                { if pieces.isEmpty { throw Torn() } else { pieces.removeFirst() } }
            }
        }
        #expect(try office.file(Invented.chen) == nil)
        #expect(try office.load(.cards, header + row()).outcome == .applied)
    }

    @Test func `a quotation mark never closed leaves no trace`() throws {
        let office = Office()
        #expect(code { try office.load(.cards, header + row() + "\"" + row()) } == "csv_unclosed_quote")
        #expect(try office.file(Invented.chen) == nil)
    }

    // Headers.

    @Test func `columns may come in any order, with asterisks, and unknown ones are told`() throws {
        let text =
            "备注,＊姓名,卡状态*,社保卡号,\u{FEFF}社会保障号码 ,发卡地区划,开户银行,银行卡号\n随便,陈小明,正常,FS1009184,\(Invented.chen),440600,建设银行,6217003080000001019\n"
        let report = try Office().load(.cards, text)
        #expect(report.counts.added == 1)
        #expect(report.oddities == ["1 备注 column_unknown"])
    }

    @Test func `a missing column refuses the file and is named`() throws {
        let error = #expect(throws: RegistryError(.columnMissing, "")) {
            try Office().load(.cards, "姓名,社会保障号码,社保卡号,发卡地区划,银行卡号\n")
        }
        #expect(error?.column == "卡状态 开户银行")
        #expect(error?.line == 1)
    }

    @Test(arguments: [
        ("", "csv_empty"), ("\n\n", "csv_empty"), (header.trimmed + ",姓名\n", "column_duplicate"),
        ("姓名,\"姓\"名\n", "csv_quote"), ("姓名,\u{7}\n", "value_character"), ("{\"a\": 1}\n", "csv_quote"),
        ("hello\n", "column_missing"),
    ])
    func `a file without a usable header is refused`(text: String, expected: String) {
        #expect(code { try Office().load(.cards, text) } == expected)
    }

    @Test func `UTF-16 is refused`() {
        #expect(code { try Office().load(.cards, Fixtures.bytes("registry/cards-utf16.csv")) } == "csv_not_text")
    }

    @Test func `GB 18030 by the iconv command is imported with rare characters`() throws {
        let office = Office()
        let report = try office.load(.cards, Fixtures.bytes("registry/cards-gb18030.csv"))
        #expect(report.counts.added == 3)
        #expect(try office.file("440605196207081236")?.name?.description == "黄䶮")
        #expect(try office.file(Invented.wong)?.name?.description == "梁𠮷")
    }

    @Test func `half a file imports its whole rows and tells the cut one`() throws {
        let report = try Office().load(.cards, Fixtures.bytes("registry/cards-half.csv"))
        #expect(report.counts.added == 1)
        #expect(report.lines == ["3 - csv_field_count"])
        #expect(report.oddities == ["3 - csv_no_final_line_end"])
    }

    @Test func `a wrongly declared encoding refuses the file`() {
        #expect(
            code { try Office().load(.cards, Fixtures.bytes("registry/cards-gb18030.csv")) { $0.encoding = .utf8 } }
                == "value_encoding"
        )
    }

    // Keys.

    @Test func `the same row twice counts once, another row of its key is a duplicate`() throws {
        let report = try Office().load(.cards, header + row() + row() + row([4: "挂失"]) + row())
        #expect(report.counts == ImportCounts(read: 4, added: 1, changed: 0, unchanged: 2, removed: 0, rejected: 1))
        #expect(report.lines == ["4 - row_duplicate"])
    }

    @Test func `a card of another person is refused`() throws {
        let office = Office()
        try office.load(.cards, header + row())
        let report = try office.load(.cards, header + row([0: Invented.son]))
        #expect(report.lines == ["2 社保卡号 card_of_another"])
        #expect(try office.file(Invented.son) == nil)
    }

    @Test func `an account number without a check digit is a warning`() throws {
        let report = try Office().load(.cards, header + row([5: "80010000123456"]))
        #expect(report.counts.added == 1)
        #expect(report.oddities == ["2 银行卡号 account_check_digit"])
    }

    @Test func `lists of errors end at the limit and counts go on`() throws {
        let bad = String(repeating: row([4: "好"]), count: 5)
        let report = try Office().load(.cards, header + bad) { $0.maximumIssues = 2 }
        #expect(report.errors.count == 2)
        #expect(report.errorCounts == [.word: 5])
    }

    @Test func `a digest of another length is refused`() {
        #expect(code { try Office().load(.cards, header) { $0.fileDigest = [1, 2, 3] } } == "file_digest_invalid")
    }

    // Effects.

    @Test(arguments: [
        ("挂失", ComponentState.lost, RegistryChange.Effect.suspended), ("临时挂失", .lost, .suspended),
        ("封存", .suspended, .suspended), ("锁定", .suspended, .suspended), ("未激活", .suspended, .suspended),
        ("注销", .cancelled, .ended),
    ])
    func `a card's status reaches its state and the changes`(
        word: String,
        state: ComponentState,
        effect: RegistryChange.Effect
    ) throws {
        let office = Office()
        try office.load(.cards, header + row())
        try office.load(.cards, header + row([4: word]))
        #expect(try office.file(Invented.chen)?.card(at: Office.now)?.state == state)
        let changes = try office.registry.changes(after: 0)
        #expect(changes.map(\.effect) == [.added, effect])
        #expect(changes.map(\.sequence) == [1, 2])
        try office.load(.cards, header + row([6: "工商银行"]))
        #expect(try office.registry.changes(after: 2).map(\.effect) == [.restored])
    }

    @Test func `a card expires after its last day and stops on the day it is taken out of use`() throws {
        let office = Office()
        try office.load(.cards, header + row())
        let file = try #require(try office.file(Invented.chen))
        let last = try CalendarDay("2031-05-01")
        #expect(file.card(at: last.end - 1)?.state == .active)
        #expect(file.card(at: last.end)?.state == .expired)
        try office.load(.cards, header + row([10: "2027-01-01"]))
        let stopped = try #require(try office.file(Invented.chen))
        #expect(stopped.card(at: Office.now)?.state == .active)
        #expect(try stopped.card(at: CalendarDay("2027-01-01").start)?.state == .cancelled)
    }

    @Test func `the replacement counts, not the card before`() throws {
        let office = Office()
        let new = row([2: "FS2000001", 5: "6217003080000001027", 9: "2026-10-01"])
        try office.load(.cards, header + row([4: "注销"]) + new)
        let file = try #require(try office.file(Invented.chen))
        #expect(file.cards.count == 2)
        #expect(file.card(at: Office.now)?.card.number.description == "FS2000001")
    }
}

extension String {
    /// Without the line end.
    fileprivate var trimmed: String { String(dropLast()) }
}
