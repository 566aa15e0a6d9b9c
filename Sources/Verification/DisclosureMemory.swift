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
/// clock went back, everything is forgotten. Most credentials are shown once, and of these nothing is kept but the id. It is
/// bounded, too.
final class DisclosureMemory: Sendable {
    /// How long what was disclosed may be kept, in seconds.
    static let lifetime: Int64 = 600

    private let capacity: Int
    private let kept: Mutex<Kept>

    /// What is kept since a moment.
    private struct Kept {
        let since: Int64
        var checked: RecentEntries<Checked>
        /// Ids of credentials that were shown, each where its own bits say; a later one takes the place.
        private var shown: [UInt64]

        init(since: Int64, capacity: Int) {
            self.since = since
            checked = RecentEntries(capacity: capacity)
            shown = Array(repeating: 0, count: max(1, capacity))
        }

        /// Whether a credential was shown before, as far as that is known; from now on it was.
        mutating func wasShown(_ id: UInt64) -> Bool {
            let place = Int(id.multipliedFullWidth(by: UInt64(shown.count)).high)
            defer { shown[place] = id }
            return shown[place] == id
        }
    }

    init(capacity: Int) {
        self.capacity = capacity
        kept = Mutex(Kept(since: .min, capacity: capacity))
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
            if !Self.isYoung(kept.since, at: now) { kept = Kept(since: now, capacity: capacity) }
            return kept.checked.first(bits) { $0.isOf(credential) }
        }
        if let before { return before.components }
        let components = try credential.components(disclosedWith: crypto)
        kept.withLock { kept in
            // Another thread may have judged by another time meanwhile.
            guard Self.isYoung(kept.since, at: now), kept.wasShown(bits) else { return }
            kept.checked.insert(Checked(credential, components), bits)
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
