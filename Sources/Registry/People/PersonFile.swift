// SPDX-License-Identifier: Apache-2.0

/// All that is known of one person, joined by ID number, as it stood in one snapshot.
///
/// The parts that a credential or a verdict speaks of are derived for a moment: ``card(at:)``, ``certificates(at:)``,
/// ``relief(at:)``, ``health(at:)``, ``lastPayment``, ``dues(by:at:)``.
public struct PersonFile: Hashable, Sendable {
    /// A card the person holds or held.
    public struct Card: Hashable, Sendable {
        /// The stored facts.
        public let entry: CardEntry
        /// 社保卡号.
        public let number: CardNumber
        /// 银行卡号.
        public let account: BankAccountNumber
    }

    /// The person's own row of the roster.
    public struct Relief: Hashable, Sendable {
        /// The stored facts.
        public let entry: ReliefEntry
        /// 家庭编号.
        public let household: String
        /// 救助证编号.
        public let certificate: String
        /// 原救助证编号.
        public let previousCertificate: String?
        /// 电子证照标识.
        public let licence: String?
    }

    /// Who got a payment, seen from the person of this file.
    public enum Payee: String, Hashable, Sendable, CaseIterable {
        /// The person.
        case oneself = "self"
        /// The head of the household.
        case head
        /// The guardian.
        case guardian
        /// An agent or an institution.
        case other
    }

    /// A payment that was meant for the person or the household.
    public struct Payment: Hashable, Sendable {
        /// The stored facts.
        public let entry: PaymentEntry
        /// Who got it.
        public let payee: Payee
        /// 摘要, as the bank wrote it.
        public let memo: String
        /// 户名: who has the account that it went to, as the bank wrote it.
        public let holder: PersonName
    }

    /// Finds the person in the store.
    public let key: PersonKey
    /// The person's ID number.
    public let idNumber: IDNumber
    /// The name to show: the one on the card, else the roster's.
    public let name: PersonName?
    /// Whether departments write different names: to be shown as 信息待核实.
    public let namesDiffer: Bool
    /// All cards ever held, by key.
    public let cards: [Card]
    /// The person's own rows of the roster, by key.
    public let reliefs: [Relief]
    /// All rows of the households of ``reliefs``, the person's own among them.
    public let households: [HouseholdKey: [ReliefEntry]]
    /// The health status, nil when there is none.
    public let health: HealthEntry?
    /// Payments, the latest first, at most as many as were asked for.
    public let payments: [Payment]
    /// How far the search for ``payments`` went.
    let search: PaymentSearch
}
