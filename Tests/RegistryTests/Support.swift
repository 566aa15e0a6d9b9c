// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport

/// A registry in memory, and imports from text into it.
struct Office {
    let store = MemoryRegistryStore()
    let registry: PersonRegistry

    /// 2026-11-23 12:00 in Asia/Shanghai.
    static let now: Int64 = 1_795_406_400

    init() { registry = PersonRegistry(store: store, sealer: OpenSealer()) }

    /// Imports bytes in pieces of a few bytes, so that every boundary occurs.
    @discardableResult
    func load(
        _ kind: ImportKind,
        _ bytes: [UInt8],
        now: Int64 = Self.now,
        piece: Int = 7,
        adjust: (inout ImportRequest) throws -> Void = { _ in }
    ) throws -> ImportReport {
        let digest = (0..<4).flatMap { OpenSealer().digest(bytes, domain: "file\($0)").prefix(8) }
        var request = ImportRequest(kind: kind, fileDigest: digest, now: now, by: "test")
        if kind == .payments {
            request.batch = try PaymentBatch(bank: "佛山社保代发", period: Period("202610"), batch: "B1")
        }
        try adjust(&request)
        return try registry.importFile(request, from: { source(bytes, piece: piece) })
    }

    /// Imports text as UTF-8.
    @discardableResult
    func load(
        _ kind: ImportKind,
        _ text: String,
        now: Int64 = Self.now,
        adjust: (inout ImportRequest) throws -> Void = { _ in }
    ) throws -> ImportReport {
        try load(kind, Array(text.utf8), now: now, adjust: adjust)
    }

    /// Imports the five files of the demo.
    func loadDemo() throws {
        for kind in ImportKind.allCases { try load(kind, Fixtures.bytes("demo/\(kind.rawValue).csv"), piece: 4096) }
    }

    func file(_ number: String) throws -> PersonFile? { try registry.file(of: IDNumber(number)) }

    /// What contradicts itself about a person, nil when unknown.
    func conflicts(about number: String) throws -> [PersonFile.Conflict]? {
        try file(number).map { file in try store.read { try registry.conflicts(about: file, at: Office.now, in: $0) } }
    }
}

/// A file's bytes in pieces.
func source(_ bytes: [UInt8], piece: Int) -> FileSource {
    var rest = bytes[...]
    return {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(piece) }
        return Array(rest.prefix(piece))
    }
}

/// The code of the error that a call throws, nil when it throws none or another.
func code(_ body: () throws -> some Any) -> String? {
    do {
        _ = try body()
        return nil
    } catch let error as RegistryError {
        return error.code.rawValue
    } catch {
        return "\(error)"
    }
}

extension ImportReport {
    /// Line, column and code of each error, such as `3 状态 word_unknown`.
    var lines: [String] { errors.map { "\($0.line) \($0.column ?? "-") \($0.error.code)" } }
    /// The same of each warning.
    var oddities: [String] { warnings.map { "\($0.line) \($0.column ?? "-") \($0.error.code)" } }
}

/// Invented people with valid check digits.
enum Invented {
    static let chen = "440604195505010320"
    static let husband = "440604195409230155"
    static let son = "440604198203070110"
    static let liang = "440605195503150027"
    static let ou = "440607193901010111"
    static let ye = "440604198501300260"
    static let mai = "440605196207081244"
    static let ward = "44060520110419037X"
    static let lu = "440608197306260428"
    /// In none of the demo's files.
    static let stranger = "440606197001010011"
    static let wong = "810000199005050018"
}
