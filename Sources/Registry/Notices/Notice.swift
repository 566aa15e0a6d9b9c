// SPDX-License-Identifier: Apache-2.0

/// A message that is owed to somebody, as a gateway that sends it is told it.
public struct Notice: Hashable, Sendable {
    /// What it is about.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Money arrived.
        case paid
        /// Money could not be paid into the account, or came back from it.
        case returned
        /// Relief ends within 30 days, by its last day (保障截止日期).
        case ending
        /// Relief ended (停保).
        case ended
        /// A higher version of the certificate took its place.
        case superseded
    }

    /// Whose telephone it is for, by what its receiver knows them by.
    public enum Address: Hashable, Sendable {
        /// 卡号, for a bank.
        case account(String)
        /// 公民身份号码, for a city's directory.
        case idNumber(String)
    }

    /// Its place in the outbox, rising; the cursor of whoever drains it.
    public let sequence: Int64
    /// What it is about.
    public let kind: Kind
    /// When it was made, unix seconds.
    public let at: Int64
    /// Whose telephone it is for.
    public let address: Address
    /// What to send.
    public let text: String
}

/// Who drains notices; no notice has two receivers.
public enum NoticeReceiver: Hashable, Sendable {
    /// A bank, by the name that its files are imported under: payments that it reported, to account numbers that it has.
    case bank(String)
    /// A city or a district, by leading digits of its region: what became of relief there, to ID numbers.
    case region(String)

    /// Whether some notice could be for both.
    public func overlaps(_ other: NoticeReceiver) -> Bool {
        switch (self, other) {
        case (.bank(let mine), .bank(let theirs)): mine == theirs
        case (.region(let mine), .region(let theirs)): mine.hasPrefix(theirs) || theirs.hasPrefix(mine)
        default: false
        }
    }
}
