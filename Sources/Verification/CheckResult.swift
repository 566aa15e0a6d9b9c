// SPDX-License-Identifier: Apache-2.0

/// What came of one check.
public struct CheckResult: Hashable, Sendable, Decodable {
    /// What became of a check.
    public enum State: String, Hashable, Sendable, Decodable {
        /// Nothing is against the code.
        case passed
        /// Something is.
        case failed
        /// It could not be decided.
        case unknown
        /// It was not made: it does not apply, or what it needs was not there.
        case skipped
    }

    /// Which check.
    public let name: CheckName
    /// What became of it.
    public let state: State
    /// The date of what it rests on, seconds since 1970 UTC, where that is not the code itself.
    public let asOf: Int64?
}

/// The names of the checks, in the order in which they are made.
public enum CheckName: String, Hashable, Sendable, CaseIterable, Decodable {
    case format
    case trustList = "trust_list"
    case clock
    case lookup
    case issuerKey = "issuer_key"
    case issuerSignature = "issuer_signature"
    case record
    case holderSignature = "holder_signature"
    case disclosures
    case audience
    case challenge
    case credentialTime = "credential_time"
    case codeTime = "code_time"
    case status
    case document
    case card
    case relief
    case health
    case requirements
    case replay

    static let count = allCases.count
}
