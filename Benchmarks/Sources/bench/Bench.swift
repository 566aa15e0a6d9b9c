// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Measures all groups, or those named; a name's first part names all that begin with it.
@main struct Bench {
    private static let groups =
        [
            BenchGroup("verify", VerifyGroup.measure), BenchGroup("symbol", SymbolGroup.measure),
            BenchGroup("scan", ScanGroup.measure), BenchGroup("start", StartGroup.measure),
            BenchGroup("service", ServiceGroup.measure),
        ] + RegistryGroup.parts

    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        if wanted.first == ImportRun.argument { return try ImportRun.main(Array(wanted.dropFirst())) }
        if let unknown = wanted.first(where: { name in !groups.contains { $0.isNamed(name) } }) {
            let names = groups.map(\.name).joined(separator: ", ")
            complain("no group \(unknown), there are \(names)")
            exit(2)
        }
        var table = Figure.header
        for group in groups where wanted.isEmpty || wanted.contains(where: group.isNamed) {
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
