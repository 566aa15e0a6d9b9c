// SPDX-License-Identifier: Apache-2.0

import Testing
import TestSupport

/// The pictures of `fixtures/qr-scan`, made by qrencode, Pillow and ImageMagick.
struct Corpus: Decodable {
    struct Picture: Decodable, Sendable, CustomTestStringConvertible {
        let file: String
        let how: String
        /// Names in ``Corpus/texts``.
        let texts: [String]
        let error: String?

        var testDescription: String { "\(file): \(how)" }
        var bytes: [UInt8] { get throws { try Corpus.bytes(file) } }
    }

    let texts: [String: String]
    let pictures: [Picture]

    static let shared: Corpus = {
        do { return try Fixtures.json("qr-scan/manifest.json") } catch { fatalError("no manifest: \(error)") }
    }()

    static var readable: [Picture] { shared.pictures.filter { $0.error == nil } }
    static var refused: [Picture] { shared.pictures.filter { $0.error != nil } }

    static func bytes(_ file: String) throws -> [UInt8] { try Fixtures.bytes("qr-scan/\(file)") }

    static func text(_ name: String) throws -> String { try #require(shared.texts[name]) }
}
