// SPDX-License-Identifier: Apache-2.0

/// What stands in a database in place of an ID number, a card number or a household number: a keyed digest of it.
///
/// 128 bits of a keyed digest (``PersonalDataSealer``), so that a stolen database names nobody, while equal values still find
/// each other. `Subject` keeps the kinds apart in the compiler.
public struct LookupKey<Subject>: Hashable, Sendable, Comparable {
    private let high: UInt64
    private let low: UInt64

    /// A key from at least 16 bytes, of which the first 16 count; nil when there are fewer.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count >= 16 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for byte in bytes.prefix(16) { words = (words.0 << 8 | words.1 >> 56, words.1 << 8 | UInt64(byte)) }
        (high, low) = words
    }

    /// A key from its 16 bytes as two big-endian words.
    package init(words: (UInt64, UInt64)) { (high, low) = words }

    /// The 16 bytes as two big-endian words: how stores write a million of them.
    package var words: (UInt64, UInt64) { (high, low) }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: high >> shift)) }
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: low >> shift)) }
        return bytes
    }

    /// The 16 bytes in hexadecimal.
    var hex: String { [high, low].hex }

    /// Hashes a half: the bytes are a digest's, of which each half is as good as the whole.
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// As ``hash(into:)``, of which SipHash would be most: nobody who does not have the key of the digest can choose it.
    ///
    /// `seed` is another one for each size of a table, and so is the order in it.
    public func _rawHashValue(seed: Int) -> Int {
        Int(truncatingIfNeeded: low &+ high &* (UInt64(truncatingIfNeeded: seed) | 1))
    }

    /// Orders by the bytes.
    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

/// The subjects of keys.
public enum LookupSubject {
    /// A person, by ID number.
    public enum Person {}
    /// A household, by 家庭编号.
    public enum Household {}
    /// A social security card, by 社保卡号.
    public enum Card {}
    /// A bank account, by 银行卡号.
    public enum Account {}
    /// The name on an account, by 银行卡号 and the name's comparable form.
    public enum AccountName {}
    /// A row of the roster, by household, person and category.
    public enum Relief {}
    /// A row of the paylist.
    public enum PaylistRow {}
    /// The normalised content of a row, to see whether it has changed.
    public enum Content {}
}

/// Finds a person.
public typealias PersonKey = LookupKey<LookupSubject.Person>
/// Finds a household.
public typealias HouseholdKey = LookupKey<LookupSubject.Household>
/// Finds a card.
public typealias CardKey = LookupKey<LookupSubject.Card>
/// Finds a bank account.
public typealias AccountKey = LookupKey<LookupSubject.Account>
/// Tells whether two names on one account are the same, while a name shared by many people looks different on each account.
public typealias AccountNameKey = LookupKey<LookupSubject.AccountName>
/// Finds a row of the roster.
public typealias ReliefKey = LookupKey<LookupSubject.Relief>
/// Finds a row of the paylist.
public typealias PaylistKey = LookupKey<LookupSubject.PaylistRow>
/// Tells whether a row's content has changed.
public typealias ContentKey = LookupKey<LookupSubject.Content>

extension [UInt64] {
    /// The words in hexadecimal, 16 digits each.
    var hex: String {
        map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        .joined()
    }
}
