// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import Registry
import Signing
import VirtualDeployment

/// A person's record for a verdict, in a registry of very many.
enum LookupFigure {
    private static let rounds = 5
    private static let lookups = 2_000

    static func measure(in directory: URL, _ scale: RegistryScale, _ report: (Figure) -> Void) async throws {
        let people = scale.of(2_000_000)
        let province = Province(people: people)
        let ours = try RegistryDeployment(in: directory, "lookup")
        defer { try? FileManager.default.removeItem(at: ours.directory) }
        for kind in Province.File.month {
            let file = try ProvinceFile(kind, of: province, in: directory, suffix: "-lookup")
            defer { try? FileManager.default.removeItem(atPath: file.path) }
            _ = try await ours.importFile(file)
        }
        let records = try ours.deployment.records(passphrase: ours.secret)
        let keys = try records.registry.store.read { store in
            try (0..<rounds * lookups)
                .compactMap { _ in
                    // Keys are digests, so that whoever follows a random one is anybody.
                    let place = PersonKey(bytes: SecureRandom.bytes(16))
                    return try store.people(after: place, limit: 1).first?.key
                }
        }
        // As where a service has run for a while: what the machine has memory for is in it.
        let handle = try FileHandle(forReadingFrom: ours.deployment.files.database)
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {}
        var measurement = Measurement()
        for round in 0..<rounds {
            let part = stride(from: round, to: keys.count, by: rounds).map { keys[$0] }
            try await measurement.measure {
                for key in part {
                    let file = try records.registry.file(for: key)
                    try expect(file?.reliefs.isEmpty == false, "a person has no record")
                }
            }
        }
        report(
            Figure(
                name: "registry.record of one of \(RegistryScale.text(people)) people",
                value: measurement.median / Double(keys.count / rounds) * 1e6,
                unit: "µs",
                ratio: nil,
                target: .atMost(100)
            )
        )
    }
}
