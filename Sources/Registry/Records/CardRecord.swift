// SPDX-License-Identifier: Apache-2.0

/// A row of a cards file, from 人社 (product.md §5).
public struct CardRecord: Hashable, Sendable {
    /// 社会保障号码.
    public let idNumber: IDNumber
    /// 姓名.
    public let name: PersonName
    /// 社保卡号.
    public let number: CardNumber
    /// 发卡地区划.
    public let region: RegionCode
    /// 卡状态.
    public let status: CardStatus
    /// 银行卡号.
    public let account: BankAccountNumber
    /// 开户银行.
    public let bank: String
    /// 有效期至.
    public let validUntil: CalendarDay?
    /// 金融账户状态.
    public let accountStatus: AccountStatus?
    /// 启用日期.
    public let enabledOn: CalendarDay?
    /// 停用日期.
    public let disabledOn: CalendarDay?

    /// The columns.
    enum Column: Int, ImportColumn {
        case idNumber
        case name
        case number
        case region
        case status
        case account
        case bank
        case validUntil
        case accountStatus
        case enabledOn
        case disabledOn

        var heading: String {
            switch self {
            case .idNumber: "社会保障号码*"
            case .name: "姓名*"
            case .number: "社保卡号*"
            case .region: "发卡地区划*"
            case .status: "卡状态*"
            case .account: "银行卡号*"
            case .bank: "开户银行*"
            case .validUntil: "有效期至"
            case .accountStatus: "金融账户状态"
            case .enabledOn: "启用日期"
            case .disabledOn: "停用日期"
            }
        }
    }

    /// The record of a row.
    init(_ fields: RowFields<Column>) throws(FieldError) {
        idNumber = try fields.idNumber(.idNumber)
        name = try fields.value(.name, PersonName.init)
        number = try fields.value(.number, CardNumber.init)
        region = try fields.value(.region, RegionCode.init)
        status = try fields.word(.status, fields.catalogue.cardStatuses)
        account = try fields.value(.account, BankAccountNumber.init)
        bank = try fields.value(.bank) { text throws(RegistryError) in try PlainText.checked(text, maximum: 64) }
        validUntil = try fields.lastDay(.validUntil)
        accountStatus = try fields.optionalWord(.accountStatus, fields.catalogue.accountStatuses)
        enabledOn = try fields.optional(.enabledOn, CalendarDay.init(_:))
        disabledOn = try fields.optional(.disabledOn, CalendarDay.init(_:))
        if let enabledOn, let disabledOn {
            try fields.refuse(.disabledOn, when: disabledOn < enabledOn, .order, "the end lies before the beginning")
        }
    }

    /// All values in a fixed order, to see whether the row has changed.
    var content: [String?] {
        [
            "\(idNumber)", "\(name)", "\(number)", "\(region)", status.rawValue, "\(account)", bank,
            validUntil?.description, accountStatus?.rawValue, enabledOn?.description, disabledOn?.description,
        ]
    }
}
