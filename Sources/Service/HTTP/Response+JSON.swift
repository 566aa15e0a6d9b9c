// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Verification

extension Response {
    private static let headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]

    /// 200 with JSON that nobody keeps.
    static func json(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return Response(
            status: .ok,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value)))
        )
    }

    /// 200 with JSON that nobody keeps.
    static func json(_ text: JSONText) -> Response { json(text.bytes) }

    /// 200 with JSON that nobody keeps.
    static func json(_ bytes: [UInt8]) -> Response {
        Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
