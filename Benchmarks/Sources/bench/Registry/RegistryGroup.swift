// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Imports, reconciliation, look-ups and status lists at the size of a province.
enum RegistryGroup {
    static func measure(_ report: (Figure) -> Void) async throws {
        let scale = try RegistryScale(environment: ProcessInfo.processInfo.environment)
        let directory = FileManager.default.temporaryDirectory.appending(path: "heyima-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await ImportFigures.measure(in: directory, scale, report)
        try await ReconcileFigures.measure(in: directory, scale, report)
        report(try await LookupFigure.measure(in: directory, scale))
        try StatusListFigures.measure(in: directory, scale, report)
    }
}
