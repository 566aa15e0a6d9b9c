// SPDX-License-Identifier: Apache-2.0

/// How long data are kept once nobody needs them any more, in days; what is older is destroyed by `heyima registry prune`.
///
/// The defaults and their reasons stand in docs/privacy.md. In JSON any of them may be left out.
public struct RetentionLimits: Hashable, Sendable, Codable {
    /// A health status, after its 有效期至.
    public var health = 30
    /// A person on the roster, after the end of all relief.
    public var people = 1_826
    /// Payments and lines of the paylist, after they were made or due.
    public var payments = 10_958
    /// Files that are held, and what undoing an import would put back, after they were brought.
    public var uploads = 30
    /// Notes of imports, but for the latest of each kind.
    public var imports = 3_653
    /// The order of changes that other systems follow.
    public var changes = 1_096
    /// Notices, drained or not: what was owed so long ago is no news.
    public var notices = 60
    /// Records of credentials, printed codes and tickets, after their end.
    public var credentials = 365

    /// The defaults.
    public init() {}

    /// Limits of which any may be left out.
    ///
    /// - Throws: `DecodingError`, also for a limit outside of ``range``.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func days(_ key: CodingKeys, _ usual: Int) throws -> Int {
            guard let days = try members.decodeIfPresent(Int.self, forKey: key) else { return usual }
            guard Self.range.contains(days) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: members, debugDescription: "days out of range")
            }
            return days
        }
        health = try days(.health, health)
        people = try days(.people, people)
        payments = try days(.payments, payments)
        uploads = try days(.uploads, uploads)
        imports = try days(.imports, imports)
        changes = try days(.changes, changes)
        credentials = try days(.credentials, credentials)
        notices = try days(.notices, notices)
    }

    /// What a limit may be: at least a month, so that nothing goes while verifiers still work with it.
    public static let range = 30...36_525
}
