// SPDX-License-Identifier: Apache-2.0

extension Catalogue {
    /// The words of product.md §5, as the departments of Foshan (佛山) use them.
    public static let foshan = Catalogue(
        cardStatuses: [
            "正常": .normal, "挂失": .lost, "临时挂失": .temporarilyLost, "封存": .archived, "锁定": .locked,
            "注销": .cancelled, "未激活": .notActivated,
        ],
        accountStatuses: [
            "正常": .normal, "未激活": .notActivated, "冻结": .frozen, "睡眠": .dormant, "销户": .closed,
        ],
        reliefCategories: [
            "城市低保": .urbanDibao, "农村低保": .ruralDibao, "特困分散供养": .dispersedTekun,
            "分散供养特困": .dispersedTekun, "特困集中供养": .institutionalTekun, "集中供养特困": .institutionalTekun,
            "临时救助": .temporaryRelief, "低保边缘家庭": .dibaoMarginal, "最低生活保障边缘家庭": .dibaoMarginal,
            "刚性支出困难家庭": .rigidExpenditure, "低保": .dibao, "最低生活保障": .dibao,
        ],
        rosterStates: ["在保": .entitled, "渐退": .tapering, "停保": .ended, "死亡": .deceased],
        householdRoles: ["户主": .head, "成员": .member],
        payoutModes: ["按户": .household, "按人": .person, "不发放": .none],
        paymentNatures: ["正常": .regular, "补发": .backPay, "补差": .supplement],
        payeeRelations: [
            "本人": .oneself, "户主": .head, "监护人": .guardian, "委托代领": .agent, "供养机构": .institution,
        ],
        healthLevels: ["审核中": .pending, "绿": .green, "黄": .yellow, "红": .red, "失效": .invalid],
        paymentResults: ["成功": .paid, "失败": .failed, "退票": .returned, "冲正": .reversed],
        documentKinds: [
            "居民身份证": .residentCard, "身份证": .residentCard, "居民户口簿": .residentCard,
            "港澳台居民居住证": .residencePermit, "外国人永久居留身份证": .permanentResidence,
        ],
        items: [
            Item("低保金", aliases: ["低保", "最低生活保障金"], kind: .dibao),
            Item("特困金", aliases: ["特困", "特困供养金", "特困人员救助供养金"], kind: .tekun),
            Item("特困护理补贴", aliases: ["特困人员护理补贴"], kind: .other),
            Item("临时救助金", aliases: ["临时救助"], kind: .temporaryRelief),
            Item("临时价格补贴", aliases: ["价格临时补贴"], kind: .priceSubsidy, isMonthly: false),
        ],
        payCalendar: PayCalendar(usual: PayCalendar.PayDay(monthsLater: 1, day: 10), graceDays: 5)
    )
}
