// SPDX-License-Identifier: Apache-2.0

/// A bounded memory of objects that forgets what came first, roughly.
///
/// It is asked with 64 bits, random ones of what is looked for, which name the eight places where that can lie. Where all are
/// taken, the next one in turn is given away. So a step costs the same in an empty memory and in a full one, and allocates
/// nothing. Whoever makes things whose bits meet in the same places only makes the memory forget.
struct RecentEntries<Entry: AnyObject> {
    private let width: Int
    /// For each place the bits of what lies there, which are looked through first.
    private var bits: [UInt64]
    private var entries: [Entry?]
    /// For each group of places the one that is given away next.
    private var turns: [UInt8]

    /// A memory of so many entries at most; of one, where `capacity` is less.
    init(capacity: Int) {
        width = min(8, max(1, capacity))
        let groups = max(1, capacity / width)
        bits = Array(repeating: 0, count: groups * width)
        entries = Array(repeating: nil, count: groups * width)
        turns = Array(repeating: 0, count: groups)
    }

    var count: Int { entries.count { $0 != nil } }

    /// The entry of these bits that is the one looked for.
    func first(_ wanted: UInt64, where isWanted: (Entry) -> Bool) -> Entry? {
        let start = group(of: wanted) * width
        for place in start..<start + width where bits[place] == wanted {
            if let entry = entries[place], isWanted(entry) { return entry }
        }
        return nil
    }

    mutating func insert(_ entry: Entry, _ bits: UInt64) {
        let group = group(of: bits)
        let turn = Int(turns[group])
        turns[group] = UInt8(truncatingIfNeeded: turn + 1 == width ? 0 : turn + 1)
        self.bits[group * width + turn] = bits
        entries[group * width + turn] = entry
    }

    private func group(of bits: UInt64) -> Int { Int(bits.multipliedFullWidth(by: UInt64(turns.count)).high) }
}

extension ArraySlice<UInt8> {
    /// The first eight bytes as a number.
    var firstBits: UInt64 { prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
