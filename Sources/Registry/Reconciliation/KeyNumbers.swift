// SPDX-License-Identifier: Apache-2.0

/// Numbers the keys of one subject from 0 on, so that rows can name a person or an account in four bytes and be found by position.
///
/// Keys are keyed digests and random already: a part of one is its hash. Open addressing, at most half full.
struct KeyNumbers<Subject> {
    private(set) var keys: [LookupKey<Subject>] = []
    private var slots = [UInt32](repeating: 0, count: 16)

    var count: Int { keys.count }

    /// The key's number, a new one when it was not seen before.
    mutating func number(of key: LookupKey<Subject>) -> Int32 {
        let slot = slot(of: key)
        if slots[slot] > 0 { return Int32(slots[slot] - 1) }
        keys.append(key)
        slots[slot] = UInt32(keys.count)
        if keys.count * 2 > slots.count { grow() }
        return Int32(keys.count - 1)
    }

    /// The key's number, nil when it was not seen.
    func find(_ key: LookupKey<Subject>) -> Int32? {
        let number = slots[slot(of: key)]
        return number > 0 ? Int32(number - 1) : nil
    }

    private func slot(of key: LookupKey<Subject>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key.words.1) & mask
        while slots[slot] > 0, keys[Int(slots[slot] - 1)] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, key) in keys.enumerated() { slots[slot(of: key)] = UInt32(number + 1) }
    }
}
