// SPDX-License-Identifier: Apache-2.0

/// A row of the roster of social assistance, from 民政 (product.md §5).
public struct RosterRecord: Hashable, Sendable {
    /// 家庭编号.
    public let household: String
    /// 公民身份号码.
    public let idNumber: IDNumber
    /// 姓名.
    public let name: PersonName
    /// 与户主关系.
    public let role: HouseholdRole
    /// 救助类别.
    public let category: ReliefCategory
    /// 救助证编号.
    public let certificate: String
    /// 证书版本.
    public let version: Int
    /// 保障起始日期.
    public let validFrom: CalendarDay
    /// 保障截止日期; every 渐退 has one.
    public let validUntil: CalendarDay?
    /// 区划代码.
    public let region: RegionCode
    /// 发放方式.
    public let payoutMode: PayoutMode
    /// 月保障金额; nil on a member's row of a household that is paid as one (按户), or where nobody is paid.
    public let monthlyAmount: Amount?
    /// 状态.
    public let state: RosterState
    /// 证件类型.
    public let documentKind: DocumentKind?
    /// 发放起始月.
    public let paidFrom: Period?
    /// 停发起始月.
    public let unpaidFrom: Period?
    /// 死亡日期.
    public let diedOn: CalendarDay?
    /// 状态变更日期.
    public let stateChangedOn: CalendarDay?
    /// 领款人证件号码.
    public let payee: IDNumber?
    /// 原救助证编号.
    public let previousCertificate: String?
    /// 电子证照标识.
    public let licence: LicenceID?
    /// 复核日期.
    public let reviewOn: CalendarDay?

    /// The columns.
    enum Column: Int, ImportColumn {
        case household
        case idNumber
        case name
        case role
        case category
        case certificate
        case version
        case validFrom
        case validUntil
        case region
        case payoutMode
        case monthlyAmount
        case state
        case documentKind
        case paidFrom
        case unpaidFrom
        case diedOn
        case stateChangedOn
        case payee
        case previousCertificate
        case licence
        case reviewOn

        var heading: String {
            switch self {
            case .household: "家庭编号*"
            case .idNumber: "公民身份号码*"
            case .name: "姓名*"
            case .role: "与户主关系*"
            case .category: "救助类别*"
            case .certificate: "救助证编号*"
            case .version: "证书版本*"
            case .validFrom: "保障起始日期*"
            case .validUntil: "保障截止日期"
            case .region: "区划代码*"
            case .payoutMode: "发放方式*"
            case .monthlyAmount: "月保障金额*"
            case .state: "状态*"
            case .documentKind: "证件类型"
            case .paidFrom: "发放起始月"
            case .unpaidFrom: "停发起始月"
            case .diedOn: "死亡日期"
            case .stateChangedOn: "状态变更日期"
            case .payee: "领款人证件号码"
            case .previousCertificate: "原救助证编号"
            case .licence: "电子证照标识"
            case .reviewOn: "复核日期"
            }
        }
    }

    /// The record of a row.
    init(_ fields: RowFields<Column>) throws(FieldError) {
        let catalogue = fields.catalogue
        household = try fields.value(.household, Self.identifier)
        idNumber = try fields.idNumber(.idNumber)
        name = try fields.value(.name, PersonName.init)
        role = try fields.word(.role, catalogue.householdRoles)
        category = try fields.word(.category, catalogue.reliefCategories)
        certificate = try fields.value(.certificate, Self.identifier)
        version = try fields.number(.version, in: 1...9999)
        validFrom = try fields.value(.validFrom, CalendarDay.init(_:))
        validUntil = try fields.lastDay(.validUntil)
        region = try fields.value(.region, RegionCode.init)
        payoutMode = try fields.word(.payoutMode, catalogue.payoutModes)
        monthlyAmount = try fields.optionalAmount(.monthlyAmount)
        state = try fields.word(.state, catalogue.rosterStates)
        documentKind = try fields.optionalWord(.documentKind, catalogue.documentKinds)
        paidFrom = try fields.optional(.paidFrom, Period.init(_:))
        unpaidFrom = try fields.optional(.unpaidFrom, Period.init(_:))
        diedOn = try fields.optional(.diedOn, CalendarDay.init(_:))
        stateChangedOn = try fields.optional(.stateChangedOn, CalendarDay.init(_:))
        payee = try fields.optionalIDNumber(.payee)
        previousCertificate = try fields.optional(.previousCertificate, Self.identifier)
        licence = try fields.optional(.licence, LicenceID.init)
        reviewOn = try fields.optional(.reviewOn, CalendarDay.init(_:))
        try checkColumnsAgree(fields)
    }

    /// All values in a fixed order, to see whether the row has changed.
    var content: [String?] {
        [
            household, idNumber.description, name.description, role.rawValue.description, category.rawValue.description,
            certificate, version.description, validFrom.description, validUntil?.description, region.description,
            payoutMode.rawValue, monthlyAmount?.description,
            state.rawValue, documentKind?.rawValue, paidFrom?.description, unpaidFrom?.description, diedOn?.description,
            stateChangedOn?.description, payee?.description, previousCertificate, licence?.description,
            reviewOn?.description,
        ]
    }

    private static func identifier(_ text: String) throws(RegistryError) -> String { try PlainText.identifier(text) }

    private func checkColumnsAgree(_ fields: RowFields<Column>) throws(FieldError) {
        let mayBeUnpaid = payoutMode == .none || (payoutMode == .household && role == .member)
        let lacksAmount = monthlyAmount == nil && !mayBeUnpaid
        try fields.refuse(.monthlyAmount, when: lacksAmount, .missing, "an amount is required on this row")
        let endsEarly = validUntil.map { $0 < validFrom } ?? false
        try fields.refuse(.validUntil, when: endsEarly, .order, "the end lies before the beginning")
        let hasNoEnd = state == .tapering && validUntil == nil
        try fields.refuse(.validUntil, when: hasNoEnd, .missing, "渐退 has an end date")
        if let paidFrom, let unpaidFrom {
            try fields.refuse(.unpaidFrom, when: unpaidFrom < paidFrom, .order, "the end lies before the beginning")
        }
        if let diedOn {
            try fields.refuse(.diedOn, when: diedOn > fields.today, .order, "a date in the future")
            try fields.refuse(.diedOn, when: diedOn < idNumber.birthday, .order, "a date before birth")
            try fields.refuse(.state, when: state != .deceased, .contradiction, "a date of death, but not 死亡")
        }
        if let documentKind {
            let isOther = !documentKind.matches(idNumber.family)
            try fields.refuse(.documentKind, when: isOther, .contradiction, "the id number is of another document")
        }
    }
}
