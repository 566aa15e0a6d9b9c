// SPDX-License-Identifier: Apache-2.0

/// For whom a code is meant: a deployment, or one terminal of it (wire-format.md §4).
public struct Audience: Hashable, Sendable, CustomStringConvertible {
    /// The base of a deployment whose trust list names none.
    public static let defaultBase = "urn:heyima:terminal"

    /// The UTF-8 bytes of the deployment's base.
    private let base: [UInt8]
    /// The UTF-8 bytes of base, `:` and terminal id, or of the base alone.
    private let own: [UInt8]

    /// The audience that a verifier is; `nil` for an empty base or another form of the terminal's id.
    ///
    /// - Parameters:
    ///   - base: the deployment's base, from the trust list or ``defaultBase``.
    ///   - terminal: the terminal's id, where it has one: 1 to 32 characters of `[A-Za-z0-9-]`. Without one every
    ///     terminal of the deployment is meant.
    public init?(base: String = Audience.defaultBase, terminal: String? = nil) {
        guard !base.isEmpty else { return nil }
        self.base = Array(base.utf8)
        guard let terminal else {
            own = self.base
            return
        }
        guard Self.isTerminalID(terminal) else { return nil }
        own = self.base + [UInt8(ascii: ":")] + Array(terminal.utf8)
    }

    /// The text that codes and challenges carry.
    public var description: String { String(decoding: own, as: UTF8.self) }

    /// Whether a code with this `aud` is meant for the verifier: the base, or the verifier's own name, compared whole as
    /// UTF-8 bytes.
    public func accepts(_ audience: some Collection<UInt8>) -> Bool {
        audience.elementsEqual(own) || audience.elementsEqual(base)
    }

    /// Whether a text has the form of a terminal's id.
    public static func isTerminalID(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
