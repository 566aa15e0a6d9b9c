// SPDX-License-Identifier: Apache-2.0

/// What a verdict rests on, with its age.
public struct Evidence: Hashable, Sendable, Decodable {
    /// Whether the registry was asked.
    public enum Mode: String, Hashable, Sendable, Decodable {
        case online, offline
    }

    /// What the person was known by.
    public enum Source: String, Hashable, Sendable, CaseIterable, Decodable {
        /// A code of one of the three kinds.
        case code
        /// 依职能: nothing but the ID number that staff gave.
        case byDuty = "by_duty"
        /// 社会保障卡: a social security card in a reader.
        case sscCard = "ssc_card"
        /// 居民身份证: an identity card in a reader.
        case idCard = "id_card"
        /// 电子社保卡: the code of the national electronic card.
        case esscQR = "essc_qr"
    }

    /// What is known about an earlier use of the code.
    public enum Replay: String, Hashable, Sendable, Decodable {
        /// No terminal of the deployment has seen it.
        case checked
        /// This verifier has not seen it; another may have.
        case local
        /// Nobody could be asked.
        case unknown
        /// Not asked: the code was refused before, or is judged as of another time.
        case skipped
    }

    /// The trust list.
    public struct TrustListEvidence: Hashable, Sendable, Decodable {
        /// Its number.
        public let sequence: UInt64
        /// When it was signed, seconds since 1970 UTC.
        public let issuedAt: Int64
        /// Until when it is current, seconds since 1970 UTC.
        public let expiresAt: Int64
    }

    /// The status list that the credential points to.
    public struct StatusListEvidence: Hashable, Sendable, Decodable {
        /// When it was signed, seconds since 1970 UTC.
        public let issuedAt: Int64
        /// Until when it is current, seconds since 1970 UTC.
        public let expiresAt: Int64
    }

    /// Whether the registry was asked.
    public var mode: Mode
    /// What the person was known by.
    public var source: Source
    /// The trust list, unless there is no valid one.
    public var trustList: TrustListEvidence?
    /// The status list, where there is one for the credential.
    public var statusList: StatusListEvidence?
    /// What is known about an earlier use.
    public var replay: Replay
}
