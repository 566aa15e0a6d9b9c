// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Measures all groups, or those named.
@main struct Bench {
    private typealias Report = (Figure) -> Void

    private static let groups: [(name: String, measure: @Sendable (Report) async throws -> Void)] = [
        ("verify", VerifyGroup.measure),
        ("symbol", SymbolGroup.measure),
        ("scan", ScanGroup.measure),
        ("start", StartGroup.measure),
        ("service", ServiceGroup.measure),
        ("registry", RegistryGroup.measure),
    ]

    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        if wanted.first == ImportRun.argument { return try ImportRun.main(Array(wanted.dropFirst())) }
        if let unknown = wanted.first(where: { name in !groups.contains { $0.name == name } }) {
            let names = groups.map(\.name).joined(separator: ", ")
            complain("no group \(unknown), there are \(names)")
            exit(2)
        }
        var table = Figure.header
        for group in groups where wanted.isEmpty || wanted.contains(group.name) {
            do {
                try await group.measure { figure in
                    print(figure.json)
                    fflush(nil)
                    table += figure.row
                }
            } catch {
                complain("\(group.name): \(error)")
                exit(1)
            }
        }
        FileHandle.standardError.write(Data(("\n" + table).utf8))
    }

    private static func complain(_ what: String) { FileHandle.standardError.write(Data("bench: \(what)\n".utf8)) }
}
