// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import QRScan

/// What is to be looked for and how; the picture's bytes follow it.
struct Request: Decodable {
    /// The shape of raw luma.
    struct Shape: Decodable {
        let width: Int
        let height: Int
        let stride: Int?
    }

    /// The picture's length; only `--serve` needs it.
    var bytes: Int?
    /// Whether the picture is one of many frames.
    var camera: Bool?
    /// What the wanted text starts with.
    var prefix: String?
    /// Set when the picture is raw luma and no file.
    var luma: Shape?

    /// A header is a handful of numbers and a prefix.
    private static let headerLimit = 4096

    var budget: Budget { camera == true ? .camera : .still }

    /// The most bytes a picture may have: raw frames are bounded by memory alone.
    var byteLimit: Int { luma == nil ? Limits.fileBytes : Limits.peakMemory }

    /// The next request's header on standard input, or nil at its end.
    static func next() throws(UsageError) -> Request? {
        let head = Input.read(upTo: 4)
        if head.isEmpty { return nil }
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard head.count == 4, (1...headerLimit).contains(length) else {
            throw UsageError(message: "expected the length of a header, 1 to \(headerLimit), in 4 bytes")
        }
        let header = Input.read(upTo: length)
        guard header.count == length, let request = try? JSONDecoder().decode(Request.self, from: Data(header)) else {
            throw UsageError(message: "expected a header of \(length) bytes of JSON")
        }
        return request
    }
}
