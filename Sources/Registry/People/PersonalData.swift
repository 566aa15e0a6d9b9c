// SPDX-License-Identifier: Apache-2.0

/// What names a person, and the numbers that belong to them: the content of one sealed blob per person.
public struct PersonalData: Hashable, Sendable {
    /// The department that a name is from.
    public enum Source: UInt8, Hashable, Sendable, CaseIterable {
        /// 人社, with the cards.
        case cards = 1
        /// 民政, with the roster.
        case roster = 2
    }

    /// A card's numbers.
    public struct Card: Hashable, Sendable {
        /// 社保卡号.
        public var number: CardNumber
        /// 银行卡号.
        public var account: BankAccountNumber
    }

    /// The numbers of a row of the roster.
    public struct Relief: Hashable, Sendable {
        /// 家庭编号.
        public var household: String
        /// 救助证编号.
        public var certificate: String
        /// 原救助证编号.
        public var previousCertificate: String?
        /// 电子证照标识.
        public var licence: String?
    }

    /// The ID number.
    public let idNumber: IDNumber
    /// The name as each department has it.
    public var names: [Source: PersonName] = [:]
    /// Numbers of all cards the person ever held.
    public var cards: [CardKey: Card] = [:]
    /// Numbers of the person's rows of the roster.
    public var reliefs: [ReliefKey: Relief] = [:]

    /// A person of whom nothing but the number is known.
    public init(idNumber: IDNumber) { self.idNumber = idNumber }

    /// The name to show: the one on the card, else the roster's; nil when nobody gave one.
    public var name: PersonName? { names[.cards] ?? names[.roster] }

    /// Whether departments write different names.
    public var namesDiffer: Bool {
        guard let first = names.values.first else { return false }
        return !names.values.allSatisfy { $0.matches(first) }
    }
}

extension PersonalData {
    private enum Tag {
        static let idNumber: UInt8 = 1
        static let name: UInt8 = 2
        static let card: UInt8 = 3
        static let relief: UInt8 = 4
        // Inside of a name, card or relief.
        static let key: UInt8 = 1
        static let first: UInt8 = 2
        static let second: UInt8 = 3
        static let third: UInt8 = 4
        static let fourth: UInt8 = 5
    }

    /// The plaintext to seal; equal data give equal bytes.
    var encoded: [UInt8] {
        var fields = SealedFields()
        fields.append(Tag.idNumber, idNumber.description)
        for (source, name) in names.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            var inner = SealedFields()
            inner.append(Tag.key, [source.rawValue])
            inner.append(Tag.first, name.description)
            fields.append(Tag.name, inner.bytes)
        }
        for (key, card) in cards.sorted(by: { $0.key < $1.key }) {
            var inner = SealedFields()
            inner.append(Tag.key, key.bytes)
            inner.append(Tag.first, card.number.description)
            inner.append(Tag.second, card.account.description)
            fields.append(Tag.card, inner.bytes)
        }
        for (key, relief) in reliefs.sorted(by: { $0.key < $1.key }) {
            var inner = SealedFields()
            inner.append(Tag.key, key.bytes)
            inner.append(Tag.first, relief.household)
            inner.append(Tag.second, relief.certificate)
            inner.append(Tag.third, relief.previousCertificate)
            inner.append(Tag.fourth, relief.licence)
            fields.append(Tag.relief, inner.bytes)
        }
        return fields.bytes
    }

    /// The data from an opened plaintext; throws `sealed_data_invalid` when it is not one.
    init(encoded: [UInt8]) throws(RegistryError) {
        var idNumber: IDNumber?
        var names: [Source: PersonName] = [:]
        var cards: [CardKey: Card] = [:]
        var reliefs: [ReliefKey: Relief] = [:]
        try SealedFields.read(encoded) { (tag, content) throws(RegistryError) in
            switch tag {
            case Tag.idNumber: idNumber = try IDNumber(SealedFields.text(content))
            case Tag.name:
                let (key, first, _) = try Self.inner(content)
                if let source = key.first.flatMap(Source.init) { names[source] = try PersonName(first) }
            case Tag.card:
                let (key, first, texts) = try Self.inner(content)
                guard let key = CardKey(bytes: key), let account = texts[Tag.second] else { throw .unreadable }
                cards[key] = try Card(number: CardNumber(first), account: BankAccountNumber(account))
            case Tag.relief:
                let (key, first, texts) = try Self.inner(content)
                guard let key = ReliefKey(bytes: key), let certificate = texts[Tag.second] else { throw .unreadable }
                reliefs[key] = Relief(
                    household: first,
                    certificate: certificate,
                    previousCertificate: texts[Tag.third],
                    licence: texts[Tag.fourth]
                )
            default: break
            }
        }
        guard let idNumber else { throw .unreadable }
        self.idNumber = idNumber
        self.names = names
        self.cards = cards
        self.reliefs = reliefs
    }

    /// The names alone; what else is sealed with them is not made sense of.
    static func names(encoded: [UInt8]) throws(RegistryError) -> [PersonName] {
        var names: [PersonName] = []
        try SealedFields.read(encoded) { (tag, content) throws(RegistryError) in
            guard tag == Tag.name else { return }
            let (key, first, _) = try inner(content)
            if key.first.flatMap(Source.init) != nil { names.append(try PersonName(first)) }
        }
        return names
    }

    /// Key, first text and all texts of a name, card or relief.
    private static func inner(
        _ content: [UInt8]
    ) throws(RegistryError) -> (key: [UInt8], first: String, texts: [UInt8: String]) {
        var key: [UInt8] = []
        var texts: [UInt8: String] = [:]
        try SealedFields.read(content) { (tag, content) throws(RegistryError) in
            if tag == Tag.key { key = content } else { texts[tag] = try SealedFields.text(content) }
        }
        guard let first = texts[Tag.first] else { throw .unreadable }
        return (key, first, texts)
    }
}
