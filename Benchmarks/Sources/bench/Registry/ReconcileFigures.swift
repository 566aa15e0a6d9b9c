// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import Registry
import VirtualDeployment

/// A month of a province, reconciled.
enum ReconcileFigures {
    private static let rounds = 3

    static func measure(in directory: URL, _ scale: RegistryScale, _ report: (Figure) -> Void) async throws {
        // Ten households have 13 entitlements and 14 payments.
        let province = Province(households: scale.of(770_000), discrepancyEvery: 50)
        let files = try Province.File.month.map { try ProvinceFile($0, of: province, in: directory, suffix: "-month") }
        let ours = try RegistryDeployment(in: directory, "month")
        defer {
            try? FileManager.default.removeItem(at: ours.directory)
            for file in files { try? FileManager.default.removeItem(atPath: file.path) }
        }
        for file in files { _ = try await ours.importFile(file) }
        let records = try ours.deployment.records(passphrase: ours.secret)
        let period = try Period(Province.period)
        let terms = ReconciliationTerms(asOf: try CalendarDay(Province.asOf))
        let lines = files.filter { $0.kind == .paylist }.reduce(0) { $0 + $1.rows }
        let payments = files.filter { $0.kind.kind == .payments }.reduce(0) { $0 + $1.rows }

        var shell = Comparison()
        var duck = Comparison()
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            let found = try records.registry.reconcile(period, terms)
            let csv = found.csv()
            let seconds = start.duration(to: .now) / .seconds(1)
            let all = found.totals.all
            try expect(
                !csv.isEmpty && all.allPayments.count == payments,
                "\(all.allPayments.count) payments were judged"
            )
            try expect(all.allEntitlements.count >= lines, "\(all.allEntitlements.count) entitlements were judged")
            shell.add(
                ours: seconds,
                peer: try await SQLiteShell.judgeMonth(
                    of: ours.deployment.files.database,
                    lines: lines,
                    payments: payments
                )
            )
            if let peer = try await DuckDB.joinMonth(files) { duck.add(ours: seconds, peer: peer) }
        }
        let size = RegistryScale.text(lines)
        report(
            Figure(
                name: "registry.reconcile \(size) entitlements, against sqlite3",
                value: shell.ours.median,
                unit: "s",
                ratio: shell.ratio,
                target: .atMost(0.5)
            )
        )
        guard !duck.peer.times.isEmpty else { return }
        report(
            Figure(
                name: "registry.reconcile, DuckDB from the CSV files",
                value: duck.peer.median,
                unit: "s",
                ratio: duck.ratio,
                target: nil
            )
        )
    }
}
