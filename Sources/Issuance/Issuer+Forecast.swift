// SPDX-License-Identifier: Apache-2.0

public import Registry
import Trust

/// How many slots of codes would change with the registry, by what they would become.
public struct StatusForecast: Hashable, Sendable {
    /// Slots that would be revoked, for good.
    public var revoked = 0
    /// Slots that would be suspended.
    public var suspended = 0
    /// Slots that would be valid again.
    public var restored = 0

    /// None.
    public init() {}
}

extension Issuer {
    /// What codes would become if the registry were as `reading` has it; nothing is changed.
    ///
    /// - Parameters:
    ///   - people: those whose codes are looked at.
    ///   - reading: the registry as it would be, such as in a trial of an import.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: how many slots would change.
    /// - Throws: what the stores and the sealer throw.
    public func forecast(
        for people: Set<PersonKey>,
        in reading: any RegistryReading,
        at now: Int64
    ) throws -> StatusForecast {
        var forecast = StatusForecast()
        for person in people {
            let entries = try store.read { try $0.credentials(of: person) }.filter { $0.expiresAt > now }
            guard !entries.isEmpty, let file = try registry.file(for: person, payments: 0, in: reading) else {
                continue
            }
            for entry in entries {
                let states = try entry.facts.states(in: file, at: now, credential: entry[.credential], sealer: sealer)
                for (before, after) in zip(entry.states, states) where before != after && before != .revoked {
                    switch after {
                    case .revoked: forecast.revoked += 1
                    case .suspended: forecast.suspended += 1
                    case .valid: forecast.restored += 1
                    }
                }
            }
        }
        return forecast
    }
}
