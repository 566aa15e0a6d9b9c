// SPDX-License-Identifier: Apache-2.0

import COSE

extension SDCWT {
    /// The times of any CWT: numbers, floats up to 2⁵³ included (SD-CWT draft, "Finite values for standard date claims").
    struct Times {
        let expiration: Double?
        let notBefore: Double?
        let issuedAt: Double?

        /// - Throws: ``CredentialError`` `sd-cwt.malformed` for a time that is no finite number.
        init(_ claims: CBORItem) throws(CredentialError) {
            expiration = try Self.time(claims[ClaimKey.expiration])
            notBefore = try Self.time(claims[ClaimKey.notBefore])
            issuedAt = try Self.time(claims[ClaimKey.issuedAt])
        }

        private static func time(_ item: CBORItem?) throws(CredentialError) -> Double? {
            guard let item else { return nil }
            if let seconds = item.integer { return Double(seconds) }
            guard let seconds = item.float, seconds.isFinite, seconds.magnitude <= 0x1p53 else {
                throw CredentialError(.sdCWT, "a time is no finite number")
            }
            return seconds
        }
    }

    /// The first rule among the times of one token that is broken, `nil` where all hold.
    static func brokenTimeRule(in token: Times) -> String? {
        if let start = token.notBefore, let issued = token.issuedAt, start > issued { return "nbf is after iat" }
        if let start = token.notBefore, let end = token.expiration, start >= end { return "nbf is not before exp" }
        if let issued = token.issuedAt, let end = token.expiration, issued >= end { return "iat is not before exp" }
        return nil
    }

    /// The first rule between the times of a key binding token and its SD-CWT that is broken, `nil` where all hold.
    static func brokenTimeRule(of binding: Times, with token: Times) -> String? {
        if binding.issuedAt == nil, binding.expiration != nil || binding.notBefore != nil {
            return "exp or nbf without iat"
        }
        if let rule = brokenTimeRule(in: binding) ?? brokenTimeRule(in: token) { return rule }
        if let end = binding.expiration, let last = token.expiration, end > last {
            return "exp is after the SD-CWT's exp"
        }
        for start in [binding.notBefore, binding.issuedAt] {
            if let start, let first = token.notBefore, start < first { return "nbf or iat is before the SD-CWT's nbf" }
            if let start, let last = token.expiration, start >= last {
                return "nbf or iat is not before the SD-CWT's exp"
            }
        }
        if let issued = binding.issuedAt, let first = token.issuedAt, issued < first {
            return "iat is before the SD-CWT's iat"
        }
        return nil
    }
}
