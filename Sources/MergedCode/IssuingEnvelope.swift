// SPDX-License-Identifier: Apache-2.0

import COSE

/// The claims that a credential and a printed code have in common, about to be issued.
struct IssuingEnvelope {
    let issuer: String
    let issuedAt: Int64
    let notBefore: Int64?
    let expiration: Int64
    let status: StatusReference

    /// The claims, with a new subject and a new id.
    func claims(random: (Int) -> [UInt8]) throws(CredentialError) -> [(key: CBOR, value: CBOR)] {
        guard !issuer.isEmpty else { throw CredentialError(.claim, "the issuer has no name") }
        guard TokenTime.range.contains(issuedAt), TokenTime.range.contains(expiration), issuedAt < expiration else {
            throw CredentialError(.claim, "iat is not before exp, or out of range")
        }
        let subject = CWTID(try randomBytes(8, from: random)[...])?.description ?? ""
        var claims: [(key: CBOR, value: CBOR)] = [
            (.integer(ClaimKey.issuer), .text(issuer)),
            (.integer(ClaimKey.subject), .text(subject)),
            (.integer(ClaimKey.expiration), .integer(expiration)),
            (.integer(ClaimKey.issuedAt), .integer(issuedAt)),
            (.integer(ClaimKey.cwtID), .bytes(try randomBytes(8, from: random))),
            (.integer(ClaimKey.status), status.cbor),
        ]
        if let notBefore {
            guard (0...issuedAt).contains(notBefore) else { throw CredentialError(.claim, "nbf is after iat") }
            claims.append((.integer(ClaimKey.notBefore), .integer(notBefore)))
        }
        return claims
    }
}

/// Random bytes, the number of them checked: a source that fails must not make a salt that can be guessed.
func randomBytes(_ count: Int, from random: (Int) -> [UInt8]) throws(CredentialError) -> [UInt8] {
    let bytes = random(count)
    guard bytes.count == count else {
        throw CredentialError(.random, "\(bytes.count) random bytes, expected \(count)")
    }
    return bytes
}
