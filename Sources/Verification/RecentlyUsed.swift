// SPDX-License-Identifier: Apache-2.0

/// A bounded memory that forgets what was not used for longest, roughly.
///
/// It has two halves: what is used goes into the young one, and when that is full it becomes the old one and the former
/// old one is forgotten. So every step is a dictionary's, and the size never exceeds the capacity, which is 2 at least.
struct RecentlyUsed<Key: Hashable, Value> {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let half: Int

    init(capacity: Int) { half = max(1, capacity / 2) }

    var count: Int { young.count + old.count }

    mutating func value(for key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        insert(value, for: key)
        return value
    }

    mutating func insert(_ value: Value, for key: Key) {
        if young.count >= half, young[key] == nil {
            swap(&young, &old)
            // The room stays, so that a full memory allocates nothing any more.
            young.removeAll(keepingCapacity: true)
        }
        young[key] = value
    }
}
