// SPDX-License-Identifier: Apache-2.0

import Audit
import Storage
import Verification

/// What a verification is for, as it was sent: service item (事项编码), business number (业务流水号), operator.
struct Purpose: Sendable {
    /// A purpose that is named in full.
    struct Named: Sendable {
        let item: ServiceItem
        let business: String
        let operatorID: String
    }

    private static let maximumLength = 64

    let item: String?
    let business: String?
    let operatorID: String?

    /// Says what is missing, before more is done.
    ///
    /// - Throws: ``ProblemDocument`` `purpose_required`.
    func check(for terminal: Terminal) throws(ProblemDocument) {
        let parts = [
            ("item", item ?? terminal.item), ("business", business ?? terminal.item),
            ("operator", operatorID ?? terminal.operatorID),
        ]
        let missing = parts.filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty else {
            throw ProblemDocument(.purposeRequired, "missing: \(missing.joined(separator: ", "))")
        }
    }

    /// The purpose with what is configured for a terminal in place of what was not sent.
    ///
    /// - Throws: ``ProblemDocument`` `purpose_required`, `item_unknown` or `request_malformed`.
    func completed(
        by terminal: Terminal,
        in catalogue: ItemCatalogue,
        auditID: AuditID
    ) throws(ProblemDocument) -> Named {
        try check(for: terminal)
        // At a kiosk nobody counts the cases, so the verification's own name is its business number.
        let business = business ?? auditID.description
        let code = item ?? terminal.item ?? ""
        let operatorID = operatorID ?? terminal.operatorID ?? ""
        let parts = [("item", code), ("business", business), ("operator", operatorID)]
        for (name, text) in parts where text.count > Self.maximumLength || !TraceRecord.isText(text) {
            throw ProblemDocument(.requestMalformed, "\(name) is empty, too long or has control characters")
        }
        guard let item = catalogue[code] else { throw ProblemDocument(.itemUnknown) }
        return Named(item: item, business: business, operatorID: operatorID)
    }
}
