// SPDX-License-Identifier: Apache-2.0

public import MergedCode
public import Trust

/// The rules that a verifier was set up with.
public struct Policy: Hashable, Sendable {
    /// The components that the purpose requires.
    public var required: Set<ComponentKey>
    /// The components that the purpose looks at; `nil` for all that are disclosed.
    ///
    /// One that it neither shows nor requires is treated as if it had not been disclosed: it is not told, and neither is anything
    /// decided by it.
    public var shown: Set<ComponentKey>?
    /// How far clocks may differ, in seconds (wire-format.md §11).
    public var skew: Int64
    /// How old a code may be at most, in seconds, even while it is unexpired.
    public var maximumAge: Int64
    /// The id of this terminal, which a code may be addressed to besides the deployment as a whole.
    public var terminal: String?

    /// A policy; the defaults are those of wire-format.md §11.
    public init(
        required: Set<ComponentKey> = [],
        shown: Set<ComponentKey>? = nil,
        skew: Int64 = 30,
        maximumAge: Int64 = 90,
        terminal: String? = nil
    ) {
        self.required = required
        self.shown = shown
        self.skew = skew
        self.maximumAge = maximumAge
        self.terminal = terminal
    }
}

extension Policy {
    /// Whether the purpose looks at a component.
    func looksAt(_ component: ComponentKey) -> Bool {
        shown?.contains(component) ?? true || required.contains(component)
    }

    /// What a reason about a component makes of the verdict: where the purpose requires the component it refuses.
    func outcome(of reason: ReasonCode, for component: ComponentKey) -> Outcome {
        required.contains(component) ? .reject : reason.outcome
    }
}

/// What a verdict depends on besides the code itself: all of it values, nothing is fetched or remembered on the way.
public struct Circumstances: Sendable {
    /// What the answer to a look-up was.
    public enum LookUp: Sendable {
        /// There is nobody to ask.
        case unavailable
        /// Whoever knows all credentials knows none of this id.
        case none
        /// What was recorded of it at its issue, and what is known of its person now.
        ///
        /// Kept apart, so that a verifier that has nobody to ask does not carry the room for it.
        indirect case found(RecordedCredential)
    }

    /// The time to judge by, seconds since 1970 UTC.
    public var now: Int64
    /// What is believed about issuers and status; `nil` where there is no valid trust list.
    public var trust: TrustSnapshot?
    /// What was seen before under this anchor, against lists and clocks that go back; `nil` without a memory.
    public var memory: TrustMemory?
    /// The rules.
    public var policy: Policy
    /// The challenge that this terminal showed; `nil` if none.
    public var challenge: [UInt8]?
    /// What is recorded of the credential that the code names.
    public var lookUp: LookUp
    /// Since when the memory of codes is whole, seconds since 1970 UTC; `nil` where nothing of it was ever lost.
    ///
    /// A code that was made before may have been used without anybody knowing.
    public var codesKnownSince: Int64?

    /// Circumstances of an offline verifier, unless more is said.
    public init(
        now: Int64,
        trust: TrustSnapshot?,
        memory: TrustMemory? = nil,
        policy: Policy = Policy(),
        challenge: [UInt8]? = nil,
        lookUp: LookUp = .unavailable,
        codesKnownSince: Int64? = nil
    ) {
        self.now = now
        self.trust = trust
        self.memory = memory
        self.policy = policy
        self.challenge = challenge
        self.lookUp = lookUp
        self.codesKnownSince = codesKnownSince
    }
}
