// SPDX-License-Identifier: Apache-2.0

/// The entries that rows of a batch are about: asked for in one go, and changed here until they are written in one go.
struct EntryWindow<Key: Hashable, Entry> {
    /// An entry that is to be written, and what it takes the place of; nil where the registry had none.
    typealias Change = (former: Entry?, entry: Entry)

    private var entries: [Key: Entry] = [:]
    /// What changed, in order.
    private(set) var changes: [Change] = []

    /// The entries that were found for keys, nil where the registry has none.
    init(_ keys: [Key], _ found: [Entry?]) {
        entries.reserveCapacity(keys.count)
        for case (let key, let entry?) in zip(keys, found) { entries[key] = entry }
    }

    /// The entry of a key as it stands now, nil when unknown.
    subscript(key: Key) -> Entry? { entries[key] }

    /// Adds or replaces an entry.
    mutating func put(_ entry: Entry, for key: Key) {
        changes.append((former: entries.updateValue(entry, forKey: key), entry: entry))
    }
}
