// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    private static let pageLength = 500

    /// Hands over everybody about whom departments or districts contradict each other, in one snapshot.
    ///
    /// Names are sealed, so everybody is opened: not for a request that somebody waits for.
    ///
    /// - Parameters:
    ///   - now: the moment, unix seconds.
    ///   - body: takes a person, without payments, and the conflicts about them.
    /// - Throws: what the store, the sealer or the body throws.
    public func eachConflict(at now: Int64, _ body: (PersonFile, [PersonFile.Conflict]) throws -> Void) throws {
        try store.read { reading in
            var last: PersonKey?
            while case let page = try reading.people(after: last, limit: Self.pageLength), !page.isEmpty {
                for person in page {
                    guard let file = try file(for: person.key, payments: 0, in: reading) else { continue }
                    let conflicts = file.conflicts(at: now)
                    if !conflicts.isEmpty { try body(file, conflicts) }
                }
                last = page.last?.key
            }
        }
    }
}
