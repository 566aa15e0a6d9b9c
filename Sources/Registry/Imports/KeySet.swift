// SPDX-License-Identifier: Apache-2.0

/// Keys of a file of millions of rows in little more than their 16 bytes each.
///
/// Keys are digests, so that their first bits spread them evenly over short sorted lists.
struct KeySet<Subject> {
    private var lists = [[LookupKey<Subject>]](repeating: [], count: 4096)

    /// Whether a key is in the set.
    func contains(_ key: LookupKey<Subject>) -> Bool {
        let list = lists[Self.list(of: key)]
        let place = Self.place(of: key, in: list)
        return place < list.count && list[place] == key
    }

    /// Adds a key, and gives whether it was new.
    mutating func insert(_ key: LookupKey<Subject>) -> Bool {
        let list = Self.list(of: key)
        let place = Self.place(of: key, in: lists[list])
        guard place == lists[list].count || lists[list][place] != key else { return false }
        lists[list].insert(key, at: place)
        return true
    }

    private static func list(of key: LookupKey<Subject>) -> Int { Int(key.words.0 >> 52) }

    /// Where the first key is that is not before this one.
    private static func place(of key: LookupKey<Subject>, in list: [LookupKey<Subject>]) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
