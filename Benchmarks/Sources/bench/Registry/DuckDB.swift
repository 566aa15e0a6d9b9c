// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess
import SystemPackage
import VirtualDeployment

/// DuckDB of PyPI, straight from the departments' files.
enum DuckDB {
    /// Joins a month and gives how long that took, in seconds; nil where DuckDB is not installed.
    static func joinMonth(_ files: [ProvinceFile]) async throws -> Double? {
        let load = try Load.directory
        let python = load.deletingLastPathComponent().appending(path: ".build/venv/bin/python").filePath
        guard FileManager.default.isExecutableFile(atPath: python) else { return nil }
        let result = try await run(
            .path(FilePath(python)),
            arguments: Arguments([load.appending(path: "month.py").filePath] + files.map(\.path)),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        try expect(result.terminationStatus.isSuccess, "month.py: \(result.standardError)")
        return Double(result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
