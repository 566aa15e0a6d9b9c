// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a service says went wrong: a problem document (RFC 9457) with a stable code.
public struct ServiceProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable code, such as `rate_limited`.
    public let code: String
    /// One sentence in the language that was asked for; whatever a terminal would obey is taken out.
    public let title: String
    /// After how many seconds to try again, where the service says so.
    public let retryAfter: Int?

    /// A problem.
    public init(code: String, title: String, retryAfter: Int? = nil) {
        self.code = code
        self.title = title
        self.retryAfter = retryAfter
    }

    /// The code and the sentence.
    public var description: String { "\(code): \(title)" }

    private struct Document: Decodable {
        let code: String
        let title: String?
    }

    /// The problem of a body; `nil` where it is none.
    init?(body: [UInt8], retryAfter: Int?) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(body)),
            (1...64).contains(document.code.utf8.count), document.code.utf8.allSatisfy(Self.isCodeByte)
        else { return nil }
        code = document.code
        let shown = (document.title ?? "").unicodeScalars
            .filter { !Self.unshown.contains($0.properties.generalCategory) }
        title = String(String.UnicodeScalarView(shown.prefix(200)))
        self.retryAfter = retryAfter
    }

    /// What a terminal would obey instead of showing it.
    private static let unshown: Set<Unicode.GeneralCategory> = [
        .control, .format, .lineSeparator, .paragraphSeparator, .privateUse,
    ]

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
