// SPDX-License-Identifier: Apache-2.0

/// One change of what is known of one person, before the department's next file says so.
///
/// It holds until a file brings the row with other content than before; a suspension, until a file has the row again.
public enum SingleChange: Hashable, Sendable {
    /// The person died: all relief has ended, and everything issued to them.
    case death
    /// A card's status: lost (挂失), found (解挂), cancelled (注销) and the others.
    case card(CardNumber, CardStatus)
    /// Relief under a certificate, by its number (救助证编号).
    case relief(certificate: String, ReliefChange)

    /// What becomes of relief under a certificate.
    public enum ReliefChange: Hashable, Sendable {
        /// 停保.
        case ended
        /// As when a complete roster lacks the row.
        case suspended
        /// Entitled again, after it was suspended or ended.
        case resumed
        /// 渐退: entitled until a last day.
        case tapering(until: CalendarDay)
        /// A higher version of the certificate, of all who are in it.
        case version(Int)
        /// The person is the head (户主) of the household from now on, under a higher version of the certificate.
        case head(version: Int)
    }
}
