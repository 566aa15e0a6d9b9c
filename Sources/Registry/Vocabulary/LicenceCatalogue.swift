// SPDX-License-Identifier: Apache-2.0

/// The codes that 电子证照标识 of certificates are made of (GB/T 36904).
///
/// The official codes of these certificates are in the directory of the country's platform (国家政务服务平台 电子证照目录) and are not
/// published, so that there are none here: a deployment puts those of its authority into its catalogue. Until then identifiers
/// that the roster gives are told, and none are made.
public struct LicenceCatalogue: Hashable, Sendable {
    /// 证照类型代码 by category: the credit code of the body that defined the type, and three digits.
    public var types: [ReliefCategory: String]
    /// 证照颁发机构代码: the issuer's credit code, or six digits of a region.
    public var issuer: String

    /// No codes, or a deployment's.
    public init(types: [ReliefCategory: String] = [:], issuer: String = "") {
        self.types = types
        self.issuer = issuer
    }

    /// 证照名称.
    func name(of category: ReliefCategory) -> String {
        switch category {
        case .dispersedTekun, .institutionalTekun: "特困人员救助供养证"
        case .dibaoMarginal: "最低生活保障边缘家庭证"
        case .urbanDibao, .ruralDibao, .dibao: "最低生活保障证"
        default: "社会救助证"
        }
    }
}
