// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Imports, reconciliation, look-ups and status lists at the size of a province.
enum RegistryGroup {
    static var parts: [BenchGroup] {
        [
            part("import") { try await ImportFigures.measure(in: $0, $1, $2) },
            part("reconcile") { try await ReconcileFigures.measure(in: $0, $1, $2) },
            part("record") { try await LookupFigure.measure(in: $0, $1, $2) },
            part("status") { try StatusListFigures.measure(in: $0, $1, $2) },
        ]
    }

    /// A part that is measured in a directory of its own.
    private static func part(
        _ name: String,
        _ measure: @escaping @Sendable (URL, RegistryScale, BenchGroup.Report) async throws -> Void
    ) -> BenchGroup {
        BenchGroup("registry.\(name)") { report in
            let scale = try RegistryScale(environment: ProcessInfo.processInfo.environment)
            let directory = FileManager.default.temporaryDirectory.appending(path: "heyima-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: directory) }
            try await measure(directory, scale, report)
        }
    }
}
