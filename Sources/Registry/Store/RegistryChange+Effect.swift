// SPDX-License-Identifier: Apache-2.0

extension RegistryChange.Effect {
    /// What a change of standing is, nil where the standing is as before.
    init?(from before: ComponentState, to after: ComponentState) {
        guard before != after else { return nil }
        switch after {
        case .active: self = .restored
        case .lost, .suspended: self = .suspended
        case .cancelled, .ended, .expired: self = .ended
        case .superseded: self = .superseded
        case .pending: self = .updated
        }
    }
}

extension CardEntry {
    /// What became of the card's standing, nil where it is as before.
    func effect(from before: ComponentState, at now: Int64) -> RegistryChange.Effect? {
        RegistryChange.Effect(from: before, to: state(at: now))
    }
}

extension ReliefEntry {
    /// What became of the row's standing, nil where it is as before.
    ///
    /// A higher version is a change of its own, since the older certificate is over while relief goes on; a lower one, which
    /// an import that is undone puts back, is good again.
    func effect(from before: ReliefEntry, at now: Int64) -> RegistryChange.Effect? {
        let effect = RegistryChange.Effect(from: before.state(at: now), to: state(at: now))
        guard effect == nil, version != before.version else { return effect }
        return version > before.version ? .superseded : .restored
    }
}
