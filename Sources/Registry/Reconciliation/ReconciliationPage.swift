// SPDX-License-Identifier: Apache-2.0

extension Reconciliation {
    /// The report as a page of HTML in Chinese, to read on a screen or on paper.
    ///
    /// One file without scripts and without anything from elsewhere. It lists a thousand payments and as many entitlements at
    /// most, and says how many more there are: nobody reads more, and ``csv()`` has them all.
    public func page() -> [UInt8] { Array(ReconciliationPage(reconciliation: self).markup.text.utf8) }
}

/// The parts of the page.
struct ReconciliationPage {
    private static let longestList = 1000

    let reconciliation: Reconciliation

    private var totals: ReconciliationTotals { reconciliation.totals }

    var markup: Markup {
        let period = reconciliation.period
        let title = "\(period.year)年\(period.month)月社会救助资金发放核对报告"
        return """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            <p>核对基准日 \(reconciliation.asOf)，应发日期后宽限 \(reconciliation.grace) 天。</p>
            \(headline)\(overview)\(chart)\(findings)\(groups)\(payments)\(entitlements)\
            <footer><p>本报告不含姓名、证件号码、卡号和账号。付款以银行文件的批次与行号指明，应发以清单行编号指明。金额单位：元。</p></footer>
            </main>
            </body>
            </html>

            """
    }

    private var headline: Markup {
        let problems = totals.all.problems
        return problems == 0
            ? "<p class=\"headline\">✔ 无需核查的条目</p>\n" : "<p class=\"headline\">！需核查 \(problems) 条</p>\n"
    }

    private var overview: Markup {
        let rows: [(String, Markup, Int64)] = [
            ("应发", "\(totals.all.allEntitlements.count)", totals.all.allEntitlements.fen),
            ("银行付款", "\(totals.all.allPayments.count)", totals.all.allPayments.fen),
            ("其中发到应领款人", "", totals.kept),
        ]
        return Self.table(
            "总计",
            ["项目", "条数", "金额"],
            figures: 1...2,
            rows.map { [Self.text($0.0), $0.1, Self.money($0.2)] }
        )
    }

    private var chart: Markup {
        let chart = FindingChart(totals.all)
        guard !chart.bars.isEmpty else { return "" }
        return """
            <section>
            <h2>需核查条目</h2>
            <figure>\(chart.markup)<figcaption>实心：付款；斜纹：应发。数字为条数。</figcaption></figure>
            </section>

            """
    }

    private var findings: Markup {
        let payments = PaymentOutcome.allCases
            .map { ("付款", $0 == .matched, $0.words.chinese, $0.rawValue, totals.all[$0]) }
        let entitlements = EntitlementOutcome.allCases
            .map { ("应发", $0.isGood, $0.words.chinese, $0.rawValue, totals.all[$0]) }
        let rows = (payments + entitlements).filter { $0.4.count > 0 }
            .map { subject, isGood, words, code, tally -> [Markup] in
                [
                    Self.text(subject), "\(words) <code>\(code)</code>", isGood ? "✔ 无需核查" : "！需核查", "\(tally.count)",
                    Self.money(tally.fen),
                ]
            }
        return Self.table("按核对结果", ["对象", "核对结果", "处理", "条数", "金额"], figures: 3...4, rows)
    }

    private var groups: Markup {
        let unknown = "不明"
        return Markup([
            Self.table(
                "按区划",
                of: "区划代码",
                totals.districtsInOrder.map { ($0.district > 0 ? "\($0.district)" : unknown, $0.group) }
            ),
            Self.table(
                "按救助类别",
                of: "救助类别",
                totals.categoriesInOrder.map { ($0.category?.words.chinese ?? unknown, $0.group) }
            ),
            Self.table("按银行", of: "银行", totals.banksInOrder.map { ($0.bank ?? unknown, $0.group) }),
        ])
    }

    private var payments: Markup {
        let rows = reconciliation.payments.prefix(Self.longestList)
            .map { payment -> [Markup] in
                [
                    "\(payment.outcome.words.chinese) <code>\(payment.outcome.rawValue)</code>",
                    "\(payment.batch.bank) \(payment.batch.period) 批次 \(payment.batch.batch)", "\(payment.line)",
                    "\(payment.amount.grouped)", "\(payment.paidOn)", Self.text(payment.item ?? "不明"),
                    payment.months.map(Self.months) ?? "不明", payment.district > 0 ? "\(payment.district)" : "不明",
                    Self.text(payment.flags.chinese.joined(separator: "、")),
                ]
            }
        let columns = ["核对结果", "银行文件", "行号", "金额", "发放日期", "补贴类型", "月份", "区划代码", "标记"]
        return Self.table("付款明细", columns, figures: 2...3, rows, left: reconciliation.payments.count - rows.count)
    }

    private var entitlements: Markup {
        let rows = reconciliation.entitlements.prefix(Self.longestList)
            .map { entitlement -> [Markup] in
                [
                    "\(entitlement.outcome.words.chinese) <code>\(entitlement.outcome.rawValue)</code>",
                    "<code class=\"reference\">\(entitlement.reference)</code>", "\(entitlement.due.grouped)",
                    "\(entitlement.paid.grouped)", "\(entitlement.dueOn)",
                    "\(entitlement.item)（\(entitlement.nature.chinese)）", Self.months(entitlement.months),
                    Self.text(entitlement.bank ?? "不明"),
                    entitlement.district > 0 ? "\(entitlement.district)" : "不明",
                    Self.text(entitlement.flags.chinese.joined(separator: "、")),
                ]
            }
        let columns = ["核对结果", "清单行", "应发", "实发", "应发日期", "补贴类型", "月份", "开户银行", "区划代码", "标记"]
        return Self.table("应发明细", columns, figures: 2...3, rows, left: reconciliation.entitlements.count - rows.count)
    }

    private static func text(_ text: String) -> Markup { "\(text)" }

    private static func money(_ fen: Int64) -> Markup { "\(Amount(fen: fen).grouped)" }

    private static func months(_ months: ClosedRange<Period>) -> Markup {
        months.count == 1 ? "\(months.lowerBound)" : "\(months.lowerBound) 至 \(months.upperBound)"
    }

    /// Totals of groups.
    private static func table(
        _ title: String,
        of subject: String,
        _ groups: [(name: String, group: ReconciliationTotals.Group)]
    ) -> Markup {
        table(
            title,
            [subject, "应发条数", "应发金额", "付款条数", "付款金额", "需核查"],
            figures: 1...5,
            groups.map { name, group in
                let (entitlements, payments) = (group.allEntitlements, group.allPayments)
                return [
                    text(name), "\(entitlements.count)", money(entitlements.fen), "\(payments.count)",
                    money(payments.fen), "\(group.problems)",
                ]
            }
        )
    }

    /// A section with a table, nothing where it has no rows.
    private static func table(
        _ title: String,
        _ columns: [String],
        figures: ClosedRange<Int>,
        _ rows: [[Markup]],
        left: Int = 0
    ) -> Markup {
        guard !rows.isEmpty else { return "" }
        let head = columns.enumerated()
            .map { position, name -> Markup in
                figures.contains(position)
                    ? "<th scope=\"col\" class=\"figure\">\(name)</th>" : "<th scope=\"col\">\(name)</th>"
            }
        let body = rows.map { row -> Markup in
            let cells = row.enumerated()
                .map { position, cell -> Markup in
                    figures.contains(position) ? "<td class=\"figure\">\(cell)</td>" : "<td>\(cell)</td>"
                }
            return "<tr>\(Markup(cells))</tr>\n"
        }
        let rest: Markup = left > 0 ? "<p>另有 \(left) 条未列出，见 CSV 文件。</p>\n" : ""
        return """
            <section>
            <h2>\(title)</h2>
            <table>
            <thead><tr>\(Markup(head))</tr></thead>
            <tbody>
            \(Markup(body))</tbody>
            </table>
            \(rest)</section>

            """
    }

    private static let style: Markup = """

        :root { color-scheme: light; }
        body { margin: 0; background: #fff; color: #000; font: 18px/1.6 "Noto Sans CJK SC", "Source Han Sans SC",
          "Microsoft YaHei", "PingFang SC", sans-serif; }
        main { max-width: 80rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.8rem; }
        h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
        .headline { font-size: 1.5rem; font-weight: bold; border: 3px solid #000; padding: .5rem 1rem; }
        section { overflow-x: auto; }
        figure { margin: 0; max-width: 60rem; }
        svg { width: 100%; height: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border: 1px solid #555; padding: .3rem .6rem; text-align: left; vertical-align: top; }
        thead th { background: #e8eef4; }
        .figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        code { font-size: .8em; overflow-wrap: anywhere; }
        .reference { font-size: .7em; }
        @page { size: A4 landscape; margin: 15mm; }
        @media print {
          body { font-size: 12pt; }
          main { max-width: none; padding: 0; }
          section { overflow: visible; }
          h2 { break-after: avoid; }
          thead { display: table-header-group; }
          tr, figure { break-inside: avoid; }
        }

        """
}
