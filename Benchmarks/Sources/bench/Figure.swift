// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One measured figure and what it is to be.
struct Figure {
    /// What a figure is to be, at most or at least.
    struct Target {
        let isAtLeast: Bool
        let bound: Double

        static func atLeast(_ bound: Double) -> Target { Target(isAtLeast: true, bound: bound) }
        static func atMost(_ bound: Double) -> Target { Target(isAtLeast: false, bound: bound) }

        func isMet(by value: Double) -> Bool { isAtLeast ? value >= bound : value <= bound }
    }

    /// `group.what`.
    let name: String
    /// The median, in ``unit``; `nil` where it could not be measured.
    let value: Double?
    let unit: String
    /// The figure compared with its floor or peer, measured in turns with it; `nil` where the target is absolute.
    let ratio: Double?
    /// What ``ratio`` is to be or, where there is none, ``value``; `nil` for a figure that only stands beside another.
    let target: Target?

    private var isMet: Bool? { (ratio ?? value).flatMap { target?.isMet(by: $0) } }

    private var targetText: String? {
        guard let target else { return nil }
        let text = "\(target.isAtLeast ? "≥" : "≤") \(Self.number(target.bound))"
        return ratio == nil ? "\(text) \(unit)" : text
    }

    /// The figure as one line of JSON.
    var json: String {
        let (value, ratio) = (value.map(Self.number) ?? "null", ratio.map(Self.number) ?? "null")
        return """
            {"name":"\(name)","value":\(value),"unit":"\(unit)","ratio":\(ratio),\
            "target":\(targetText.map { "\"\($0)\"" } ?? "null"),"met":\(isMet.map { "\($0)" } ?? "null")}
            """
    }

    /// What stands over the rows.
    static let header =
        row("figure", "value", "ratio", "target", "met")
        + row(String(repeating: "-", count: 44), "---", "---", "---", "---")

    /// The figure as a row of a table in Markdown.
    var row: String {
        Self.row(
            name,
            value.map { "\(Self.number($0)) \(unit)" } ?? "**not measured**",
            ratio.map(Self.number) ?? "–",
            targetText ?? "–",
            isMet.map { $0 ? "yes" : "**no**" } ?? "–"
        )
    }

    private static func row(_ name: String, _ others: String...) -> String {
        let cells = [name.padding(toLength: max(44, name.count), withPad: " ", startingAt: 0)] + others
        return "| " + cells.joined(separator: " | ") + " |\n"
    }

    private static func number(_ value: Double) -> String {
        String(format: value < 10 ? "%.3f" : "%.1f", value)
    }
}
