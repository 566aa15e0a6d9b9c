// SPDX-License-Identifier: Apache-2.0

import MergedCode

/// Who reads a verdict, which decides what they are told (product.md §4).
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// 自助终端: a machine in a hall, with others looking on.
    case kiosk
    /// 窗口: staff at a service window, or a social worker at the door.
    case window
    /// 主管: who also sees history.
    case supervisor
}

extension Verdict {
    /// The verdict with no more in it than the role is told; outcome, reasons and checks stay.
    public func told(to role: Role) -> Verdict {
        guard role == .kiosk else { return self }
        var told = self
        if case .confirmed(let name, _) = identity {
            told.identity = .confirmed(name: name.map(Identity.maskingGivenName), idNumber: nil)
        }
        told.card = CardFinding(state: card.state)
        told.relief = ReliefFinding(state: relief.state)
        // A category beside a state that is not good would read as an entitlement.
        if relief.state == .valid { told.relief.categories = Set(relief.certificates.map(\.category)).sorted() }
        // The amount is told after a touch, which a kiosk asks for; what this page writes is the state alone.
        told.payments = payments.map { PaymentFinding(period: $0.period, item: $0.item, state: $0.state) }
        told.health = HealthFinding(state: health.state)
        return told
    }
}
