// SPDX-License-Identifier: Apache-2.0

import COSE

/// The claims of a payload that the profile knows, gathered in one pass; what they must be is for each kind to say.
///
/// Not copied, since each item in it shares the token's bytes and copies would count as much as the reading.
struct TokenClaims: ~Copyable {
    private(set) var issuer: CBORItem?
    private(set) var subject: CBORItem?
    private(set) var audience: CBORItem?
    private(set) var expiration: Int64?
    private(set) var notBefore: Int64?
    private(set) var issuedAt: Int64?
    private(set) var id: CBORItem?
    private(set) var confirmation: CBORItem?
    private(set) var nonce: CBORItem?
    private(set) var status: CBORItem?
    private(set) var shown: CBORItem?
    /// simple(59), the redacted claim keys.
    private(set) var redacted: CBORItem?
    /// The components that stand in the clear.
    private(set) var components: [(key: ComponentKey, value: CBORItem)] = []

    /// The claims of a token.
    ///
    /// - Throws: ``CodeError`` `malformed_cbor`, or `malformed_code` for a payload that is no map, a key that no claim
    ///   can have (SD-CWT draft, "Allowed types of CBOR map keys") or a time that is none.
    init(_ token: borrowing COSESign1) throws(CodeError) {
        let payload = try reading(token.payloadItem)
        guard let entries = payload.entries else { throw CodeError(.malformedCode, "a payload is a map") }
        for (key, value) in entries {
            guard let label = key.integer else {
                if key.simple == SDCWT.redactedKeys {
                    redacted = value
                } else if !SDCWT.isClaimKey(key) {
                    throw CodeError(.malformedCode, "a claim key is neither an integer nor a short text")
                }
                continue
            }
            switch label {
            case ClaimKey.issuer: issuer = value
            case ClaimKey.subject: subject = value
            case ClaimKey.audience: audience = value
            case ClaimKey.expiration: expiration = try Self.time(value)
            case ClaimKey.notBefore: notBefore = try Self.time(value)
            case ClaimKey.issuedAt: issuedAt = try Self.time(value)
            case ClaimKey.cwtID: id = value
            case ClaimKey.confirmation: confirmation = value
            case ClaimKey.nonce: nonce = value
            case ClaimKey.status: status = value
            case UnverifiedReferenceCode.shownClaim: shown = value
            default:
                if let component = ComponentKey(rawValue: label) { components.append((component, value)) }
            }
        }
    }

    private static func time(_ item: CBORItem) throws(CodeError) -> Int64 {
        guard let time = TokenTime.read(item) else {
            throw CodeError(.malformedCode, "a time is not whole seconds up to the year 9999")
        }
        return time
    }
}

/// A claim that must be there.
func required<Value>(_ value: Value?, _ name: StaticString) throws(CodeError) -> Value {
    guard let value else { throw CodeError(.malformedCode, "\(name) is missing or of another type") }
    return value
}
