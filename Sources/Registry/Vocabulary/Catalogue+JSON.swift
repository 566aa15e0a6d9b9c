// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension Catalogue {
    /// A city's catalogue from JSON: each list that is there replaces Foshan's, the others stay.
    ///
    /// Throws ``RegistryError`` with `catalogue_invalid` where it is not JSON, or a key or value has no meaning.
    public init(json bytes: [UInt8]) throws(RegistryError) {
        do {
            self = try JSONDecoder().decode(Catalogue.self, from: Data(bytes))
        } catch let error as RegistryError {
            throw error
        } catch let DecodingError.keyNotFound(key, context) {
            throw RegistryError(.catalogue, "\(path(context.codingPath + [key])) is missing")
        } catch let DecodingError.typeMismatch(_, context), let DecodingError.valueNotFound(_, context) {
            throw RegistryError(.catalogue, "\(path(context.codingPath)) is of another kind than expected")
        } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
            throw RegistryError(.catalogue, "\(path(context.codingPath)) has a value that is not known")
        } catch {
            throw RegistryError(.catalogue, "not JSON")
        }
    }

    /// The catalogue as JSON, to begin a city's own with.
    ///
    /// Throws ``RegistryError`` with `catalogue_invalid` where it cannot be written.
    public func json() throws(RegistryError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { return [UInt8](try encoder.encode(self)) } catch {
            throw RegistryError(.catalogue, "the catalogue cannot be written")
        }
    }
}

extension Catalogue: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case cardStatuses, accountStatuses, reliefCategories, rosterStates, householdRoles, payoutModes
        case paymentNatures, payeeRelations, healthLevels, paymentResults, documentKinds, items, payCalendar
        case licences, notices
    }

    /// Reads a catalogue; nothing that has no meaning may be there.
    ///
    /// - Throws: ``RegistryError``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        self = .foshan
        try values.replace(&cardStatuses, .cardStatuses)
        try values.replace(&accountStatuses, .accountStatuses)
        try values.replace(&reliefCategories, .reliefCategories)
        try values.replace(&rosterStates, .rosterStates)
        try values.replace(&householdRoles, .householdRoles)
        try values.replace(&payoutModes, .payoutModes)
        try values.replace(&paymentNatures, .paymentNatures)
        try values.replace(&payeeRelations, .payeeRelations)
        try values.replace(&healthLevels, .healthLevels)
        try values.replace(&paymentResults, .paymentResults)
        try values.replace(&documentKinds, .documentKinds)
        if values.contains(.items) { items = try values.decode([Item].self, forKey: .items) }
        if values.contains(.payCalendar) { payCalendar = try values.decode(PayCalendar.self, forKey: .payCalendar) }
        if values.contains(.notices) {
            notices = try NoticeTemplates(values.decode([String: String].self, forKey: .notices))
        }
        if values.contains(.licences) { licences = try values.decode(LicenceCatalogue.self, forKey: .licences) }
        for category in reliefCategories.values where !((1...8).contains(category.rawValue) || category.rawValue >= 100)
        {
            throw RegistryError(.catalogue, "a category is 1 to 8, or 100 and more for a city's own")
        }
        guard !rosterStates.values.contains(.moved) else {
            throw RegistryError(.catalogue, "no file says that a row has moved")
        }
        let words = items.flatMap { [$0.name] + $0.aliases }
        guard !words.contains(""), Set(words).count == words.count else {
            throw RegistryError(.catalogue, "two items share a word, or one has none")
        }
    }

    /// Writes the catalogue.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(cardStatuses.mapValues(\.rawValue), forKey: .cardStatuses)
        try values.encode(accountStatuses.mapValues(\.rawValue), forKey: .accountStatuses)
        try values.encode(reliefCategories.mapValues(\.rawValue), forKey: .reliefCategories)
        try values.encode(rosterStates.mapValues(\.rawValue), forKey: .rosterStates)
        try values.encode(householdRoles.mapValues(\.rawValue), forKey: .householdRoles)
        try values.encode(payoutModes.mapValues(\.rawValue), forKey: .payoutModes)
        try values.encode(paymentNatures.mapValues(\.rawValue), forKey: .paymentNatures)
        try values.encode(payeeRelations.mapValues(\.rawValue), forKey: .payeeRelations)
        try values.encode(healthLevels.mapValues(\.rawValue), forKey: .healthLevels)
        try values.encode(paymentResults.mapValues(\.rawValue), forKey: .paymentResults)
        try values.encode(documentKinds.mapValues(\.rawValue), forKey: .documentKinds)
        try values.encode(items, forKey: .items)
        try values.encode(payCalendar, forKey: .payCalendar)
        try values.encode(notices.named, forKey: .notices)
        try values.encode(licences, forKey: .licences)
    }
}

extension Catalogue.Item: Codable {
    private enum Key: String, CodingKey, CaseIterable { case name, aliases, kind, isMonthly }

    /// Reads an item; only its name and kind have to be there.
    ///
    /// - Throws: ``RegistryError``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        let kind = try values.decode(Int.self, forKey: .kind)
        guard let kind = SubsidyKind(rawValue: kind) else {
            throw RegistryError(.catalogue, "\(path(values.codingPath + [Key.kind])) has a value that is not known")
        }
        self.init(
            try values.decode(String.self, forKey: .name),
            aliases: try values.decodeIfPresent([String].self, forKey: .aliases) ?? [],
            kind: kind,
            isMonthly: try values.decodeIfPresent(Bool.self, forKey: .isMonthly) ?? true
        )
    }

    /// Writes the item.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(name, forKey: .name)
        try values.encode(aliases, forKey: .aliases)
        try values.encode(kind.rawValue, forKey: .kind)
        try values.encode(isMonthly, forKey: .isMonthly)
    }
}

extension PayCalendar: Codable {
    private enum Key: String, CodingKey, CaseIterable { case usual, regions, graceDays }

    /// Reads a calendar; only the usual pay day has to be there.
    ///
    /// - Throws: ``RegistryError``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        self.init(
            usual: try values.decode(PayDay.self, forKey: .usual),
            regions: try values.decodeIfPresent([String: PayDay].self, forKey: .regions) ?? [:],
            graceDays: try values.decodeIfPresent(Int.self, forKey: .graceDays) ?? 0
        )
        guard (0...90).contains(graceDays) else { throw RegistryError(.catalogue, "days of grace are 0 to 90") }
        guard regions.keys.allSatisfy({ (2...12).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) }) else {
            throw RegistryError(.catalogue, "pay days stand under leading digits of regions")
        }
    }

    /// Writes the calendar.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(usual, forKey: .usual)
        try values.encode(regions, forKey: .regions)
        try values.encode(graceDays, forKey: .graceDays)
    }
}

extension PayCalendar.PayDay: Codable {
    private enum Key: String, CodingKey, CaseIterable { case monthsLater, day }

    /// Reads a pay day.
    ///
    /// - Throws: ``RegistryError``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        let monthsLater = try values.decode(Int.self, forKey: .monthsLater)
        let day = try values.decode(Int.self, forKey: .day)
        guard (0...12).contains(monthsLater), (1...28).contains(day) else {
            throw RegistryError(.catalogue, "a pay day is day 1 to 28 of a month at most 12 later")
        }
        self.init(monthsLater: monthsLater, day: day)
    }

    /// Writes the pay day.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(monthsLater, forKey: .monthsLater)
        try values.encode(day, forKey: .day)
    }
}

extension LicenceCatalogue: Codable {
    private enum Key: String, CodingKey, CaseIterable { case types, issuer }

    /// Reads the codes, by the number of the category; all have to be of a form that makes identifiers.
    ///
    /// - Throws: ``RegistryError``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        self.init(issuer: try values.decode(String.self, forKey: .issuer))
        for (number, type) in try values.decode([String: String].self, forKey: .types) {
            guard let category = Int(number), category > 0,
                (try? LicenceID(type: type, issuer: issuer, serial: "1", version: 1)) != nil
            else {
                throw RegistryError(
                    .catalogue,
                    "\(path(values.codingPath + [Key.types])).\(number) is no type of certificate, or the issuer no issuer"
                )
            }
            types[ReliefCategory(rawValue: category)] = type
        }
    }

    /// Writes the codes.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        let types = types.map { ("\($0.key.rawValue)", $0.value) }
        try values.encode(Dictionary(uniqueKeysWithValues: types), forKey: .types)
        try values.encode(issuer, forKey: .issuer)
    }
}

extension KeyedDecodingContainer {
    /// Words and what they mean, where they are there.
    fileprivate func replace<Meaning: RawRepresentable>(
        _ words: inout [String: Meaning],
        _ key: Key
    ) throws where Meaning.RawValue: Decodable {
        guard contains(key) else { return }
        var replaced: [String: Meaning] = [:]
        for (word, value) in try decode([String: Meaning.RawValue].self, forKey: key) {
            guard !word.isEmpty, let meaning = Meaning(rawValue: value) else {
                throw RegistryError(.catalogue, "\(path(codingPath + [key])).\(word) has a value that is not known")
            }
            replaced[word] = meaning
        }
        words = replaced
    }
}

extension Decoder {
    /// A container whose keys are all known.
    ///
    /// `Verification` reads its own settings likewise; the two rooms share none that knows of JSON, and each names its own error.
    fileprivate func strictContainer<Key: CodingKey & CaseIterable>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        let known = Set(Key.allCases.map(\.stringValue))
        for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw RegistryError(.catalogue, "\(path(codingPath + [key])) has no meaning")
        }
        return try container(keyedBy: type)
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

private func path(_ keys: [any CodingKey]) -> String {
    keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
}
