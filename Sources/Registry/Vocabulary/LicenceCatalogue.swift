// SPDX-License-Identifier: Apache-2.0

/// The codes that 电子证照标识 of certificates are made of (GB/T 36904).
///
/// The official codes are not published; ``placeholder`` has invented ones with valid check digits, and a city puts its own there.
public struct LicenceCatalogue: Hashable, Sendable {
    /// 证照类型代码 by category: the credit code of the body that defined the type, and three digits.
    public var types: [ReliefCategory: String]
    /// 证照颁发机构代码: the issuer's credit code.
    public var issuer: String

    /// 证照名称.
    func name(of category: ReliefCategory) -> String {
        switch category {
        case .dispersedTekun, .institutionalTekun: "特困人员救助供养证"
        case .dibaoMarginal: "最低生活保障边缘家庭证"
        case .urbanDibao, .ruralDibao, .dibao: "最低生活保障证"
        default: "社会救助证"
        }
    }

    /// Invented codes.
    public static let placeholder = LicenceCatalogue(
        types: Dictionary(
            uniqueKeysWithValues: [
                .urbanDibao, .ruralDibao, .dispersedTekun, .institutionalTekun, .temporaryRelief, .dibaoMarginal,
                .rigidExpenditure, .dibao,
            ]
            .map { (category: ReliefCategory) in
                (category, "114406000000000193" + CalendarDay.padded(category.rawValue, to: 3))
            }
        ),
        issuer: "114406000000000193"
    )
}
