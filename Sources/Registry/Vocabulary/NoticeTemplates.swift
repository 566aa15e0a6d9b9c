// SPDX-License-Identifier: Apache-2.0

/// What notices say: one text for each kind, with places in braces; a kind without a text is not told to anybody.
///
/// A telephone lies on a table and is read by others, by children and neighbours: ``foshan`` names neither the person nor
/// what kind of relief it is, and nothing of anybody else. A city that wants to say more can.
public struct NoticeTemplates: Hashable, Sendable {
    /// What can stand in braces.
    enum Place: String, CaseIterable {
        /// The months that money is for; nothing where nobody can tell.
        case month
        /// What the money is, by its name in the catalogue.
        case item
        /// Yuan.
        case amount
        /// The last four digits of the account.
        case tail
        /// The day it happened, or the last day of relief.
        case day
        /// The person's name, masked.
        case name
    }

    /// How long a text can be, in characters.
    static let maximumLength = 300

    /// The texts.
    private(set) var texts: [Notice.Kind: String]

    /// Texts by the names of kinds.
    ///
    /// Throws ``RegistryError`` with `catalogue_invalid` for a kind or a place that there is not, and a text that is empty,
    /// has control characters or is longer than 300.
    public init(_ texts: [String: String]) throws(RegistryError) {
        var known: [Notice.Kind: String] = [:]
        for (name, text) in texts {
            guard let kind = Notice.Kind(rawValue: name) else {
                throw RegistryError(.catalogue, "notices.\(name) has no meaning")
            }
            guard (try? PlainText.checked(text, maximum: Self.maximumLength)) == text,
                Self.parts(of: text)?.allSatisfy({ kind.places.contains($0.place) }) ?? false
            else { throw RegistryError(.catalogue, "notices.\(name) is no text, or has a place that there is not") }
            known[kind] = text
        }
        self.texts = known
    }

    private init(known: [Notice.Kind: String]) { texts = known }

    /// The texts by the names of kinds.
    var named: [String: String] {
        Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
    }

    /// The text of a kind with its places filled; nil where the kind is not told.
    func text(_ kind: Notice.Kind, _ values: [Place: String]) -> String? {
        guard let text = texts[kind], let parts = Self.parts(of: text) else { return nil }
        var result = ""
        var rest = text.startIndex
        for part in parts {
            result += text[rest..<part.range.lowerBound] + (values[part.place] ?? "")
            rest = part.range.upperBound
        }
        return result + text[rest...]
    }

    /// The places of a text, nil where a brace does not belong to one.
    private static func parts(of text: String) -> [(range: Range<String.Index>, place: Place)]? {
        var parts: [(range: Range<String.Index>, place: Place)] = []
        var position = text.startIndex
        while let brace = text[position...].firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard text[brace] == "{", let end = text[brace...].firstIndex(of: "}"),
                let place = Place(rawValue: String(text[text.index(after: brace)..<end]))
            else { return nil }
            position = text.index(after: end)
            parts.append((brace..<position, place))
        }
        return parts
    }
}

extension NoticeTemplates {
    /// Short, plain and polite, for people who may have somebody else read it to them.
    public static let foshan = NoticeTemplates(known: [
        .paid: "您好，您{month}的补贴{amount}元已于{day}存入尾号{tail}的账户，请留意查收。如有疑问，可到村（居）委会或开户银行咨询。",
        .returned: "您好，您{month}的补贴未能存入尾号{tail}的账户，款项不会丢失。请您或家人带身份证和社保卡到开户银行或村（居）委会办理。",
        .ending: "您好，您在民政窗口办理的待遇将于{day}到期。如需继续，请您或家人在到期前到村（居）委会或镇街民政窗口办理。",
        .ended: "您好，您在民政窗口办理的待遇已于{day}停止。如有疑问，可到镇街民政窗口查询，也可提出异议。",
        .superseded: "您好，您在民政窗口办理的证件已换发新版，旧版不再有效。请更新合一码；使用纸质码的，请到村（居）委会换领。",
    ])
}

extension Notice.Kind {
    /// What a text of the kind can name.
    fileprivate var places: Set<NoticeTemplates.Place> {
        switch self {
        case .paid, .returned: Set(NoticeTemplates.Place.allCases)
        case .ending, .ended, .superseded: [.day, .name]
        }
    }
}
