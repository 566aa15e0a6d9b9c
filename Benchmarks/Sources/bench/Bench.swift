// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Measures all groups, or those named.
@main struct Bench {
    private static let groups: [(name: String, figures: @Sendable () async throws -> [Figure])] = [
        ("verify", VerifyGroup.figures),
        ("symbol", SymbolGroup.figures),
        ("scan", ScanGroup.figures),
        ("start", StartGroup.figures),
    ]

    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        if let unknown = wanted.first(where: { name in !groups.contains { $0.name == name } }) {
            let names = groups.map(\.name).joined(separator: ", ")
            FileHandle.standardError.write(Data("bench: no group \(unknown), there are \(names)\n".utf8))
            exit(2)
        }
        var table = Figure.header
        for group in groups where wanted.isEmpty || wanted.contains(group.name) {
            for figure in try await group.figures() {
                print(figure.json)
                fflush(nil)
                table += figure.row
            }
        }
        FileHandle.standardError.write(Data(("\n" + table).utf8))
    }
}
