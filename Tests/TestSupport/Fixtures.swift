// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Files under `fixtures/` at the root of the repository, shared by tests, demo and vectors.
public enum Fixtures {
    /// The root of the repository, found from this file's place in it.
    public static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The place of a fixture, by its path below `fixtures/`.
    public static func url(_ path: String) -> URL { repository.appending(path: "fixtures/\(path)") }

    /// A fixture's bytes.
    public static func bytes(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: url(path))) }

    /// A fixture's text as UTF-8.
    public static func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

    /// A fixture decoded from JSON.
    public static func json<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: url(path)))
    }
}

/// Bytes from hexadecimal text, white space ignored.
///
/// Traps on anything else, since tests write the text.
public func hex(_ text: String) -> [UInt8] {
    let digits = text.filter { !$0.isWhitespace }
        .map { character -> UInt8 in
            guard let value = character.hexDigitValue else { preconditionFailure("not a hex digit: \(character)") }
            return UInt8(value)
        }
    precondition(digits.count.isMultiple(of: 2), "an odd number of hex digits")
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// Hexadecimal text of bytes, lower case.
public func hexText(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
