// SPDX-License-Identifier: Apache-2.0

public import Registry

extension Province.File {
    /// What reconciliation of a month looks at.
    public static let month: [Province.File] = [.cards, .roster, .paylist, .payments, .ruralPayments]

    /// The kind of file that it is.
    public var kind: ImportKind {
        switch self {
        case .cards: .cards
        case .roster: .roster
        case .paylist: .paylist
        case .health: .health
        case .payments, .ruralPayments: .payments
        }
    }

    /// The bank whose file it is.
    public var bank: String? {
        switch self {
        case .payments: Province.mainBank
        case .ruralPayments: Province.ruralBank
        default: nil
        }
    }

    /// A request to import it.
    public func request(fileDigest: [UInt8], now: Int64, by: String) throws -> ImportRequest {
        var request = ImportRequest(kind: kind, fileDigest: fileDigest, now: now, by: by)
        if let bank { request.batch = try PaymentBatch(bank: bank, period: Period(Province.period), batch: "1") }
        request.isFinal = self == .payments
        return request
    }
}
