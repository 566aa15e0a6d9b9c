// SPDX-License-Identifier: Apache-2.0

/// A bar for each finding that has to be looked at, as SVG to stand in a page.
///
/// Each bar has its words and its number beside it; payments are solid and entitlements hatched, so that no colour is needed.
struct FindingChart {
    /// A bar.
    struct Bar {
        let label: String
        let count: Int
        let isEntitlement: Bool
    }

    private static let (rowHeight, barStart, longest) = (36, 330, 380)

    let bars: [Bar]

    init(_ group: ReconciliationTotals.Group) {
        let payments = PaymentOutcome.allCases.filter { $0 != .matched }
            .map { Bar(label: "付款：\($0.words.chinese)", count: group[$0].count, isEntitlement: false) }
        let entitlements = EntitlementOutcome.allCases.filter { !$0.isGood }
            .map { Bar(label: "应发：\($0.words.chinese)", count: group[$0].count, isEntitlement: true) }
        bars = (payments + entitlements).filter { $0.count > 0 }
    }

    /// The drawing.
    var markup: Markup {
        let height = bars.count * Self.rowHeight
        let most = bars.map(\.count).max() ?? 1
        let rows = bars.enumerated()
            .map { position, bar -> Markup in
                let top = position * Self.rowHeight
                let width = max(3, Int(Double(bar.count) / Double(most) * Double(Self.longest)))
                let fill = bar.isEntitlement ? "url(#hatch)" : "#1f4e79"
                return """
                    <text x="\(Self.barStart - 12)" y="\(top + 25)" text-anchor="end">\(bar.label)</text>\
                    <rect x="\(Self.barStart)" y="\(top + 6)" width="\(width)" height="24" fill="\(fill)" stroke="#1f4e79"/>\
                    <text x="\(Self.barStart + width + 10)" y="\(top + 25)">\(bar.count)</text>

                    """
            }
        return """
            <svg role="img" aria-labelledby="chart-title" viewBox="0 0 800 \(height)" font-size="18" fill="#000">
            <title id="chart-title">需核查条目数，按核对结果</title>
            <defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
            <rect width="8" height="8" fill="#fff"/><rect width="3" height="8" fill="#1f4e79"/></pattern></defs>
            \(Markup(rows))</svg>

            """
    }
}
