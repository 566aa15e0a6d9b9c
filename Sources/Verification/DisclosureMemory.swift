// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Synchronization

/// What disclosures said that were found good, for ten minutes.
///
/// A resident mostly shows the same of a credential again. What disclosures say follows from them and from the payload
/// with their digests, and from nothing else: where both are byte for byte those of before, so is the answer.
///
/// It is about people, so it is kept in memory only, and short: with the first credential after ten minutes, or after the
/// clock went back, everything is forgotten. It is bounded, too.
final class DisclosureMemory: Sendable {
    /// How long what was disclosed may be kept, in seconds.
    static let lifetime: Int64 = 600

    private let capacity: Int
    private let kept: Mutex<(since: Int64, checked: RecentEntries<Checked>)>

    init(capacity: Int) {
        self.capacity = capacity
        kept = Mutex((.min, RecentEntries(capacity: capacity)))
    }

    /// How many different disclosures are kept.
    var count: Int { kept.withLock { $0.checked.count } }

    /// The components that the holder disclosed, checked now or, for the very same bytes, before.
    func components(
        of credential: VerifiedCredential,
        _ crypto: some CryptoProvider,
        now: Int64
    ) throws(CodeError) -> Components {
        let bits = credential.id.bits
        let before = kept.withLock { kept in
            if !Self.isYoung(kept.since, at: now) { kept = (now, RecentEntries(capacity: capacity)) }
            return kept.checked.first(bits) { $0.isOf(credential) }
        }
        if let before { return before.components }
        let components = try credential.components(disclosedWith: crypto)
        let checked = Checked(credential, components)
        kept.withLock { kept in
            // Another thread may have judged by another time meanwhile.
            if Self.isYoung(kept.since, at: now) { kept.checked.insert(checked, bits) }
        }
        return components
    }

    private static func isYoung(_ since: Int64, at now: Int64) -> Bool {
        let (age, isTooLong) = now.subtractingReportingOverflow(since)
        return !isTooLong && (0...lifetime).contains(age)
    }

    /// What some disclosures of a credential said; nothing that describes values shows what is in a class.
    private final class Checked: Sendable {
        let components: Components
        private let payload: ArraySlice<UInt8>
        private let disclosures: ArraySlice<UInt8>

        /// Copies, since the slices would keep all bytes of the code.
        init(_ credential: VerifiedCredential, _ components: Components) {
            payload = Array(credential.payloadBytes)[...]
            disclosures = Array(credential.disclosureBytes)[...]
            self.components = components
        }

        func isOf(_ credential: VerifiedCredential) -> Bool {
            payload.isSame(as: credential.payloadBytes) && disclosures.isSame(as: credential.disclosureBytes)
        }
    }
}
