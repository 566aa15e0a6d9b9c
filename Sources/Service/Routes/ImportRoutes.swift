// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import HTTPTypes
import Hummingbird
import Registry
import Storage

/// Files that departments bring: each its own kind, and rows of its own region.
struct ImportRoutes {
    let registry: PersonRegistry
    let callers: TerminalAuthenticator
    let upkeep: Upkeep
    /// Where a file lies while it comes in.
    let directory: URL
    /// How long a file may be, in bytes.
    let limit: Int
    let clock: @Sendable () -> Int64

    private static let parameters: Set<Substring> = [
        "strict", "dryRun", "final", "scope", "asOf", "expectRows", "expectSum", "bank", "period", "batch",
    ]
    private static let importers = Set(Department.allCases.filter { $0.importKind != nil })

    /// One name for the last part, which is a kind for those who bring and an id for those who ask: to the router, and to
    /// OpenAPI, two names would be one path twice.
    var routes: [Route] {
        [
            Route(.post, "/v1/imports/{name}", .department(Self.importers)) { try await take($0, $1) },
            Route(.get, "/v1/imports/{name}", .department(Self.importers)) { try await show($0, $1) },
        ]
    }

    private struct Answer: Encodable {
        /// SHA-256 of the file in hexadecimal, by which the import is found again.
        let id: String
        let report: ImportReportDocument
    }

    private func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = clock()
        let department = try await callers.department(request, context, among: Self.importers, at: now)
        guard let kind = context.parameters.get("name").flatMap({ ImportKind(rawValue: $0) }) else {
            throw ProblemDocument(.notFound)
        }
        guard department.department?.importKind == kind else {
            throw ProblemDocument(.forbidden, "the department brings files of another kind")
        }
        guard request.contentType == "text/csv" else {
            throw ProblemDocument(.mediaTypeUnsupported, "expected text/csv")
        }
        // A trial whose name is misspelt would be no trial.
        guard request.uri.queryParameters.allSatisfy({ Self.parameters.contains($0.key) }) else {
            throw ProblemDocument(.requestMalformed, "a parameter of the query that an import does not have")
        }
        // What is missing is said before the file is read.
        var wish = ImportRequest(kind: kind, fileDigest: [], now: now, by: department.id)
        wish.region = department.scope
        wish.isStrict = try request.flag("strict")
        wish.isDryRun = try request.flag("dryRun")
        wish.isFinal = try request.flag("final")
        wish.scope = try request.rosterScope()
        wish.expectedRows = try request.value("expectRows") { text throws(RegistryError) in
            guard let rows = Int(text), rows >= 0 else { throw RegistryError(.number, "a number of rows") }
            return rows
        }
        wish.expectedSum = try request.value("expectSum", Amount.init)
        if kind == .payments { wish.batch = try request.batch() }
        // Another bank's gateway would be told of what it brings.
        guard department.bank == nil || department.bank == wish.batch?.bank else {
            throw ProblemDocument(.forbidden, "the department brings another bank's payments")
        }
        let file = try await ReceivedFile(request, limit: limit, in: directory)
        wish.fileDigest = file.digest.bytes
        let report = try await OffPool.run { [registry, wish] in
            do { return try registry.importFile(wish, from: file.source) } catch let error as RegistryError
                where error.code != .sealedData
            {
                throw ProblemDocument(.importInvalid, error.description)
            }
        }
        upkeep.soon()
        var response = try Response.json(Answer(id: file.digest.hex, report: ImportReportDocument(report)))
        if report.outcome == .held { response.status = .accepted }
        return response
    }

    private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let department = try await callers.department(request, context, among: Self.importers, at: clock())
        guard let id = context.parameters.get("name"), let digest = Self.digest(id),
            let kind = department.department?.importKind,
            let entry = try await OffPool.run({
                try registry.store.read {
                    try $0.latestImport(of: kind, fileDigest: digest, region: department.scope)
                }
            })
        else { throw ProblemDocument(.notFound) }
        return try .json(Answer(id: id, report: ImportReportDocument(entry)))
    }

    private static func digest(_ id: String) -> [UInt8]? {
        guard id.utf8.count == 64 else { return nil }
        let digits = id.compactMap(\.hexDigitValue)
        guard digits.count == 64, id == id.lowercased() else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension Request {
    /// A flag of the query: `true`, or `false` as where it is not there.
    fileprivate func flag(_ name: String) throws(ProblemDocument) -> Bool {
        guard let text = uri.queryParameters[Substring(name)] else { return false }
        guard let value = Bool(String(text)) else {
            throw ProblemDocument(.requestMalformed, "\(name) is true or false")
        }
        return value
    }

    /// A value of the query; nil where it is not there.
    fileprivate func value<Value>(
        _ name: String,
        _ make: (String) throws(RegistryError) -> Value
    ) throws(ProblemDocument) -> Value? {
        guard let text = uri.queryParameters[Substring(name)] else { return nil }
        do { return try make(String(text)) } catch {
            throw ProblemDocument(.requestMalformed, "\(name): \(error.description)")
        }
    }

    /// What a roster is complete for.
    fileprivate func rosterScope() throws(ProblemDocument) -> RosterScope? {
        let asOf = try value("asOf", CalendarDay.init)
        guard let asOf else {
            guard uri.queryParameters["scope"] == nil else {
                throw ProblemDocument(.requestMalformed, "scope and asOf go together")
            }
            return nil
        }
        let scope = try value("scope") { text throws(RegistryError) in try RosterScope(text, asOf: asOf) }
        guard let scope else { throw ProblemDocument(.requestMalformed, "scope and asOf go together") }
        return scope
    }

    /// The batch that a file of payments is.
    fileprivate func batch() throws(ProblemDocument) -> PaymentBatch {
        let query = uri.queryParameters
        guard let bank = query["bank"], let period = query["period"], let batch = query["batch"] else {
            throw ProblemDocument(.requestMalformed, "payments need bank, period and batch")
        }
        do { return try PaymentBatch(bank: String(bank), period: Period(String(period)), batch: String(batch)) } catch {
            throw ProblemDocument(.requestMalformed, error.description)
        }
    }
}
