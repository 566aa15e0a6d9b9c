// SPDX-License-Identifier: Apache-2.0

import Registry

extension PersonEntry: Stored {
    static let table = Table("person", copiedBy: "key", "key", "sealed")

    var values: [SQLValue?] { [key.sql, sealed.sql] }

    init(_ columns: inout Columns) throws {
        self.init(key: try columns.key(), sealed: try columns.bytes())
    }
}

extension CardEntry: Stored {
    static let table = Table(
        "card",
        "key",
        "person",
        "account",
        "content",
        "region",
        "status",
        "bank",
        "valid_until",
        "account_status",
        "enabled_on",
        "disabled_on",
        "name_key"
    )

    var values: [SQLValue?] {
        [
            key.sql, person.sql, account.sql, content.sql, region.description.sql, status.rawValue.sql, bank.sql,
            validUntil?.days.sql,
            accountStatus?.rawValue.sql, enabledOn?.days.sql, disabledOn?.days.sql, nameKey?.sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            key: try columns.key(),
            person: try columns.key(),
            account: try columns.key(),
            content: try columns.key(),
            region: try columns.region(),
            status: try columns.name(),
            bank: try columns.text(),
            validUntil: try columns.optionalDay(),
            accountStatus: try columns.optionalName(),
            enabledOn: try columns.optionalDay(),
            disabledOn: try columns.optionalDay(),
            nameKey: try columns.optionalKey()
        )
    }
}

extension ReliefEntry: Stored {
    static let table = Table(
        "relief",
        copiedBy: "person",
        "key",
        "person",
        "household",
        "category",
        "content",
        "role",
        "version",
        "valid_from",
        "valid_until",
        "region",
        "payout_mode",
        "monthly_amount",
        "state",
        "absent_since",
        "paid_from",
        "unpaid_from",
        "died_on",
        "state_changed_on",
        "payee",
        "review_on"
    )

    var values: [SQLValue?] {
        [
            key.sql, person.sql, household.sql, category.rawValue.sql, content.sql, role.rawValue.sql, version.sql,
            validFrom.days.sql,
            validUntil?.days.sql, region.description.sql, payoutMode.rawValue.sql, monthlyAmount.fen.sql,
            state.rawValue.sql, absentSince?.sql,
            paidFrom?.number.sql, unpaidFrom?.number.sql, diedOn?.days.sql, stateChangedOn?.days.sql, payee?.sql,
            reviewOn?.days.sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            key: try columns.key(),
            person: try columns.key(),
            household: try columns.key(),
            category: try columns.number(),
            content: try columns.key(),
            role: try columns.number(),
            version: try columns.int(),
            validFrom: try columns.day(),
            validUntil: try columns.optionalDay(),
            region: try columns.region(),
            payoutMode: try columns.name(),
            monthlyAmount: try columns.amount(),
            state: try columns.name(),
            absentSince: try columns.optionalTime(),
            paidFrom: try columns.optionalPeriod(),
            unpaidFrom: try columns.optionalPeriod(),
            diedOn: try columns.optionalDay(),
            stateChangedOn: try columns.optionalDay(),
            payee: try columns.optionalKey(),
            reviewOn: try columns.optionalDay()
        )
    }
}

extension HealthEntry: Stored {
    static let table = Table("health", "person", "level", "assessed_at", "valid_until")

    var values: [SQLValue?] { [person.sql, level.rawValue.sql, assessedAt.sql, validUntil.sql] }

    init(_ columns: inout Columns) throws {
        self.init(
            person: try columns.key(),
            level: try columns.number(),
            assessedAt: try columns.time(),
            validUntil: try columns.time()
        )
    }
}

extension PaylistEntry: Stored {
    static let table = Table(
        "paylist",
        "key",
        "content",
        "batch",
        "period",
        "item_code",
        "item",
        "kind",
        "nature",
        "back_pay_from",
        "back_pay_to",
        "household",
        "person",
        "payee",
        "relation",
        "account",
        "headcount",
        "amount",
        "due_on",
        "region",
        "sealed"
    )

    var values: [SQLValue?] {
        [
            key.sql, content.sql, batch.sql, period.number.sql, itemCode.sql, item.sql, kind.rawValue.sql,
            nature.rawValue.sql,
            backPayFrom?.number.sql, backPayTo?.number.sql, household?.sql, person.sql, payee.sql,
            relation.rawValue.sql,
            account.sql, headcount?.sql, amount.fen.sql, dueOn.days.sql, region.description.sql, sealed.sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            key: try columns.key(),
            content: try columns.key(),
            batch: try columns.text(),
            period: try columns.period(),
            itemCode: try columns.text(),
            item: try columns.text(),
            kind: try columns.number(),
            nature: try columns.name(),
            backPayFrom: try columns.optionalPeriod(),
            backPayTo: try columns.optionalPeriod(),
            household: try columns.optionalKey(),
            person: try columns.key(),
            payee: try columns.key(),
            relation: try columns.name(),
            account: try columns.key(),
            headcount: try columns.optionalInteger().map { Int($0) },
            amount: try columns.amount(),
            dueOn: try columns.day(),
            region: try columns.region(),
            sealed: try columns.bytes()
        )
    }
}
