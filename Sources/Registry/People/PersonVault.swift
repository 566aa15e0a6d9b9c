// SPDX-License-Identifier: Apache-2.0

/// Personal data in and out of its seal, and the keys that find it: the one place that calls the sealer.
struct PersonVault: Sendable {
    private let sealer: any PersonalDataSealer

    init(sealer: any PersonalDataSealer) { self.sealer = sealer }

    func key(of idNumber: IDNumber) throws -> PersonKey { try key([idNumber.description], domain: "person") }

    /// The keys that found a person before the sealing key was rotated.
    func formerKeys(of idNumber: IDNumber) throws -> [PersonKey] {
        try sealer.formerDigests(Self.input([idNumber.description]), domain: "person")
            .compactMap { PersonKey(bytes: $0) }
    }

    func key(of card: CardNumber) throws -> CardKey { try key([card.description], domain: "card") }

    func key(of account: BankAccountNumber) throws -> AccountKey { try key([account.description], domain: "account") }

    func key(of name: PersonName, on account: BankAccountNumber) throws -> AccountNameKey {
        try key([account.description, name.comparableForm], domain: "account-name")
    }

    func key(household: String) throws -> HouseholdKey { try key([household], domain: "household") }

    func reliefKey(household: String, person: IDNumber, category: ReliefCategory) throws -> ReliefKey {
        try key([household, person.description, category.rawValue.description], domain: "relief")
    }

    func paylistKey(_ parts: [String?]) throws -> PaylistKey { try key(parts, domain: "paylist") }

    func content(_ parts: [String?]) throws -> ContentKey { try key(parts, domain: "content") }

    func seal(_ person: PersonalData, key: PersonKey) throws -> PersonEntry {
        PersonEntry(key: key, sealed: try sealer.seal(person.encoded, context: key.bytes))
    }

    func open(_ entry: PersonEntry) throws -> PersonalData {
        try PersonalData(encoded: sealer.open(entry.sealed, context: entry.key.bytes))
    }

    /// The names alone, without making sense of all else that is sealed with them.
    func names(of entry: PersonEntry) throws -> [PersonName] {
        try PersonalData.names(encoded: sealer.open(entry.sealed, context: entry.key.bytes))
    }

    func seal(_ details: PaymentDetails, content: ContentKey) throws -> [UInt8] {
        try sealer.seal(details.encoded, context: content.bytes)
    }

    func details(of payment: PaymentEntry) throws -> PaymentDetails {
        try details(of: SealedPayment(content: payment.content, sealed: payment.sealed))
    }

    func details(of payment: SealedPayment) throws -> PaymentDetails {
        try PaymentDetails(encoded: sealer.open(payment.sealed, context: payment.content.bytes))
    }

    /// The payee's account of a line of the paylist; nil where the payee was forgotten.
    func account(of line: PaylistEntry) throws -> BankAccountNumber? {
        guard !line.sealed.isEmpty else { return nil }
        guard let text = String(validating: try sealer.open(line.sealed, context: line.key.bytes), as: UTF8.self) else {
            throw RegistryError.unreadable
        }
        return try BankAccountNumber(text)
    }

    /// Seals whom a notice is for and what it says.
    func seal(_ notice: NoticeContent, sequence: Int64) throws -> [UInt8] {
        try sealer.seal(notice.encoded, context: NoticeEntry.context(of: sequence))
    }

    func content(of notice: NoticeEntry) throws -> NoticeContent {
        try NoticeContent(encoded: sealer.open(notice.sealed, context: NoticeEntry.context(of: notice.sequence)))
    }

    /// Ten bytes that stand for the number of a certificate where the number itself cannot stand.
    func licenceDigest(of certificate: String) throws -> ArraySlice<UInt8> {
        try sealer.digest(Array(certificate.utf8), domain: "licence").prefix(10)
    }

    func seal(_ account: BankAccountNumber, key: PaylistKey) throws -> [UInt8] {
        try sealer.seal(Array(account.description.utf8), context: key.bytes)
    }

    /// Seals a part of a file; it opens as that part of that file only.
    func seal(_ part: [UInt8], number: Int, ofFile digest: [UInt8]) throws -> [UInt8] {
        try sealer.seal(part, context: ImportEntry.context(ofPart: number, ofFile: digest))
    }

    func open(_ sealed: [UInt8], number: Int, ofFile digest: [UInt8]) throws -> [UInt8] {
        try sealer.open(sealed, context: ImportEntry.context(ofPart: number, ofFile: digest))
    }

    /// The parts are told apart by their lengths, so that no two lists of parts give one input; nil is no empty text.
    private func key<Subject>(_ parts: [String?], domain: String) throws -> LookupKey<Subject> {
        guard let key = LookupKey<Subject>(bytes: try sealer.digest(Self.input(parts), domain: domain)) else {
            throw RegistryError(.sealedData, "the sealer's digest is shorter than 16 bytes")
        }
        return key
    }

    private static func input(_ parts: [String?]) -> [UInt8] {
        var input = SealedFields()
        for part in parts { if let part { input.append(1, part) } else { input.append(0, []) } }
        return input.bytes
    }
}
