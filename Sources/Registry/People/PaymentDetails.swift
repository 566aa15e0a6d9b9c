// SPDX-License-Identifier: Apache-2.0

/// What a bank wrote about a payment and what is sealed, since it may name people.
public struct PaymentDetails: Hashable, Sendable {
    /// 户名; an asterisk where the account's holder was forgotten.
    public var holder: PersonName
    /// 卡号; nil where the account's holder was forgotten.
    public var account: BankAccountNumber?
    /// 摘要, as written; empty where the account's holder was forgotten.
    public var memo: String
    /// 交易流水号.
    public var serial: String?
    /// 原流水号, of the payment that this one returns or reverses.
    public var originalSerial: String?
    /// 失败原因.
    public var failure: String?
    /// 补贴项目编码.
    public var itemCode: String?

    /// The plaintext to seal.
    var encoded: [UInt8] {
        var fields = SealedFields()
        fields.append(1, holder.description)
        fields.append(2, account?.description)
        fields.append(3, memo)
        fields.append(4, serial)
        fields.append(5, originalSerial)
        fields.append(6, failure)
        fields.append(7, itemCode)
        return fields.bytes
    }
}

extension PaymentDetails {
    /// What stays of a payment whose account's holder was forgotten: the bank's numbers for it, and why it failed.
    func withoutHolder() throws(RegistryError) -> PaymentDetails {
        PaymentDetails(
            holder: try PersonName("*"),
            account: nil,
            memo: "",
            serial: serial,
            originalSerial: originalSerial,
            failure: failure,
            itemCode: itemCode
        )
    }

    /// The details from an opened plaintext; throws `sealed_data_invalid` when it is not one.
    init(encoded: [UInt8]) throws(RegistryError) {
        var texts: [UInt8: String] = [:]
        try SealedFields.read(encoded) { (tag, content) throws(RegistryError) in
            texts[tag] = try SealedFields.text(content)
        }
        guard let holder = texts[1], let memo = texts[3] else { throw .unreadable }
        self.init(
            holder: try PersonName(holder),
            account: try texts[2].map { text throws(RegistryError) in try BankAccountNumber(text) },
            memo: memo,
            serial: texts[4],
            originalSerial: texts[5],
            failure: texts[6],
            itemCode: texts[7]
        )
    }
}
