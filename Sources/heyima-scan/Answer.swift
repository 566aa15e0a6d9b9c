// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import QRScan

/// What is said about one picture.
struct Answer: Encodable {
    private struct Text: Encodable {
        let text: String
        let format = "qr_code"
        let by: String
        let rung: String
    }

    private struct Failure: Encodable {
        let code: String
        let message: String
    }

    private enum CodingKeys: String, CodingKey {
        case texts
        case error
        case milliseconds
    }

    private let texts: [Text]
    private let error: Failure?
    private let milliseconds: Double

    /// Looks at a picture under a limit of processor time.
    init(to request: Request, bytes: [UInt8], scanner: borrowing Scanner) {
        Confinement.limitProcessorTime()
        let start = Scanner.monotonicTime()
        do {
            texts = try Self.scan(request, bytes, scanner)
                .map {
                    Text(text: $0.text, by: $0.reader.rawValue, rung: $0.rung.rawValue)
                }
            error = nil
        } catch {
            texts = []
            self.error = Failure(code: error.code.description, message: error.message)
        }
        milliseconds = ((Scanner.monotonicTime() - start) / .microseconds(1)).rounded() / 1000
    }

    private static func scan(
        _ request: Request,
        _ bytes: [UInt8],
        _ scanner: borrowing Scanner
    ) throws(QRScanError) -> [ScannedText] {
        guard let shape = request.luma else {
            return try scanner.scan(file: bytes, budget: request.budget, preferring: request.prefix)
        }
        let luma = try Luma(
            bytes: bytes,
            width: shape.width,
            height: shape.height,
            stride: shape.stride ?? shape.width
        )
        return try scanner.scan(luma: luma, budget: request.budget, preferring: request.prefix)
    }

    /// `error` is written even when there is none.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(texts, forKey: .texts)
        try container.encode(error, forKey: .error)
        try container.encode(milliseconds, forKey: .milliseconds)
    }

    /// The answer as JSON, ended by a newline.
    var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and finite numbers always encode.
        guard let json = try? encoder.encode(self) else { preconditionFailure("an answer that is no JSON") }
        return String(decoding: json, as: UTF8.self) + "\n"
    }
}
