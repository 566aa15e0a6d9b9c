// SPDX-License-Identifier: Apache-2.0

/// The registry of people: imports departments' files, answers what is known of a person, and records single changes.
///
/// It holds no state of its own; the store decides who may write at a time. All calls block as those of the store do.
public struct PersonRegistry: Sendable {
    /// Where everything is kept.
    public let store: any RegistryStore
    /// The words that departments use.
    public let catalogue: Catalogue
    let vault: PersonVault
    /// When the store was brought back from a backup last, unix seconds; nil where it never was.
    let restoredAt: Int64?

    /// A registry on a store, with the sealer that made what the store holds.
    ///
    /// - Parameters:
    ///   - store: where everything is kept.
    ///   - sealer: opens and seals what names people.
    ///   - catalogue: the words that departments use.
    ///   - restoredAt: when the store was brought back from a backup last, unix seconds; nil where it never was.
    public init(
        store: any RegistryStore,
        sealer: any PersonalDataSealer,
        catalogue: Catalogue = .foshan,
        restoredAt: Int64? = nil
    ) {
        self.store = store
        self.catalogue = catalogue
        self.restoredAt = restoredAt
        vault = PersonVault(sealer: sealer)
    }

    /// The key that finds a person, whether known or not.
    public func key(of idNumber: IDNumber) throws -> PersonKey { try vault.key(of: idNumber) }

    /// The key that finds a person, and those that did before the sealing key was rotated: for the trace, which is not
    /// written anew.
    public func keys(of idNumber: IDNumber) throws -> [PersonKey] {
        [try vault.key(of: idNumber)] + (try vault.formerKeys(of: idNumber))
    }

    /// The same of a person by the key that finds them now.
    public func keys(of person: PersonKey) throws -> [PersonKey] {
        guard let entry = try store.read({ try $0.person(person) }) else { return [person] }
        return try keys(of: vault.open(entry).idNumber)
    }

    /// Changes with a sequence above `sequence` in order, at most `limit`.
    public func changes(after sequence: Int64, limit: Int = 1000) throws -> [RegistryChange] {
        try store.read { try $0.changes(after: sequence, limit: limit) }
    }
}
