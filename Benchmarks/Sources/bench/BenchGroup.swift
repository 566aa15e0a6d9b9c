// SPDX-License-Identifier: Apache-2.0

/// What is measured together, under one name.
struct BenchGroup: Sendable {
    typealias Report = (Figure) -> Void

    let name: String
    let measure: @Sendable (Report) async throws -> Void

    init(_ name: String, _ measure: @escaping @Sendable (Report) async throws -> Void) {
        self.name = name
        self.measure = measure
    }

    /// Whether a name is its own, or that of a group of groups which it is one of.
    func isNamed(_ name: String) -> Bool { self.name == name || self.name.hasPrefix(name + ".") }
}
