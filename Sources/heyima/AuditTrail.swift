// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE
import Deployment
import Signing
import Storage
import Verification

/// The trace of a deployment as it is chained, with the key that it was written under.
struct AuditTrail {
    private let store: any VerificationStore
    private let authenticator: any TraceAuthenticator

    init(_ deployment: Deployment, _ passphrase: SecretBytes) throws {
        authenticator = try deployment.traceAuthenticator(passphrase: passphrase)
        store = try deployment.verificationStore(passphrase: passphrase)
    }

    /// What there is to say about it, seen against the texts of earlier checkpoints.
    func examination(against checkpoints: [String]) async throws -> TraceExamination {
        try await examination(authenticator, checkpoints)
    }

    /// The text of a checkpoint of chains that end so.
    func checkpoint(of ends: [TraceChain], at now: Int64) throws -> String {
        try text(TraceCheckpoint(at: now, ends: ends), authenticator)
    }

    private func examination(
        _ authenticator: some TraceAuthenticator,
        _ texts: [String]
    ) async throws -> TraceExamination {
        let checkpoints = try texts.map { try TraceCheckpoint(text: $0, authenticator) }
        return try await TraceVerifier(authenticator)
            .examination(against: checkpoints) { try await store.readTrace($0) }
    }

    private func text(_ checkpoint: TraceCheckpoint, _ authenticator: some TraceAuthenticator) throws -> String {
        try checkpoint.text(authenticator)
    }
}

/// One record of the trace, for a person or a program.
///
/// Nobody is named in it.
struct TraceRow: Encodable {
    let id: String
    let at: Int64
    let terminal: String
    let role: String
    let region: String
    let item: String
    let business: String
    let `operator`: String
    let how: String
    let kind: String?
    let verdict: String
    let reasons: [String]
    let revealReason: String?

    init(_ record: TraceRecord) {
        id = record.id.description
        at = record.at
        terminal = record.terminal
        role = record.role
        region = record.region
        item = record.item
        business = record.business
        self.operator = record.operatorID
        how = record.how.rawValue
        kind = record.kind
        verdict = record.outcome
        reasons = record.reasons
        revealReason = record.revealReason
    }

    func line(_ language: Language) -> String {
        let parts = [
            TimeArgument.text(at), terminal, self.operator, item, business, Words.lookUp(how)[language],
            Words.outcome(verdict)[language],
        ]
        return (parts + reasons + [revealReason].compactMap { $0 }).joined(separator: "  ")
    }
}
