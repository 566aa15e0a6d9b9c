// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where a service is reached.
public struct ServiceAddress: Hashable, Sendable, CustomStringConvertible {
    /// Scheme, host and, where it is not the usual one, port: `https://heyima.example`.
    ///
    /// Proofs of possession name it, so that whoever stands between wallet and service cannot hand them on.
    public let origin: String

    /// The address of a URL, which has to be of https, or of http on this machine.
    ///
    /// - Throws: ``WalletError`` `wallet.service-address`, `wallet.service-unencrypted`.
    public init(_ text: String) throws(WalletError) {
        let parts = try Self.parts(text)
        guard parts.isEncrypted || Self.isLoopback(parts.host) else {
            throw WalletError(.serviceUnencrypted, "http would show everything on the way; https is needed")
        }
        origin = parts.origin
    }

    /// The address of a URL that may be of http anywhere: whoever is on the way reads and changes what is sent, tickets
    /// and names included.
    ///
    /// - Throws: ``WalletError`` `wallet.service-address`.
    public init(acceptingUnencryptedUnsafe text: String) throws(WalletError) {
        origin = try Self.parts(text).origin
    }

    /// The origin.
    public var description: String { origin }

    private static func parts(_ text: String) throws(WalletError) -> (origin: String, host: String, isEncrypted: Bool) {
        let malformed = WalletError(.serviceAddress, "expected https://HOST or https://HOST:PORT")
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["https", "http"].contains(scheme), let host = url.encodedHost?.lowercased(), ["", "/"].contains(url.path),
            url.query == nil, url.fragment == nil, url.user == nil, url.password == nil
        else { throw malformed }
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard !name.isEmpty, name.utf8.allSatisfy(isHostByte), url.port.map((1...65_535).contains) ?? true else {
            throw malformed
        }
        let port = url.port.flatMap { $0 == (scheme == "https" ? 443 : 80) ? nil : ":\($0)" } ?? ""
        return ("\(scheme)://\(name.contains(":") ? "[\(name)]" : name)\(port)", name, scheme == "https")
    }

    /// Other scripts are encoded by now (RFC 3492), so that a name which only looks like another one shows itself.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// Whether what is sent there does not leave this machine.
    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
