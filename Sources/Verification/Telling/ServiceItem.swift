// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// What somebody is verified for: a service item 政务服务事项, by its code 事项编码.
public struct ServiceItem: Hashable, Sendable {
    /// The code: 1 to 64 letters, digits, dots, dashes and underscores.
    public let code: String
    /// The name in Chinese.
    public let chineseName: String
    /// The name in English.
    public let englishName: String
    /// The components that have to be disclosed and good.
    public let requires: Set<ComponentKey>
    /// The components that may be shown, those required among them.
    public let shows: Set<ComponentKey>

    /// An item.
    ///
    /// - Throws: ``VerificationError`` `verification.item` or `verification.required-not-shown`.
    public init(
        code: String,
        chineseName: String,
        englishName: String,
        requires: Set<ComponentKey>,
        shows: Set<ComponentKey>
    ) throws(VerificationError) {
        guard Self.isCode(code) else {
            throw VerificationError(.item, "an item's code is not 1 to 64 letters, digits, dots, dashes, underscores")
        }
        for name in [chineseName, englishName] where !(1...100).contains(name.count) || name.allSatisfy(\.isWhitespace)
        {
            throw VerificationError(.item, "\(code): a name is empty or longer than 100 characters")
        }
        guard requires.isSubset(of: shows) else {
            throw VerificationError(.requiredNotShown, "\(code): requires what it does not show")
        }
        self.code = code
        self.chineseName = chineseName
        self.englishName = englishName
        self.requires = requires
        self.shows = shows
    }

    /// Whether a text can be the code of an item.
    public static func isCode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || [45, 46, 95].contains(byte)
            }
    }

    /// The name in a language.
    public func name(_ language: Language) -> String { language == .chinese ? chineseName : englishName }
}

extension ServiceItem: Codable {
    private enum Key: String, CodingKey, CaseIterable { case code, name, requires, shows }
    private enum NameKey: String, CodingKey, CaseIterable { case zh, en }

    private struct Name: Codable {
        let zh, en: String

        init(zh: String, en: String) { (self.zh, self.en) = (zh, en) }

        init(from decoder: any Decoder) throws {
            let values = try decoder.strictContainer(keyedBy: NameKey.self)
            zh = try values.decode(String.self, forKey: .zh)
            en = try values.decode(String.self, forKey: .en)
        }
    }

    /// Reads an item; nothing may be missing, and nothing else be there.
    ///
    /// - Throws: ``VerificationError``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: Key.self)
        let name = try values.decode(Name.self, forKey: .name)
        try self.init(
            code: values.decode(String.self, forKey: .code),
            chineseName: name.zh,
            englishName: name.en,
            requires: Self.components(values, .requires),
            shows: Self.components(values, .shows)
        )
    }

    private static func components(
        _ values: KeyedDecodingContainer<Key>,
        _ key: Key
    ) throws -> Set<ComponentKey> {
        Set(
            try values.decode([String].self, forKey: key)
                .map { word in
                    guard let component = ComponentKey(name: word) else {
                        throw VerificationError(
                            .malformed,
                            "\(StrictJSON.path(values.codingPath + [key])): no component"
                        )
                    }
                    return component
                }
        )
    }

    /// Writes the item.
    public func encode(to encoder: any Encoder) throws {
        func names(_ components: Set<ComponentKey>) -> [String] {
            ComponentKey.allCases.filter(components.contains).map(\.name)
        }
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(code, forKey: .code)
        try values.encode(Name(zh: chineseName, en: englishName), forKey: .name)
        try values.encode(names(requires), forKey: .requires)
        try values.encode(names(shows), forKey: .shows)
    }
}
