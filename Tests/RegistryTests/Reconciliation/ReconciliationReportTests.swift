// SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import TestSupport
import Testing

@Suite struct ReconciliationReportTests {
    /// One resident, paid twice what was due once.
    private static func paidTwice(bank: String = "佛山农商银行", batch: String = "1", cardBank: String = "建设银行") throws
        -> Reconciliation
    {
        let office = Office()
        try office.load(
            .cards,
            """
            社会保障号码,姓名,社保卡号,发卡地区划,卡状态,银行卡号,开户银行
            \(Invented.chen),陈小明,FS1009184,440600,正常,6217003080000001019,\(quoted(cardBank))

            """
        )
        try office.load(
            .paylist,
            """
            清单批次号,所属期,补贴项目编码,补贴类型,发放性质,家庭编号,对象证件号码,领款人证件号码,领款人关系,领款银行卡号,应发金额,应发日期,区划代码
            FS202610-01,202610,DB01,低保金,正常,FSJT0001,\(Invented.chen),\(Invented.chen),本人,6217003080000001019,1850.00,2026-11-10,440604010

            """
        )
        try office.load(
            .payments,
            """
            户名,卡号,金额,摘要,发放时间,交易流水号,发放结果
            陈小明,6217003080000001019,1850.00,10月低保金,2026-11-11 10:00:01,FS1,成功
            陈小明,6217003080000001019,1850.00,10月低保金,2026-11-12 00:00:00,FS2,成功

            """
        ) { $0.batch = try PaymentBatch(bank: bank, period: Period("202610"), batch: batch) }
        return try office.registry.reconcile(Period("202610"), terms())
    }

    private static func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }

    private static func terms(listsEverything: Bool = true) throws -> ReconciliationTerms {
        var terms = ReconciliationTerms(asOf: try CalendarDay("2026-11-23"))
        terms.listsEverything = listsEverything
        return terms
    }

    private static func json(_ reconciliation: Reconciliation) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(ReconciliationDocument(reconciliation)), as: UTF8.self)
    }

    private static func page(_ reconciliation: Reconciliation) -> String {
        String(decoding: reconciliation.page(), as: UTF8.self)
    }

    /// The lines of the CSV, without the byte order mark.
    private static func lines(_ reconciliation: Reconciliation) -> [String] {
        String(decoding: reconciliation.csv().dropFirst(3), as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    @Test func `the CSV has a byte order mark, a header, and a line for each payment and entitlement`() throws {
        let reconciliation = try Self.paidTwice()
        let reference = try #require(reconciliation.entitlements.first).reference
        #expect(reference.wholeMatch(of: /L[0-9a-f]{32}/) != nil)
        let expected = [
            "对象,核对结果,结果说明,银行,所属期,批次号,行号,清单行,补贴类型,发放性质,起始月,截止月,应发金额,实发金额,日期,救助类别,区划代码,标记",
            "付款,duplicate,重复发放,佛山农商银行,202610,1,3,,低保金,,202610,202610,,1850.00,2026-11-12,,440604,overpaid",
            "付款,matched,相符,佛山农商银行,202610,1,2,,低保金,,202610,202610,,1850.00,2026-11-11,,440604,",
            "应发,matched,相符,建设银行,202610,,,\(reference),低保金,正常,202610,202610,1850.00,1850.00,2026-11-10,,440604,overpaid",
        ]
        #expect(reconciliation.csv() == [0xEF, 0xBB, 0xBF] + Array((expected.joined(separator: "\r\n") + "\r\n").utf8))
    }

    @Test func `the JSON has the findings, and totals of all, by region, category and bank`() throws {
        let reconciliation = try Self.paidTwice()
        let reference = try #require(reconciliation.entitlements.first).reference
        let months = #""months":{"from":"2026-10","to":"2026-10"}"#
        let due = #""entitlements":[{"amount":"1850.00","count":1,"finding":"matched"}]"#
        let paid =
            #""payments":[{"amount":"1850.00","count":1,"finding":"duplicate"},{"amount":"1850.00","count":1,"finding":"matched"}]"#
        let all = due + "," + paid + #","problems":1"#
        let expected =
            #"{"asOf":"2026-11-23","clean":false,"entitlements":[{"bank":"建设银行","due":"1850.00","dueOn":"2026-11-10","#
            + #""finding":"matched","flags":["overpaid"],"item":"低保金",\#(months),"nature":"regular","paid":"1850.00","#
            + #""reference":"\#(reference)","region":440604}],"grace":5,"payments":["#
            + #"{"amount":"1850.00","bank":"佛山农商银行","batch":"1","finding":"duplicate","flags":["overpaid"],"#
            + #""item":"低保金","line":3,\#(months),"paidOn":"2026-11-12","period":"2026-10","region":440604},"#
            + #"{"amount":"1850.00","bank":"佛山农商银行","batch":"1","finding":"matched","flags":[],"#
            + #""item":"低保金","line":2,\#(months),"paidOn":"2026-11-11","period":"2026-10","region":440604}],"#
            + #""period":"2026-10","totals":{"all":{\#(all)},"banks":["#
            + #"{"bank":"佛山农商银行","entitlements":[],\#(paid),"problems":1},"#
            + #"{"bank":"建设银行",\#(due),"payments":[],"problems":0}],"categories":[{\#(all)}],"#
            + #""reached":"1850.00","regions":[{\#(all),"region":440604}]}}"#
        #expect(try Self.json(reconciliation) == expected)
    }

    @Test func `the page says the findings in words, with sums, and draws a bar for each that is to be looked at`()
        throws
    {
        let page = try Self.page(Self.paidTwice())
        #expect(page.contains("<h1>2026年10月社会救助资金发放核对报告</h1>"))
        #expect(page.contains("<p class=\"headline\">！需核查 1 条</p>"))
        #expect(page.contains("<td>重复发放 <code>duplicate</code></td>"))
        #expect(page.contains("<td class=\"figure\">1,850.00</td>"))
        let bars = page.matches(of: /text-anchor="end">(.+?)<\/text>/).map { String($0.output.1) }
        #expect(bars == ["付款：重复发放"])
    }

    @Test func `without anything to look at the page says so and has no chart`() throws {
        let reconciliation = try Office().registry.reconcile(Period("202610"), Self.terms())
        let page = Self.page(reconciliation)
        #expect(page.contains("✔ 无需核查的条目"))
        #expect(!page.contains("<svg"))
        #expect(Self.lines(reconciliation).count == 1)
        #expect(reconciliation.isClean)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("＝1", "'＝1"), ("－1", "'－1"),
        ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
        ("a=1", "a=1"),
    ])
    func `a bank's name is no formula and stays in its cell`(bank: String, cell: String) throws {
        let lines = try Self.lines(Self.paidTwice(bank: bank, cardBank: bank))
        #expect(lines[1].hasPrefix("付款,duplicate,重复发放,\(cell),202610,1,3,"), "\(lines[1])")
        #expect(lines[3].hasPrefix("应发,matched,相符,\(cell),202610,,,L"), "\(lines[3])")
    }

    @Test func `a batch that looks like a formula is none, while money taken back stays a number`() throws {
        #expect(try Self.lines(Self.paidTwice(batch: "-1"))[1].contains(",202610,'-1,3,"))
        let office = Office()
        try office.load(
            .payments,
            """
            户名,卡号,金额,摘要,发放时间,交易流水号,发放结果,原流水号
            陈小明,6217003080000001019,-850.00,10月低保金,2026-11-11 10:00:01,FS1,冲正,FS0

            """
        )
        let reconciliation = try office.registry.reconcile(Period("202610"), Self.terms())
        let line = try #require(Self.lines(reconciliation).dropFirst().first)
        #expect(line.hasPrefix("付款,return_unmatched,"), "\(line)")
        #expect(line.contains(",-850.00,2026-11-11,"), "\(line)")
        #expect(Self.page(reconciliation).contains("-850.00"))
    }

    @Test func `markup in names of banks and batches is text on the page`() throws {
        let hostile = "<script>alert('1')</script>&\"<img src=x>"
        let page = try Self.page(Self.paidTwice(bank: hostile, batch: "\"><b>", cardBank: hostile))
        #expect(!page.contains("<script"))
        #expect(!page.contains("<img"))
        #expect(!page.contains("<b>"))
        #expect(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;&lt;img src=x&gt;"))
        #expect(page.contains("&quot;&gt;&lt;b&gt;"))
    }

    @Test func `a city's own word for an item is text on the page and no formula in the CSV`() throws {
        var catalogue = Catalogue.foshan
        catalogue.items.append(Catalogue.Item("=<i>补贴", kind: .other))
        let office = Office()
        let registry = PersonRegistry(store: office.store, sealer: OpenSealer(), catalogue: catalogue)
        let text = """
            清单批次号,所属期,补贴项目编码,补贴类型,发放性质,家庭编号,对象证件号码,领款人证件号码,领款人关系,领款银行卡号,应发金额,应发日期,区划代码
            FS1,202610,X1,=<i>补贴,正常,FSJT0001,\(Invented.chen),\(Invented.chen),本人,6217003080000001019,9.00,2026-11-10,440604

            """
        let request = ImportRequest(
            kind: .paylist,
            fileDigest: [UInt8](repeating: 1, count: 32),
            now: Office.now,
            by: "test"
        )
        #expect(try registry.importFile(request, from: { source(Array(text.utf8), piece: 64) }).lines == [])
        let reconciliation = try registry.reconcile(Period("202610"), Self.terms())
        #expect(Self.page(reconciliation).contains("=&lt;i&gt;补贴（正常）"))
        #expect(!Self.page(reconciliation).contains("<i>"))
        #expect(Self.lines(reconciliation).contains { $0.contains(",'=<i>补贴,正常,") })
    }

    @Test func `no name, ID number, household, card or account stands in any form`() throws {
        let office = Office()
        try office.loadDemo()
        let reconciliation = try office.registry.reconcile(Period("202610"), Self.terms())
        #expect(reconciliation.payments.count == 8)
        #expect(reconciliation.entitlements.count == 8)
        let forms = try [
            String(decoding: reconciliation.csv(), as: UTF8.self), Self.json(reconciliation), Self.page(reconciliation),
        ]
        let cards = try Fixtures.text("demo/cards.csv").split(separator: "\n").dropFirst()
        let roster = try Fixtures.text("demo/roster.csv").split(separator: "\n").dropFirst()
        let personal =
            cards.flatMap { row in [0, 1, 2, 5].map { row.split(separator: ",", omittingEmptySubsequences: false)[$0] }
            }
            + roster.flatMap { row in [0, 5].map { row.split(separator: ",", omittingEmptySubsequences: false)[$0] } }
        #expect(personal.count == 78)
        for form in forms {
            #expect(form.contains("440608"))
            for text in personal { #expect(!form.contains(text), "\(text)") }
        }
    }

    @Test func `the same files in another order make the same bytes`() throws {
        var forms: [String] = []
        let orders: [[ImportKind]] = [
            [.cards, .roster, .paylist, .health, .payments], [.health, .paylist, .payments, .roster, .cards],
        ]
        for kinds in orders {
            let office = Office()
            for kind in kinds { try office.load(kind, Fixtures.bytes("demo/\(kind.rawValue).csv"), piece: 4096) }
            let reconciliation = try office.registry.reconcile(Period("202610"), Self.terms())
            forms.append(
                String(decoding: reconciliation.csv() + reconciliation.page(), as: UTF8.self)
                    + (try Self.json(reconciliation))
            )
        }
        // Compared before it is expected, since a failure would print the whole.
        let areEqual = forms[0] == forms[1]
        #expect(areEqual)
    }

    @Test func `the page is whole, runs nothing and asks nobody for anything`() throws {
        let office = Office()
        try office.load(Province(households: 300, discrepancyEvery: 2))
        let page = try Self.page(office.registry.reconcile(Period(Province.period), Self.terms()))
        for word in ["<script", "http:", "https:", "src=", "href=", "@import", "<link", "onload"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.matches(of: /url\((.*?)\)/).allSatisfy { $0.output.1 == "#hatch" })
        #expect(page.contains("@media print"))
        var open: [Substring] = []
        for tag in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) where tag.output.2 != "meta" {
            if !tag.output.1.isEmpty {
                #expect(open.popLast() == tag.output.2)
            } else if tag.output.3.isEmpty {
                open.append(tag.output.2)
            }
        }
        #expect(open.isEmpty)
    }

    @Test func `each discrepancy of a province has its line, and each kind its bar`() throws {
        let office = Office()
        try office.load(Province(households: 300, discrepancyEvery: 2))
        let reconciliation = try office.registry.reconcile(Period(Province.period), Self.terms(listsEverything: false))
        let lines = Self.lines(reconciliation).dropFirst()
            .map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
        #expect(lines.count == reconciliation.totals.all.problems)
        #expect(
            lines == reconciliation.payments.map { "付款,\($0.outcome.rawValue)" }
                + reconciliation.entitlements.map { "应发,\($0.outcome.rawValue)" }
        )
        let kinds = Set(lines)
        #expect(kinds.count > 10)
        #expect(Self.page(reconciliation).matches(of: /text-anchor="end"/).count == kinds.count)
    }

    @Test func `the page lists a thousand and says how many more there are`() throws {
        let office = Office()
        try office.load(Province(households: 800))
        let reconciliation = try office.registry.reconcile(Period(Province.period), Self.terms())
        let (payments, entitlements) = (reconciliation.payments.count, reconciliation.entitlements.count)
        let page = Self.page(reconciliation)
        #expect(page.contains("另有 \(payments - 1000) 条未列出，见 CSV 文件。"))
        #expect(page.contains("另有 \(entitlements - 1000) 条未列出，见 CSV 文件。"))
        #expect(Self.lines(reconciliation).count == 1 + payments + entitlements)
    }

    @Test func `the documentation has every finding and every flag as they are said`() throws {
        let errors = try String(
            contentsOf: Fixtures.repository.appending(path: "docs/errors.md"),
            encoding: .utf8
        )
        for outcome in PaymentOutcome.allCases {
            let (english, chinese) = outcome.words
            #expect(errors.contains("| `\(outcome.rawValue)` | payment | \(english)<br>\(chinese) |"))
        }
        for outcome in EntitlementOutcome.allCases {
            let (english, chinese) = outcome.words
            #expect(errors.contains("| `\(outcome.rawValue)` | entitlement | \(english)<br>\(chinese) |"))
        }
        for flag in FindingFlags(rawValue: .max).names { #expect(errors.contains("`\(flag)`"), "\(flag)") }
    }

    @Test(arguments: [
        (0, "0.00"), (99_999, "999.99"), (100_000, "1,000.00"), (-85_000, "-850.00"), (-123_456_789, "-1,234,567.89"),
    ])
    func `sums have a comma before every three digits`(fen: Int64, text: String) {
        #expect(Amount(fen: fen).grouped == text)
    }
}
