// SPDX-License-Identifier: Apache-2.0

import COSE

extension UnverifiedCredential {
    /// The components in some disclosures, every rule of wire-format.md §10 about them checked.
    ///
    /// - Throws: ``CodeError`` `disclosure_invalid`.
    func components(of disclosures: [Disclosure], _ crypto: some CryptoProvider) throws(CodeError) -> Components {
        var components = Components()
        for disclosure in disclosures {
            guard let parts = disclosure.parts, let value = parts.value,
                let key = parts.key?.integer.flatMap(ComponentKey.init(rawValue:))
            else { throw CodeError(.disclosureInvalid, "a disclosure is not salt, value and one of the five keys") }
            guard !components.contains(key) else {
                throw CodeError(.disclosureInvalid, "two disclosures of one component")
            }
            guard !clearComponents.contains(key) else {
                throw CodeError(.disclosureInvalid, "a disclosed component stands in the payload too")
            }
            let digest = crypto.sha256(disclosure.encoded)
            guard digests.count(where: { $0 == digest }) == 1 else {
                throw CodeError(.disclosureInvalid, "a disclosure's digest is not in the payload exactly once")
            }
            guard !SDCWT.containsRedaction(value) else {
                throw CodeError(.disclosureInvalid, "a redaction inside a disclosed value")
            }
            guard components.read(value, as: key) else {
                throw CodeError(.disclosureInvalid, "a component is not of its form")
            }
        }
        return components
    }
}
