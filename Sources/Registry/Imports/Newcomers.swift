// SPDX-License-Identifier: Apache-2.0

/// Whom an import has brought so far to a registry that knew nobody: about all others it need not be asked.
///
/// A Bloom filter of 16 MB, whatever the length of the file, with all bits of a key in one block of 64 bytes, which the
/// processor fetches at once. Who is taken for known is asked for, and found missing: of the last of two million people and
/// their households, one in tens of thousands. Keys are digests, whose bits are as good as those of any hash.
final class Newcomers {
    private static let blocks = 1 << 18
    private static let wordsOfBlock = 8
    private static let bitsOfKey = 6

    private var words = [UInt64](repeating: 0, count: blocks * wordsOfBlock)

    /// Whether a key may have been brought; no is certain.
    func mayHold<Subject>(_ key: LookupKey<Subject>) -> Bool {
        (0..<Self.bitsOfKey)
            .allSatisfy { number in
                let (word, bit) = Self.place(number, of: key)
                return words[word] & bit != 0
            }
    }

    /// Takes in a key.
    func insert<Subject>(_ key: LookupKey<Subject>) {
        for number in 0..<Self.bitsOfKey {
            let (word, bit) = Self.place(number, of: key)
            words[word] |= bit
        }
    }

    /// A bit of a key: the first word of the key names the block, nine bits of the second one the bit in it.
    private static func place<Subject>(_ number: Int, of key: LookupKey<Subject>) -> (word: Int, bit: UInt64) {
        let (block, bits) = key.words
        let bit = Int(truncatingIfNeeded: bits >> UInt64(9 * number)) & (64 * wordsOfBlock - 1)
        return (Int(block & UInt64(blocks - 1)) * wordsOfBlock + bit >> 6, 1 << UInt64(bit & 63))
    }
}
