// SPDX-License-Identifier: Apache-2.0

/// What of a notice is sealed.
struct NoticeContent: Hashable, Sendable {
    let address: Notice.Address
    let text: String

    /// The plaintext to seal.
    var encoded: [UInt8] {
        var fields = SealedFields()
        switch address {
        case .account(let number): fields.append(1, number)
        case .idNumber(let number): fields.append(2, number)
        }
        fields.append(3, text)
        return fields.bytes
    }
}

extension NoticeContent {
    /// The content from an opened plaintext; throws `sealed_data_invalid` when it is not one.
    init(encoded: [UInt8]) throws(RegistryError) {
        var texts: [UInt8: String] = [:]
        try SealedFields.read(encoded) { (tag, content) throws(RegistryError) in
            texts[tag] = try SealedFields.text(content)
        }
        guard let address = texts[1].map(Notice.Address.account) ?? texts[2].map(Notice.Address.idNumber),
            let text = texts[3]
        else { throw .unreadable }
        self.init(address: address, text: text)
    }
}
