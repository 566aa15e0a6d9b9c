// SPDX-License-Identifier: Apache-2.0

/// A social security card as stored; its numbers are sealed in the holder's ``PersonalData``.
public struct CardEntry: Hashable, Sendable {
    /// The card, by 社保卡号.
    public let key: CardKey
    /// The holder.
    public let person: PersonKey
    /// Its bank account now.
    ///
    /// Accounts the card had before are found by ``RegistryReading/cards(account:)`` too.
    public let account: AccountKey
    /// Digest of the row's content.
    public let content: ContentKey
    /// 发卡地区划.
    public let region: RegionCode
    /// 卡状态.
    public var status: CardStatus
    /// 开户银行.
    public let bank: String
    /// 有效期至, nil where it has no end.
    public let validUntil: CalendarDay?
    /// 金融账户状态, nil where not given.
    public let accountStatus: AccountStatus?
    /// 启用日期.
    public let enabledOn: CalendarDay?
    /// 停用日期.
    public var disabledOn: CalendarDay?
    /// The holder's name as 人社 has it, on ``account``; nil where it was not noted down.
    public let nameKey: AccountNameKey?

    /// An entry.
    public init(
        key: CardKey,
        person: PersonKey,
        account: AccountKey,
        content: ContentKey,
        region: RegionCode,
        status: CardStatus,
        bank: String,
        validUntil: CalendarDay?,
        accountStatus: AccountStatus?,
        enabledOn: CalendarDay?,
        disabledOn: CalendarDay?,
        nameKey: AccountNameKey? = nil
    ) {
        self.key = key
        self.person = person
        self.account = account
        self.content = content
        self.region = region
        self.status = status
        self.bank = bank
        self.validUntil = validUntil
        self.accountStatus = accountStatus
        self.enabledOn = enabledOn
        self.disabledOn = disabledOn
        self.nameKey = nameKey
    }
}
