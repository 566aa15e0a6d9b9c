// SPDX-License-Identifier: Apache-2.0

/// What each role is told of a verdict (product.md §4): a file of the deployment, or the table of the contract.
public struct DisclosurePolicy: Hashable, Sendable {
    /// 自助终端.
    public var kiosk: RoleDisclosure
    /// 窗口.
    public var window: RoleDisclosure
    /// 主管.
    public var supervisor: RoleDisclosure

    /// What one role is told.
    public subscript(role: Role) -> RoleDisclosure {
        switch role {
        case .kiosk: kiosk
        case .window: window
        case .supervisor: supervisor
        }
    }

    /// The table of product.md §4.
    public static let standard = DisclosurePolicy(
        kiosk: RoleDisclosure(
            name: .masked,
            idNumber: .none,
            card: .state,
            relief: .category,
            payments: .init(.amountOnTouch, isThisMonthOnly: true),
            health: .state,
            warnings: false,
            reveal: false
        ),
        window: RoleDisclosure(
            name: .full,
            idNumber: .masked,
            card: .lastFour,
            relief: .certificate,
            payments: .init(.full),
            health: .dates,
            warnings: true,
            reveal: false
        ),
        supervisor: RoleDisclosure(
            name: .full,
            idNumber: .masked,
            card: .lastFour,
            relief: .history,
            payments: .init(.full),
            health: .dates,
            warnings: true,
            reveal: true
        )
    )

    /// A policy from a file.
    ///
    /// - Throws: ``VerificationError`` `verification.malformed`, `verification.unknown-key` or `verification.too-much`.
    public init(json bytes: [UInt8]) throws(VerificationError) {
        self = try StrictJSON.decode(bytes, as: DisclosurePolicy.self)
    }

    private init(kiosk: RoleDisclosure, window: RoleDisclosure, supervisor: RoleDisclosure) {
        self.kiosk = kiosk
        self.window = window
        self.supervisor = supervisor
    }
}

extension DisclosurePolicy: Codable {
    private enum Key: String, CodingKey, CaseIterable { case kiosk, window, supervisor }

    /// Reads all three roles; nothing else may be there.
    ///
    /// - Throws: ``VerificationError`` `verification.unknown-key` or `verification.too-much`, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        kiosk = try values.decode(RoleDisclosure.self, forKey: .kiosk)
        window = try values.decode(RoleDisclosure.self, forKey: .window)
        supervisor = try values.decode(RoleDisclosure.self, forKey: .supervisor)
        // A screen in a hall, with others looking on and nobody who answers for it.
        guard !kiosk.reveal, kiosk.name <= .masked, kiosk.idNumber == .none, kiosk.payments.detail <= .amountOnTouch
        else {
            throw VerificationError(.tooMuch, "kiosk: a full name, an id number, amounts unasked or reveals")
        }
    }

    /// Writes all three roles.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(kiosk, forKey: .kiosk)
        try values.encode(window, forKey: .window)
        try values.encode(supervisor, forKey: .supervisor)
    }
}
