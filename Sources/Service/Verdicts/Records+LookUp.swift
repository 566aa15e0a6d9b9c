// SPDX-License-Identifier: Apache-2.0

import Deployment
import Issuance
import MergedCode
import Registry
import Storage
import Trust
import Verification

extension Records {
    /// What is recorded of a credential, and what the registry says of its person, in one snapshot.
    ///
    /// - Parameters:
    ///   - id: the credential or printed code.
    ///   - withContent: whether the credential itself is wanted, as for a reference code, which does not carry it.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the answer, and whom the credential is about. Of somebody whom the registry does not know any more the
    ///   answer is none: a credential that nobody can say anything of is not good (product.md §4).
    /// - Throws: what the store or the sealer throws.
    func lookUp(
        _ id: CredentialID,
        withContent: Bool,
        at now: Int64
    ) throws -> (answer: Circumstances.LookUp, person: PersonKey?) {
        try store.read { people, issued in
            guard let entry = try issued.credential(id) else { return (.none, nil) }
            guard let file = try registry.file(for: entry.person, in: people) else { return (.none, entry.person) }
            let record = RecordedCredential(
                credential: withContent ? try content(of: id, in: issued) : nil,
                signedDigest: entry.signedDigest,
                state: entry[.credential],
                standing: try standing(file, at: now, in: people)
            )
            return (.found(record), entry.person)
        }
    }

    /// What the registry says of a person, whom it knows by ID number; nil when it does not.
    ///
    /// - Throws: what the store or the sealer throws.
    func lookUp(_ idNumber: IDNumber, at now: Int64) throws -> (file: PersonFile, standing: Standing)? {
        try lookUp(registry.key(of: idNumber), at: now)
    }

    /// What the registry says of a person, with at most so many payments; nil when it does not know them.
    ///
    /// - Throws: what the store or the sealer throws.
    func lookUp(
        _ person: PersonKey,
        payments: Int = PersonFile.usualPayments,
        at now: Int64
    ) throws -> (file: PersonFile, standing: Standing)? {
        try registry.store.read { people in
            try registry.file(for: person, payments: payments, in: people)
                .map { ($0, try standing($0, at: now, in: people)) }
        }
    }

    private func standing(_ file: PersonFile, at now: Int64, in people: any RegistryReading) throws -> Standing {
        Standing(
            file,
            dues: try registry.dues(of: file, at: now, in: people),
            conflicts: try registry.conflicts(about: file, at: now, in: people),
            at: now
        )
    }
}
