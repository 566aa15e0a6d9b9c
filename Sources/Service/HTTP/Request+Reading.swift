// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Verification

extension Request {
    /// The content type without its parameters, lower case; `nil` where there is none.
    var contentType: String? {
        guard let header = headers[.contentType] else { return nil }
        // White space is spaces and tabs (RFC 9110 §5.6.3).
        let type = header.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 0x09 }
        return String(decoding: type, as: UTF8.self).lowercased()
    }

    /// The body, decoded from JSON.
    ///
    /// Members that the type does not have are ignored.
    ///
    /// - Throws: ``ProblemDocument`` `media_type_unsupported`, `body_too_large` or `request_malformed`.
    func json<Value: Decodable>(as type: Value.Type, limit: Int) async throws -> Value {
        guard contentType == "application/json" else {
            throw ProblemDocument(.mediaTypeUnsupported, "expected application/json")
        }
        let body = try await bytes(limit: limit, tooLarge: .bodyTooLarge)
        do { return try JSONDecoder().decode(type, from: Data(body.readableBytesView)) } catch {
            throw ProblemDocument(.requestMalformed, Self.explanation(of: error))
        }
    }

    /// The body.
    ///
    /// - Throws: a ``ProblemDocument`` of the kind given where it is longer than the limit, as far as possible before it is
    ///   read.
    func bytes(limit: Int, tooLarge: ProblemDocument.Kind) async throws -> ByteBuffer {
        let problem = ProblemDocument(tooLarge, "at most \(limit) bytes", headers: [.connection: "close"])
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw problem }
        var whole = ByteBuffer()
        for try await part in body {
            guard whole.readableBytes + part.readableBytes <= limit else { throw problem }
            whole.writeImmutableBuffer(part)
        }
        return whole
    }

    /// The language that the caller prefers; English unless it is Chinese (RFC 9110 §12.5.4).
    var language: Language {
        guard let header = headers[.acceptLanguage] else { return .english }
        var best: (language: Language, quality: Double) = (.english, 0)
        for range in header.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            guard let tag = parts.first?.split(separator: "-").first?.lowercased(),
                let language = Language(rawValue: tag), quality > best.quality
            else { continue }
            best = (language, quality)
        }
        return best.language
    }

    /// Names the member that is wrong, never its value.
    private static func explanation(of error: any Error) -> String {
        let path: [any CodingKey]
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            return "\(name(of: context.codingPath + [key])) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            path = context.codingPath
        case DecodingError.dataCorrupted(let context): path = context.codingPath
        default: path = []
        }
        return path.isEmpty ? "expected a JSON object" : "\(name(of: path)) is not what it should be"
    }

    private static func name(of path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
}
