// SPDX-License-Identifier: Apache-2.0

/// The words that departments of one place use, and what they mean here.
///
/// Vocabularies differ between cities (domain.md §1, §5), so that words are data: ``foshan`` is the default, and a city replaces
/// or adds entries.
public struct Catalogue: Hashable, Sendable {
    /// An item that money is paid under (补贴类型), and the words for it in a bank's memo (摘要).
    public struct Item: Hashable, Sendable {
        /// The item's own name, such as 低保金.
        public let name: String
        /// Other words for it.
        public let aliases: [String]
        /// What it is on the wire.
        public let kind: SubsidyKind
        /// Whether a memo must name the month, so that one without is undecided.
        public let isMonthly: Bool

        /// An item.
        public init(_ name: String, aliases: [String] = [], kind: SubsidyKind, isMonthly: Bool = true) {
            self.name = name
            self.aliases = aliases
            self.kind = kind
            self.isMonthly = isMonthly
        }
    }

    /// 卡状态.
    public var cardStatuses: [String: CardStatus]
    /// 金融账户状态.
    public var accountStatuses: [String: AccountStatus]
    /// 救助类别.
    public var reliefCategories: [String: ReliefCategory]
    /// 状态 of the roster.
    public var rosterStates: [String: RosterState]
    /// 与户主关系.
    public var householdRoles: [String: HouseholdRole]
    /// 发放方式.
    public var payoutModes: [String: PayoutMode]
    /// 发放性质.
    public var paymentNatures: [String: PaymentNature]
    /// 领款人关系.
    public var payeeRelations: [String: PayeeRelation]
    /// 健康状态.
    public var healthLevels: [String: HealthLevel]
    /// 发放结果.
    public var paymentResults: [String: PaymentResult]
    /// 证件类型.
    public var documentKinds: [String: DocumentKind]
    /// 补贴类型 and the words of 摘要.
    public var items: [Item]
    /// Pay days, and the days after them in which nothing is late.
    public var payCalendar: PayCalendar
    /// What notices say.
    public var notices = NoticeTemplates.foshan
    /// What 电子证照标识 are made of; nothing until the deployment says it.
    public var licences = LicenceCatalogue()

    /// The item that a word names, by its name or an alias.
    public func item(named word: String) -> Item? { items.first { $0.name == word || $0.aliases.contains(word) } }
}
