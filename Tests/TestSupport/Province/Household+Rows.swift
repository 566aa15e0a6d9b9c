// SPDX-License-Identifier: Apache-2.0

extension Province.File {
    var header: [String] {
        switch self {
        case .cards: ["社会保障号码", "姓名", "社保卡号", "发卡地区划", "卡状态", "银行卡号", "开户银行", "有效期至", "金融账户状态", "启用日期", "停用日期"]
        case .roster:
            [
                "家庭编号", "公民身份号码", "姓名", "与户主关系", "救助类别", "救助证编号", "证书版本", "保障起始日期", "保障截止日期", "区划代码", "发放方式",
                "月保障金额", "状态", "证件类型", "发放起始月", "停发起始月", "死亡日期", "状态变更日期", "领款人证件号码", "原救助证编号", "电子证照标识", "复核日期",
            ]
        case .paylist:
            [
                "清单批次号", "所属期", "补贴项目编码", "补贴类型", "发放性质", "补发起月", "补发止月", "家庭编号", "对象证件号码", "领款人证件号码", "领款人关系",
                "领款银行卡号", "计发人数", "应发金额", "应发日期", "区划代码",
            ]
        case .health: ["公民身份号码", "健康状态", "评估时间", "有效期至"]
        case .payments, .ruralPayments: ["户名", "卡号", "金额", "摘要", "发放时间", "代发银行", "交易流水号", "发放结果", "原流水号", "失败原因"]
        }
    }
}

extension Household {
    func append(_ file: Province.File, to rows: inout CSVLines, reviewedEvery: Int) {
        switch file {
        case .cards: for person in people { for card in person.cards { rows.append(row(card, of: person)) } }
        case .roster:
            for person in people where person.isOnRoster { rows.append(row(person, reviewedEvery: reviewedEvery)) }
        case .paylist: for line in lines { rows.append(row(line)) }
        case .health: for person in people { rows.append([person.idNumber, "绿", "2026-11-20 09:30:00", "2099-12-31"]) }
        case .payments: for payment in payments where !payment.isRural { rows.append(row(payment)) }
        case .ruralPayments: for payment in payments where payment.isRural { rows.append(row(payment)) }
        }
    }

    private func row(_ card: Card, of person: Person) -> [String] {
        [
            person.idNumber, person.name, card.number, "440600", card.status, card.account, card.bank, "2099-12-31",
            card.accountStatus, card.enabledOn, card.disabledOn,
        ]
    }

    private func row(_ person: Person, reviewedEvery: Int) -> [String] {
        let isReviewed = reviewedEvery > 0 && person.index % reviewedEvery == 0
        return [
            number, person.idNumber, person.name, person.isHead ? "户主" : "成员", person.category, certificate, "1",
            "2024-03-01", person.validUntil, region, person.payoutMode, person.amount.map(Invention.yuan) ?? "",
            person.state, "居民身份证", "202403", "", person.diedOn, person.stateChangedOn, person.payee, "", "",
            isReviewed ? "2027-03-01" : "2026-12-01",
        ]
    }

    private func row(_ line: Line) -> [String] {
        [
            "FS202610-01", Province.period, line.item.code, line.item.rawValue, line.nature, line.backPay.from,
            line.backPay.to, number, line.idNumber, line.payee, line.relation, line.account, "\(line.headcount)",
            Invention.yuan(line.amount), line.dueOn, region,
        ]
    }

    private func row(_ payment: Payment) -> [String] {
        [
            payment.holder, payment.account, Invention.yuan(payment.amount), payment.memo, payment.paidAt,
            payment.isRural ? Province.ruralBank : Province.mainBank, payment.serial, payment.result,
            payment.originalSerial, payment.failure,
        ]
    }

    private var certificate: String { "粤佛救助" + Invention.digits(index, 8) }
}
