// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Imports, reconciliation, look-ups and status lists at the size of a province.
enum RegistryGroup {
    private typealias Measure = @Sendable (URL, RegistryScale, (Figure) -> Void) async throws -> Void

    /// Each measured in a directory of its own.
    static let parts: [(name: String, measure: @Sendable ((Figure) -> Void) async throws -> Void)] = [
        part("import", ImportFigures.measure), part("reconcile", ReconcileFigures.measure),
        part("record", LookupFigure.measure), part("status", StatusListFigures.measure),
    ]

    private static func part(
        _ name: String,
        _ measure: @escaping Measure
    ) -> (name: String, measure: @Sendable ((Figure) -> Void) async throws -> Void) {
        (
            "registry.\(name)",
            { report in
                let scale = try RegistryScale(environment: ProcessInfo.processInfo.environment)
                let directory = FileManager.default.temporaryDirectory
                    .appending(path: "heyima-bench-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
                defer { try? FileManager.default.removeItem(at: directory) }
                try await measure(directory, scale, report)
            }
        )
    }
}
