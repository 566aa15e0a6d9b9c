// SPDX-License-Identifier: Apache-2.0

import Audit
import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import QRSymbol
import Storage
import Testing

@testable import Service

/// Pictures of codes, and what people send instead.
struct PictureTests {
    private static let purpose = "?item=MZ-01&business=20261124-1&operator=W03"

    private func picture(_ text: String) throws -> [UInt8] { try QRSymbol(encoding: text).png(scale: 4) }

    private func send(
        _ picture: [UInt8],
        _ token: TerminalToken,
        _ client: any TestClientProtocol,
        type: String = "image/png",
        query: String = purpose
    ) async throws -> Answer {
        try await client.send(.post, "/v1/verifications" + query, token: token, type: type, body: picture)
    }

    /// A program in place of the scanner.
    private func program(_ script: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "scanner-\(UUID().uuidString)")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        return url
    }

    @Test func `a picture of a code is a code`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let picture = try picture(town.resident().code())
        try await town.service().application()
            .test(.router) { client in
                let answer = try await send(picture, token, client)
                #expect(answer.verdict == "accept", "\(answer.text)")
                #expect(try town.store.traces(TraceQuery()).first?.how == .image)
                #expect(try await send(picture, token, client).reasons == ["replayed"])
            }
    }

    @Test func `a symbol that is none of ours is a verdict`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await send(picture("HTTPS://EXAMPLE.COM/"), token, client)
                #expect(answer.status == 200)
                #expect(answer.reasons == ["unsupported_format"])
            }
    }

    @Test func `without a symbol there is nothing to verify`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let blank = try picture("A").prefix(60) + []
        try await town.service().application()
            .test(.router) { client in
                for bytes in [Array(blank), [], Array("not a picture".utf8)] {
                    let answer = try await send(bytes, token, client)
                    #expect(answer.code == "image_unreadable")
                }
                let answer = try await send(Blank.png, token, client)
                #expect(answer.code == "qr_not_found")
                #expect(answer.status == 422)
            }
    }

    @Test func `a picture that claims to be vast is refused before it is decoded`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        // Width and height in IHDR; its checksum is wrong now, and libpng may say that first.
        let vast = Blank.png[..<16] + [0x00, 0x0F, 0xFF, 0xFF, 0x00, 0x0F, 0xFF, 0xFF] + Blank.png[24...]
        try await town.service().application()
            .test(.router) { client in
                let answer = try await send(Array(vast), token, client)
                #expect(["image_too_large", "image_unreadable"].contains(answer.code), "\(answer.text)")
            }
    }

    @Test func `one byte more than allowed is too large, whether it is announced or not`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service { $0.limits.picture = 4096 }.application()
            .test(.router) { client in
                let most = try await send([UInt8](repeating: 0, count: 4096), token, client)
                #expect(most.code == "image_unreadable")
                let more = try await send([UInt8](repeating: 0, count: 4097), token, client)
                #expect(more.status == 413)
                #expect(more.code == "image_too_large")
            }
    }

    @Test func `the purpose is asked for before the picture is read`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await send(Blank.png, token, client, query: "?item=MZ-01")
                #expect(answer.code == "purpose_required")
                #expect(answer.json["detail"] as? String == "missing: business, operator")
            }
    }

    @Test(arguments: ["text/plain", "image/gif", "multipart/form-data", "application/xml"])
    func `another content type is not supported`(_ type: String) async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await send([1], token, client, type: type)
                #expect(answer.status == 415)
                #expect(answer.code == "media_type_unsupported")
            }
    }

    @Test func `a scanner that never answers is ended, and the next picture has a new one`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let scanner = try program("exec sleep 1000")
        let service = try town.service {
            $0.scanner = scanner
            $0.scannerProcesses = 1
            $0.limits.pictureMilliseconds = 100
        }
        try await service.application()
            .test(.router) { client in
                for _ in 0..<3 {
                    let answer = try await send(Blank.png, token, client)
                    #expect(answer.code == "image_unreadable")
                }
            }
        #expect(service.metrics.text.contains("heyima_scanner_restarts_total"))
    }

    @Test func `a scanner that dies over a picture costs that picture alone`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let scanner = try program("head -c 8 >/dev/null; exit 1")
        try await town.service { $0.scanner = scanner }.application()
            .test(.router) { client in
                for _ in 0..<4 {
                    let answer = try await send(Blank.png, token, client)
                    #expect(answer.code == "image_unreadable")
                }
                let code = try await client.verify(town.resident().code(), token)
                #expect(code.verdict == "accept")
            }
    }

    @Test func `a scanner that talks nonsense is not believed`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let scanner = try program("while true; do head -c 10 >/dev/null; echo '{\"texts\": 1}'; done")
        try await town.service { $0.scanner = scanner }.application()
            .test(.router) { client in
                let answer = try await send(Blank.png, token, client)
                #expect(answer.code == "image_unreadable")
            }
    }

    @Test func `more pictures than may wait are told to come back`() async throws {
        let town = try Town()
        let token = try town.terminal("W1", "window")
        let scanner = try program("exec sleep 1000")
        let service = try town.service {
            $0.scanner = scanner
            $0.scannerProcesses = 1
            $0.limits.waitingPictures = 1
            $0.limits.pictureMilliseconds = 300
        }
        try await service.application()
            .test(.router) { client in
                let codes = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for _ in 0..<6 { group.addTask { try await send(Blank.png, token, client) } }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                let busy = codes.filter { $0.code == "unavailable" }
                #expect(busy.count >= 4)
                #expect(busy.allSatisfy { $0.status == 503 && $0.headers[.retryAfter] == "1" })
            }
    }

    @Test func `a service without a scanner does not begin`() throws {
        let town = try Town()
        #expect(throws: ServiceError(.scanner, "")) {
            _ = try town.service { $0.scanner = URL(filePath: "/nowhere/heyima-scan") }
        }
    }
}

/// A white picture, 64 × 64.
enum Blank {
    static let png: [UInt8] = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAEklEQVR42mP4DwUMo4xRBukMAOPT/hAC2mzjAAAAAElFTkSuQmCC"
        ) ?? Data()
    )
}
