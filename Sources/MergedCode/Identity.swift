// SPDX-License-Identifier: Apache-2.0

/// Who the person is: name and masked ID number (claim -65537, wire-format.md §3).
public struct Identity: Hashable, Sendable {
    /// The name; in a printed code the given name is masked (`陈**`).
    public var name: String
    /// The ID number, masked to its first three and last four characters: `440***********0320`.
    public var idNumber: String

    /// An identity; the ID number is masked already, see ``maskingIDNumber(_:)``.
    public init(name: String, idNumber: String) {
        self.name = name
        self.idNumber = idNumber
    }

    /// The identity as a printed code carries it, its given name masked.
    public var withGivenNameMasked: Identity { Identity(name: Self.maskingGivenName(name), idNumber: idNumber) }

    /// An ID number with all but its first three and last four characters replaced by `*`.
    ///
    /// One of seven characters or fewer is replaced whole.
    public static func maskingIDNumber(_ number: String) -> String {
        guard number.count > 7 else { return String(repeating: "*", count: number.count) }
        return number.prefix(3) + String(repeating: "*", count: number.count - 7) + number.suffix(4)
    }

    /// A name with the surname left and each further character replaced by `*`.
    ///
    /// The surname is the part before a middle dot (阿依古丽·买买提), a compound surname (欧阳), or the first character.
    public static func maskingGivenName(_ name: String) -> String {
        if let dot = name.firstIndex(where: { "·•・‧.".contains($0) }), dot != name.startIndex {
            let rest = name[name.index(after: dot)...]
            return name[...dot] + String(repeating: "*", count: rest.count)
        }
        let length = compoundSurnames.contains(String(name.prefix(2))) && name.count > 2 ? 2 : 1
        return name.prefix(length) + String(repeating: "*", count: max(0, name.count - length))
    }

    /// Whether nothing but the first three and last four characters of the ID number can be read.
    var isIDNumberMasked: Bool {
        idNumber.count > 7 && idNumber.dropFirst(3).dropLast(4).allSatisfy { $0 == "*" }
    }

    private static let compoundSurnames: Set<String> = [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "长孙", "宇文",
        "轩辕", "独孤", "南宫", "澹台", "淳于", "单于", "申屠", "钟离", "闻人", "赫连", "太史", "万俟", "呼延", "拓跋", "百里",
        "歐陽", "司馬", "諸葛", "東方", "尉遲", "公孫", "長孫",
    ]
}
