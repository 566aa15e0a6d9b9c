// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import VirtualDeployment

/// The roster of a province: imported, brought again, and twice as long.
enum ImportFigures {
    private static let rounds = 3

    static func measure(in directory: URL, _ scale: RegistryScale, _ report: (Figure) -> Void) async throws {
        let people = scale.of(1_000_000)
        let size = RegistryScale.text(people)
        var province = Province(people: people)
        let roster = try ProvinceFile(.roster, of: province, in: directory)
        // Numbers of people are four to a household and of seventeen in ten households: this meets one in a hundred.
        province.reviewedEvery = 236
        let next = try ProvinceFile(.roster, of: province, in: directory, suffix: "-next")
        let keyed = try ProvinceFile(keyed: roster)

        var (first, again, ordered) = (Comparison(), Comparison(), Comparison())
        var peak = 0
        for round in 0..<rounds {
            let ours = try RegistryDeployment(in: directory, "import-\(round)")
            let shell = directory.appending(path: "peer-\(round).sqlite")
            let other = directory.appending(path: "ordered-\(round).sqlite")
            defer { for url in [ours.directory, shell, other] { try? FileManager.default.removeItem(at: url) } }
            let peer = try await SQLiteShell.importRoster(keyed, into: shell)
            let run = try await ours.importFile(roster)
            try expect(run.added == roster.rows, "\(run.added) rows were added")
            let rerun = try await ours.importFile(next)
            try expect(rerun.added == 0 && rerun.changed > 0, "\(rerun.changed) rows were changed")
            first.add(ours: run.seconds, peer: peer)
            ordered.add(ours: run.seconds, peer: try await SQLiteShell.importRoster(roster, into: other))
            again.add(ours: rerun.seconds, peer: run.seconds)
            peak = max(peak, run.peakBytes)
        }
        report(
            Figure(
                name: "registry.import \(size) rows, against sqlite3",
                value: first.ours.median,
                unit: "s",
                ratio: first.ratio,
                target: .atMost(2)
            )
        )
        report(
            Figure(
                name: "registry.import, sqlite3 by the departments' numbers",
                value: ordered.peer.median,
                unit: "s",
                ratio: ordered.ratio,
                target: nil
            )
        )
        report(
            Figure(
                name: "registry.import, 1 % changed, against the first",
                value: again.ours.median,
                unit: "s",
                ratio: again.ratio,
                target: .atMost(1)
            )
        )
        report(
            Figure(
                name: "registry.import, memory",
                value: Double(peak) / 1e6,
                unit: "MB",
                ratio: nil,
                target: .atMost(400)
            )
        )
        try report(await memoryOfTwice(people, peak, in: directory))
        try report(await onPostgreSQL(roster, keyed, in: directory))
    }

    private static func onPostgreSQL(
        _ roster: ProvinceFile,
        _ keyed: ProvinceFile,
        in directory: URL
    ) async throws -> Figure {
        var comparison = Comparison()
        for round in 0..<rounds where TestServer.isHere {
            let peer = try PostgreSQLShell.importRoster(keyed, into: ScratchDatabase())
            let database = try ScratchDatabase()
            let ours = try RegistryDeployment(
                in: directory,
                "postgres-\(round)",
                database: DatabaseAddress(database.url)
            )
            defer { try? FileManager.default.removeItem(at: ours.directory) }
            let run = try await ours.importFile(roster)
            try expect(run.added == roster.rows, "\(run.added) rows were added")
            comparison.add(ours: run.seconds, peer: peer)
        }
        let isMeasured = TestServer.isHere
        return Figure(
            name: "registry.import on PostgreSQL, against COPY",
            value: isMeasured ? comparison.ours.median : nil,
            unit: "s",
            ratio: isMeasured ? comparison.ratio : nil,
            target: .atMost(2)
        )
    }

    private static func memoryOfTwice(_ people: Int, _ peak: Int, in directory: URL) async throws -> Figure {
        let province = Province(people: 2 * people, seed: 2)
        let roster = try ProvinceFile(.roster, of: province, in: directory, suffix: "-twice")
        let ours = try RegistryDeployment(in: directory, "import-twice")
        defer {
            try? FileManager.default.removeItem(at: ours.directory)
            try? FileManager.default.removeItem(atPath: roster.path)
        }
        let run = try await ours.importFile(roster)
        return Figure(
            name: "registry.import \(RegistryScale.text(2 * people)) rows, memory against half",
            value: Double(run.peakBytes) / 1e6,
            unit: "MB",
            ratio: Double(run.peakBytes) / Double(peak),
            target: .atMost(1.1)
        )
    }
}
