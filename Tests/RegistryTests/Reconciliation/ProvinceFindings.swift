// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

/// What reconciliation finds in a province, said as the province says what it expects.
struct ProvinceFindings {
    let reconciliation: Reconciliation
    /// Everything that did not match.
    var reported: Set<Province.Expectation> = []
    /// How many there are.
    var count = 0

    init(_ province: Province, in office: Office) throws {
        try office.load(province)
        var terms = ReconciliationTerms(asOf: try CalendarDay(Province.asOf))
        terms.listsEverything = true
        reconciliation = try office.registry.reconcile(Period(Province.period), terms)
        let serials = [
            Province.mainBank: Self.column(6, of: province.bytes(.payments)),
            Province.ruralBank: Self.column(6, of: province.bytes(.ruralPayments)),
        ]
        for payment in reconciliation.payments where payment.outcome != .matched {
            let serial = try #require(serials[payment.batch.bank]?[payment.line - 1])
            report(.payment(serial: serial), payment.outcome.rawValue)
        }
        let people = try Dictionary(
            Self.column(0, of: province.bytes(.cards)).dropFirst()
                .map { (try office.registry.key(of: IDNumber($0)), $0) }
                + Self.column(1, of: province.bytes(.roster)).dropFirst()
                .map { (try office.registry.key(of: IDNumber($0)), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for entitlement in reconciliation.entitlements where entitlement.outcome != .matched {
            let id = try #require(people[entitlement.person])
            report(.entitlement(idNumber: id, item: entitlement.item), entitlement.outcome.rawValue)
        }
    }

    private mutating func report(_ subject: Province.Expectation.Subject, _ finding: String) {
        reported.insert(Province.Expectation(subject: subject, finding: finding))
        count += 1
    }

    private static func column(_ number: Int, of bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n"))
            .map { row in
                let fields = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                return String(decoding: fields[number], as: UTF8.self)
            }
    }
}

extension Office {
    /// Imports the files of a province, of which every row has to be good.
    func load(_ province: Province, paylist: Bool = true) throws {
        for file in Province.File.month where paylist || file != .paylist {
            let report = try load(file.kind, province.bytes(file), piece: 1 << 16) { request in
                request = try file.request(fileDigest: request.fileDigest, now: request.now, by: request.by)
            }
            #expect(report.lines.isEmpty)
        }
    }
}
