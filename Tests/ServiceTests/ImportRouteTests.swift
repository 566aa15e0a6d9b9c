// SPDX-License-Identifier: Apache-2.0

import COSE
import Deployment
import Foundation
import HTTPTypes
import HummingbirdTesting
import Registry
import Signing
import Storage
import Synchronization
import Testing

@testable import Service

/// Files that departments bring over HTTP.
struct ImportRouteTests {
    private static let header =
        "家庭编号,公民身份号码,姓名,与户主关系,救助类别,救助证编号,证书版本,保障起始日期,区划代码,发放方式,月保障金额,状态\n"

    private static func row(_ number: Int, _ id: String, region: String) -> String {
        "FSJT9\(number),\(id),何无名,户主,城市低保,粤佛低保2026\(number),1,2026-01-01,\(region),按人,850.00,在保\n"
    }

    private func report(_ answer: Answer) -> [String: Any] { answer.json["report"] as? [String: Any] ?? [:] }

    @Test func `a file is taken in once, under the department's name, and found again by its digest`() async throws {
        let town = try Town()
        let token = try town.terminal("WJ-1", "health", region: "4406")
        let other = try town.terminal("RS-1", "cards", region: "4406")
        try await town.service().application()
            .test(.router) { client in
                func send(_ query: String = "") async throws -> Answer {
                    try await client.send(
                        .post,
                        "/v1/imports/health" + query,
                        token: token,
                        type: "text/csv; charset=utf-8",
                        body: Town.healthFile
                    )
                }
                let trial = try await send("?dryRun=true")
                #expect(report(trial)["outcome"] as? String == "dryRun", "\(trial.text)")
                let id = try #require(trial.json["id"] as? String)
                #expect(try await client.send(.get, "/v1/imports/\(id)", token: token).code == "not_found")
                let first = try await send()
                #expect(report(first)["outcome"] as? String == "applied" && report(first)["changed"] as? Int == 1)
                #expect(report(try await send())["outcome"] as? String == "alreadyApplied")
                #expect(id == SystemCryptography().sha256(Town.healthFile[...]).hex)
                let found = try await client.send(.get, "/v1/imports/\(id)", token: token)
                #expect(report(found)["changed"] as? Int == 1, "\(found.text)")
                #expect(try await client.send(.get, "/v1/imports/\(id)", token: other).code == "not_found")
                for wrong in [id.uppercased(), String(id.dropLast()), "health"] {
                    #expect(try await client.send(.get, "/v1/imports/\(wrong)", token: token).code == "not_found")
                }
            }
        let change = try #require(try town.desk.registry.changes(after: 0).last)
        #expect(change.component == .health && change.by == "WJ-1")
        let left = try FileManager.default.contentsOfDirectory(atPath: town.directory.path(percentEncoded: false))
        #expect(!left.contains { $0.hasPrefix(".import") })
        #expect(!town.log.withLock { $0 }.contains("440604195505010320"))
    }

    @Test func `rows of another region are rejected one by one, and the others taken in`() async throws {
        let town = try Town()
        let token = try town.terminal("MZ-1", "roster", region: "440605")
        let file =
            Self.header + Self.row(1, "440606197001010011", region: "440605010")
            + Self.row(2, "44060619680315002X", region: "440606010")
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(
                    .post,
                    "/v1/imports/roster",
                    token: token,
                    type: "text/csv",
                    body: Array(file.utf8)
                )
                #expect(report(answer)["added"] as? Int == 1, "\(answer.text)")
                let errors = try #require(report(answer)["errors"] as? [[String: Any]])
                #expect(errors.count == 1 && errors[0]["code"] as? String == "region_foreign")
                #expect(errors[0]["line"] as? Int == 3 && errors[0]["column"] as? String == "区划代码")
                #expect(!answer.text.contains("44060619680315002X"))
            }
        #expect(try town.desk.registry.file(of: IDNumber("440606197001010011")) != nil)
        #expect(try town.desk.registry.file(of: IDNumber("44060619680315002X")) == nil)
    }

    @Test func `what became of a file is told to whoever answers for its region`() async throws {
        let town = try Town()
        let (here, there) = (
            try town.terminal("MZ-5", "roster", region: "440605"), try town.terminal("MZ-6", "roster", region: "440606")
        )
        let file = Array((Self.header + Self.row(1, "440606197001010011", region: "440605010")).utf8)
        try await town.service().application()
            .test(.router) { client in
                func bring(_ token: TerminalToken) async throws -> Answer {
                    try await client.send(.post, "/v1/imports/roster", token: token, type: "text/csv", body: file)
                }
                let path = "/v1/imports/" + (try await bring(here).json["id"] as? String ?? "")
                #expect(try await client.send(.get, path, token: there).code == "not_found")
                // The other district's own try at the same file hides nothing.
                #expect(report(try await bring(there))["rejected"] as? Int == 1)
                #expect(report(try await client.send(.get, path, token: here))["added"] as? Int == 1)
                #expect(report(try await client.send(.get, path, token: there))["rejected"] as? Int == 1)
            }
    }

    @Test func `a row that another region has is not taken from it`() async throws {
        let town = try Town()
        let (here, there) = (
            try town.terminal("MZ-5", "roster", region: "440605"), try town.terminal("MZ-6", "roster", region: "440606")
        )
        let id = "440606197001010011"
        try await town.service().application()
            .test(.router) { client in
                func send(_ token: TerminalToken, region: String) async throws -> Answer {
                    try await client.send(
                        .post,
                        "/v1/imports/roster",
                        token: token,
                        type: "text/csv",
                        body: Array((Self.header + Self.row(1, id, region: region)).utf8)
                    )
                }
                #expect(report(try await send(here, region: "440605010"))["added"] as? Int == 1)
                let answer = try await send(there, region: "440606010")
                #expect(report(answer)["changed"] as? Int == 0, "\(answer.text)")
                let errors = try #require(report(answer)["errors"] as? [[String: Any]])
                #expect(errors.map { $0["code"] as? String } == ["region_foreign"])
                // The first department's file is still its latest.
                #expect(report(try await send(here, region: "440605010"))["outcome"] as? String == "alreadyApplied")
            }
        let entry = try town.desk.registry.file(of: IDNumber(id))?.reliefs.first?.entry
        #expect(entry?.region.description == "440605010")
    }

    @Test func `a file that is not as announced is held, and found again as what became of it`() async throws {
        let town = try Town()
        let token = try town.terminal("MZ-1", "roster", region: "440605")
        let file = Array((Self.header + Self.row(1, "440606197001010011", region: "440605010")).utf8)
        try await town.service().application()
            .test(.router) { client in
                let query = "?scope=440605&asOf=2026-11-24&expectRows=2&expectSum=850"
                let path = "/v1/imports/roster"
                let held = try await client.send(.post, path + query, token: token, type: "text/csv", body: file)
                #expect(held.status == 202 && report(held)["outcome"] as? String == "held", "\(held.text)")
                let holds = try #require(report(held)["holds"] as? [[String: Any]])
                #expect(holds.contains { $0["reason"] as? String == "rows_differ" && $0["found"] as? Int == 1 })
                #expect(!holds.contains { $0["reason"] as? String == "sum_differs" })
                #expect(try town.desk.registry.file(of: IDNumber("440606197001010011")) == nil)
                let number = try #require(report(held)["id"] as? Int)
                let found = "/v1/imports/" + (held.json["id"] as? String ?? "")
                #expect(report(try await client.send(.get, found, token: token))["outcome"] as? String == "held")
                _ = try town.desk.registry.approveImport(Int64(number), now: town.now, by: "operator")
                let after = try await client.send(.get, found, token: token)
                #expect(report(after)["outcome"] as? String == "applied" && report(after)["added"] as? Int == 1)
                // Nobody tells of regions that are not theirs who has left the roster.
                let beyond = "?scope=4406&asOf=2026-11-24"
                let refused = try await client.send(.post, path + beyond, token: token, type: "text/csv", body: file)
                #expect(refused.status == 422 && refused.text.contains("region_foreign"), "\(refused.text)")
            }
    }

    @Test(arguments: [
        ("roster", "/v1/imports/roster?scope=440605", "text/csv", "x", 400, "request_malformed"),
        ("roster", "/v1/imports/roster?asOf=2026-11-24", "text/csv", "x", 400, "request_malformed"),
        ("roster", "/v1/imports/roster?scope=x&asOf=2026-11-24", "text/csv", "x", 400, "request_malformed"),
        ("roster", "/v1/imports/roster?scope=4406&asOf=2026-13-01", "text/csv", "x", 400, "request_malformed"),
        ("roster", "/v1/imports/roster?scope=4406&asOf=2099-01-01", "text/csv", "x", 422, "import_invalid"),
        ("roster", "/v1/imports/roster?expectRows=-1", "text/csv", "x", 400, "request_malformed"),
        ("roster", "/v1/imports/roster?expectSum=many", "text/csv", "x", 400, "request_malformed"),
        ("health", "/v1/imports/health?expectSum=1", "text/csv", "x", 422, "import_invalid"),
        ("health", "/v1/imports/health?scope=4406&asOf=2026-11-24", "text/csv", "x", 422, "import_invalid"),
        ("health", "/v1/imports/roster", "text/csv", "x", 403, "forbidden"),
        ("health", "/v1/imports/people", "text/csv", "x", 404, "not_found"),
        ("health", "/v1/imports/health", "application/json", "{}", 415, "media_type_unsupported"),
        ("health", "/v1/imports/health?strict=1", "text/csv", "x", 400, "request_malformed"),
        ("health", "/v1/imports/health", "text/csv", "公民身份号码\n", 422, "import_invalid"),
        ("health", "/v1/imports/health", "text/csv", "", 422, "import_invalid"),
        ("health", "/v1/imports/health?dryrun=true", "text/csv", "x", 400, "request_malformed"),
        ("payments", "/v1/imports/payments?bank=a&period=2026-10", "text/csv", "x", 400, "request_malformed"),
        ("payments", "/v1/imports/payments?bank=a&period=13&batch=1", "text/csv", "x", 400, "request_malformed"),
    ])
    func `what cannot be taken in is told by its code`(
        kind: String,
        path: String,
        type: String,
        body: String,
        status: Int,
        code: String
    ) async throws {
        let town = try Town()
        let token = try town.terminal("D1", kind, region: "4406")
        let changes = try town.desk.registry.changes(after: 0).count
        try await town.service().application()
            .test(.router) { client in
                let answer = try await client.send(.post, path, token: token, type: type, body: Array(body.utf8))
                #expect(answer.status == status && answer.code == code, "\(answer.text)")
            }
        #expect(try town.desk.registry.changes(after: 0).count == changes)
    }

    @Test func `a bank that is named brings its own payments alone`() async throws {
        let town = try Town()
        let token = TerminalToken.generate()
        let bank = Terminal(
            id: "YH-1",
            tokenDigest: token.digest,
            role: "payments",
            region: "4406",
            bank: "甲银行",
            createdAt: town.now
        )
        try town.store.add(bank)
        let file = Array("户名,卡号,金额,摘要,发放时间\n陈小明,6217003080000001019,850.00,11月低保金,2026-11-23\n".utf8)
        try await town.service().application()
            .test(.router) { client in
                func bring(_ name: String) async throws -> Answer {
                    let query = "bank=\(name)&period=2026-11&batch=7"
                    return try await client.send(
                        .post,
                        "/v1/imports/payments?\(query)",
                        token: token,
                        type: "text/csv",
                        body: file
                    )
                }
                let refused = try await bring("%E4%B9%99%E9%93%B6%E8%A1%8C")
                #expect(refused.status == 403 && refused.code == "forbidden", "\(refused.text)")
                let taken = try await bring("%E7%94%B2%E9%93%B6%E8%A1%8C")
                #expect(report(taken)["added"] as? Int == 1, "\(taken.text)")
            }
    }

    @Test func `a file beyond the limit is refused, and payments come with their batch`() async throws {
        let town = try Town()
        let health = try town.terminal("D1", "health", region: "4406")
        let bank = try town.terminal("D2", "payments", region: "4406")
        try await town.service { $0.limits.importFile = 200 }.application()
            .test(.router) { client in
                let long = Town.healthFile + Town.healthFile + Town.healthFile
                let refused = try await client.send(
                    .post,
                    "/v1/imports/health",
                    token: health,
                    type: "text/csv",
                    body: long
                )
                #expect(refused.code == "body_too_large")
                let file = Array("户名,卡号,金额,摘要,发放时间\n陈小明,6217003080000001019,850.00,11月低保金,2026-11-23\n".utf8)
                let taken = try await client.send(
                    .post,
                    "/v1/imports/payments?bank=b&period=2026-11&batch=7&final=true",
                    token: bank,
                    type: "text/csv",
                    body: file
                )
                #expect(report(taken)["added"] as? Int == 1, "\(taken.text)")
            }
        let batch = try PaymentBatch(bank: "b", period: Period("202611"), batch: "7")
        let entry = try town.desk.registry.store.read { try $0.latestImport(of: .payments, batch: batch) }
        #expect(entry?.isFinal == true && entry?.by == "D2")
    }
}
