// SPDX-License-Identifier: Apache-2.0

/// How everything that is sealed, and every keyed digest, is made anew when one key takes the place of another.
///
/// A digest is made anew from the digest itself, so that nothing is left behind whose plaintext is kept nowhere: people of
/// whom only the paylist speaks, or who were forgotten.
public struct Resealing: Sendable {
    private let former: any PersonalDataSealer
    private let next: any PersonalDataSealer
    private let remake: @Sendable ([UInt8]) throws -> [UInt8]

    /// A way from one key to the next.
    ///
    /// - Parameters:
    ///   - former: opens what there is.
    ///   - next: seals it again.
    ///   - remake: gives the digest of at least 16 bytes that `next` makes, from the first 16 bytes of the one that `former`
    ///     makes of the same value.
    public init(
        from former: any PersonalDataSealer,
        to next: any PersonalDataSealer,
        remake: @escaping @Sendable ([UInt8]) throws -> [UInt8]
    ) {
        self.former = former
        self.next = next
        self.remake = remake
    }

    /// A digest anew, as long as it was: 16 to 32 bytes.
    public func digest(_ digest: [UInt8]) throws -> [UInt8] {
        guard digest.count >= 16 else { throw RegistryError(.sealedData, "a digest is shorter than 16 bytes") }
        return Array(try remake(Array(digest.prefix(16))).prefix(digest.count))
    }

    /// A key anew.
    public func key<Subject>(_ key: LookupKey<Subject>) throws -> LookupKey<Subject> {
        guard let key = LookupKey<Subject>(bytes: try digest(key.bytes)) else { throw RegistryError.unreadable }
        return key
    }

    /// A sealed value anew, under the context that it has from now on; nothing stays nothing.
    public func sealed(_ sealed: [UInt8], context: [UInt8], next nextContext: [UInt8]) throws -> [UInt8] {
        guard !sealed.isEmpty else { return [] }
        return try next.seal(former.open(sealed, context: context), context: nextContext)
    }

    /// What is sealed of a person anew, with the digests that it holds.
    public func sealed(_ person: PersonEntry) throws -> [UInt8] {
        var data = try PersonVault(sealer: former).open(person)
        data.cards = try Dictionary(uniqueKeysWithValues: data.cards.map { (try key($0.key), $0.value) })
        data.reliefs = try Dictionary(uniqueKeysWithValues: data.reliefs.map { (try key($0.key), $0.value) })
        return try PersonVault(sealer: next).seal(data, key: key(person.key)).sealed
    }
}
