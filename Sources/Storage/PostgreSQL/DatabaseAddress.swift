// SPDX-License-Identifier: Apache-2.0

import CLibpq

/// Where a PostgreSQL database is: a URL as libpq takes it, `postgres://user@host:port/database?sslmode=verify-full`.
///
/// Whoever sees a description of it sees no password. What the URL leaves out, libpq takes from its own variables and
/// files, the password from `PGPASSFILE` or `~/.pgpass`.
public struct DatabaseAddress: Hashable, Sendable, CustomStringConvertible {
    /// The URL with all that it holds.
    package let url: String
    /// Whether the URL holds a password, which would be seen where URLs are seen.
    public let hasPassword: Bool
    /// The URL without its password.
    public let description: String

    /// An address from its URL.
    ///
    /// - Throws: ``StorageError`` `storage.address`; the URL is not in the message, since it may hold a password.
    public init(_ url: String) throws(StorageError) {
        guard ["postgres://", "postgresql://"].contains(where: url.hasPrefix) else {
            throw StorageError(.address, "expected a URL that begins with postgres://")
        }
        self.url = url
        hasPassword = try Self.password(in: url) != nil
        description = hasPassword ? Self.withoutPassword(url) : url
        guard try Self.password(in: description) == nil else {
            throw StorageError(.address, "the URL has its password in an unusual place; use a passfile")
        }
    }

    /// The password that libpq finds in a URL.
    private static func password(in url: String) throws(StorageError) -> String? {
        guard let options = unsafe PQconninfoParse(url, nil) else {
            throw StorageError(.address, "libpq does not understand the URL")
        }
        defer { unsafe PQconninfoFree(options) }
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if unsafe String(cString: keyword) == "password", let value = unsafe option.pointee.val {
                return unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return nil
    }

    /// A URL without `:password` before the host and `password=` behind the question mark.
    private static func withoutPassword(_ url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var start = String(parts[0])
        if let scheme = start.firstRange(of: "://"), let end = start[scheme.upperBound...].firstIndex(of: "@"),
            let colon = start[scheme.upperBound..<end].firstIndex(of: ":")
        {
            start.removeSubrange(colon..<end)
        }
        guard parts.count > 1 else { return start }
        let query = parts[1].split(separator: "&").filter { !$0.hasPrefix("password=") }
        return query.isEmpty ? start : start + "?" + query.joined(separator: "&")
    }
}
