// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport

/// Seals by writing the context before the plaintext, and digests by FNV-1a: no secrecy, but every call is told apart.
struct OpenSealer: PersonalDataSealer {
    func seal(_ plaintext: [UInt8], context: [UInt8]) -> [UInt8] { context + plaintext.map { ~$0 } }

    func open(_ sealed: [UInt8], context: [UInt8]) throws -> [UInt8] {
        guard sealed.starts(with: context) else { throw RegistryError(.sealedData, "another context") }
        return sealed.dropFirst(context.count).map { ~$0 }
    }

    func digest(_ value: [UInt8], domain: String) -> [UInt8] {
        let input = Array(domain.utf8) + [0] + value
        return [0xcbf2_9ce4_8422_2325, 0x9e37_79b9_7f4a_7c15]
            .flatMap { (offset: UInt64) in
                let hash = input.reduce(offset) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
                return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
            }
    }
}

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
