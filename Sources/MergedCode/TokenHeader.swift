// SPDX-License-Identifier: Apache-2.0

import COSE

/// What the headers of a token of the profile say, their rules checked (wire-format.md §10).
struct TokenHeader {
    /// An algorithm that is supported.
    let algorithm: Algorithm
    /// `kcwt`, in a dynamic code.
    let credential: CBORItem?

    /// - Throws: ``CodeError`` `malformed_code`, or `unsupported_algorithm`.
    init(_ token: borrowing COSESign1) throws(CodeError) {
        var credential: CBORItem?
        var namesAlgorithm = false
        if let parameters = token.protected.parameters.entries {
            for (label, value) in parameters {
                switch label.integer {
                case HeaderLabel.algorithm: namesAlgorithm = true
                case HeaderLabel.credential: credential = value
                case HeaderLabel.cwtClaims, HeaderLabel.disclosures, HeaderLabel.digestAlgorithm,
                    HeaderLabel.encryptedDisclosures, HeaderLabel.encryptionAlgorithm:
                    throw CodeError(.malformedCode, "a protected header that no code has")
                default: break
                }
            }
        }
        for label in token.protected.critical where !Self.isUnderstood(label) {
            throw CodeError(.malformedCode, "crit names a parameter that is not understood")
        }
        guard namesAlgorithm else { throw CodeError(.malformedCode, "alg is missing") }
        guard let algorithm = token.protected.algorithm, algorithm.isSupported else {
            throw CodeError(.unsupportedAlgorithm, "a signature algorithm that is not supported")
        }
        self.algorithm = algorithm
        self.credential = credential
    }

    private static func isUnderstood(_ label: CBORItem) -> Bool {
        switch label.integer {
        case HeaderLabel.algorithm, HeaderLabel.critical, HeaderLabel.keyID, HeaderLabel.credential, HeaderLabel.type:
            true
        default: false
        }
    }
}

extension COSESign1 {
    /// Whether there are no unprotected parameters at all.
    var hasNoUnprotected: Bool { unprotected.entries?.count == 0 }

    /// The `kid` as a key's name.
    func keyName() throws(CodeError) -> KeyID {
        guard let keyID = protected.keyID, let name = KeyID(keyID) else {
            throw CodeError(.malformedCode, "kid is missing or not 8 bytes")
        }
        return name
    }
}
