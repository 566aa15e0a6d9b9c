// SPDX-License-Identifier: Apache-2.0

/// A person as stored: nothing that names them outside of the seal.
public struct PersonEntry: Hashable, Sendable {
    /// The person.
    public let key: PersonKey
    /// ``PersonalData``, sealed with the key's bytes as context.
    public var sealed: [UInt8]

    /// An entry.
    public init(key: PersonKey, sealed: [UInt8]) {
        self.key = key
        self.sealed = sealed
    }
}
