// SPDX-License-Identifier: Apache-2.0

public import Registry

/// Seals by writing the context before the plaintext, and digests by FNV-1a: no secrecy, but every call is told apart.
public struct OpenSealer: PersonalDataSealer {
    /// There are no keys.
    public init() {}

    /// The context, and the plaintext turned over.
    public func seal(_ plaintext: [UInt8], context: [UInt8]) -> [UInt8] { context + plaintext.map { ~$0 } }

    /// What was sealed under the same context.
    public func open(_ sealed: [UInt8], context: [UInt8]) throws -> [UInt8] {
        guard sealed.starts(with: context) else { throw RegistryError(.sealedData, "another context") }
        return sealed.dropFirst(context.count).map { ~$0 }
    }

    /// Sixteen bytes that follow from value and domain.
    public func digest(_ value: [UInt8], domain: String) -> [UInt8] {
        let input = Array(domain.utf8) + [0] + value
        return [0xcbf2_9ce4_8422_2325, 0x9e37_79b9_7f4a_7c15]
            .flatMap { (offset: UInt64) in
                let hash = input.reduce(offset) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
                return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
            }
    }
}
