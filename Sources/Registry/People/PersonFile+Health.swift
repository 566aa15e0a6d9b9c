// SPDX-License-Identifier: Apache-2.0

extension PersonFile {
    /// A health status, and whether it is still good.
    public struct HealthStanding: Hashable, Sendable {
        /// The stored facts.
        public let entry: HealthEntry
        /// ``ComponentState/active`` or ``ComponentState/expired``.
        public let state: ComponentState
    }

    /// The health status at a moment, nil when there is none.
    public func health(at now: Int64) -> HealthStanding? {
        health.map { HealthStanding(entry: $0, state: hasDied || $0.validUntil <= now ? .expired : .active) }
    }
}
