// SPDX-License-Identifier: Apache-2.0

public import MergedCode

/// What a person should know who reads a verdict, though it is no reason against the code: a closed list.
///
/// Only the registry says so; the raw value is the stable code, and docs/errors.md lists the sentences.
public enum Warning: String, Hashable, Sendable, CaseIterable, Codable {
    /// 信息待核实: the departments have different names for the person.
    case nameDiffers = "name_differs"
    /// 须办理户主变更: the head of the household has died, and relief goes on until a new head is named.
    case headDeceased = "head_deceased"
    /// 部门信息冲突: two departments, or two districts, say what cannot both be true.
    case departmentsConflict = "departments_conflict"
    /// 社保卡归属待核实: a card number given for the person is another person's too.
    case cardOfAnother = "card_of_another"
    /// 账户不可入账: the card's bank account cannot receive payments.
    case accountInactive = "account_inactive"

    /// The component it speaks of; it is told only where that one is.
    public var component: ComponentKey {
        switch self {
        case .nameDiffers: .identity
        case .headDeceased, .departmentsConflict: .relief
        case .cardOfAnother: .card
        case .accountInactive: .payment
        }
    }

    /// The sentence in a language.
    public func sentence(_ language: Language) -> String {
        let (english, chinese) = sentences
        return language == .english ? english : chinese
    }

    private var sentences: (String, String) {
        switch self {
        case .nameDiffers:
            (
                "To be verified: the departments have different names for this person.",
                "信息待核实：各部门登记的姓名不一致。"
            )
        case .headDeceased:
            (
                "The head of the household has died: a new head has to be registered at civil affairs (民政).",
                "户主已故，须办理户主变更。"
            )
        case .departmentsConflict:
            (
                "To be verified: departments or districts contradict each other about this person's relief.",
                "信息待核实：部门或地区之间的救助信息相互矛盾。"
            )
        case .cardOfAnother:
            (
                "To be verified: a card given for this person is registered for another person.",
                "信息待核实：所报社保卡登记在他人名下。"
            )
        case .accountInactive:
            (
                "The bank account of the card cannot receive payments: it has to be activated at the bank.",
                "社保卡金融账户无法入账，须到银行激活或解冻。"
            )
        }
    }
}
