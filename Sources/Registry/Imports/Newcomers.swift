// SPDX-License-Identifier: Apache-2.0

/// Whom an import has brought so far to a registry that knew nobody: about all others it need not be asked.
///
/// A Bloom filter of 4 MB, whatever the length of the file. Who is taken for known is asked for, and found missing; of two
/// million people that is one in a hundred. Keys are digests, whose bits are as good as those of any hash.
final class Newcomers {
    private var bits = [UInt64](repeating: 0, count: 1 << 19)

    /// Whether a key may have been brought; no is certain.
    func mayHold<Subject>(_ key: LookupKey<Subject>) -> Bool {
        let (first, second, third) = places(of: key)
        return holds(first) && holds(second) && holds(third)
    }

    /// Takes in a key.
    func insert<Subject>(_ key: LookupKey<Subject>) {
        let (first, second, third) = places(of: key)
        for place in [first, second, third] { bits[place >> 6] |= 1 << UInt64(place & 63) }
    }

    private func holds(_ place: Int) -> Bool { bits[place >> 6] & (1 << UInt64(place & 63)) != 0 }

    private func places<Subject>(of key: LookupKey<Subject>) -> (Int, Int, Int) {
        let (high, low) = key.words
        let last = UInt64(bits.count * 64 - 1)
        return (Int(high & last), Int(high >> 32 & last), Int(low & last))
    }
}
