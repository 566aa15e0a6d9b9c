// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// JSON in which nothing may stand that is not understood: a misspelt key would otherwise tell more, or less, than meant.
enum StrictJSON {
    static func decode<Value: Decodable>(_ bytes: [UInt8], as type: Value.Type) throws(VerificationError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as VerificationError {
            throw error
        } catch let DecodingError.keyNotFound(key, context) {
            throw VerificationError(.malformed, "\(path(context.codingPath + [key])) is missing")
        } catch let DecodingError.typeMismatch(_, context), let DecodingError.valueNotFound(_, context) {
            throw VerificationError(.malformed, "\(path(context.codingPath)) is of another kind than expected")
        } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
            throw VerificationError(.malformed, "\(path(context.codingPath)) has a value that is not known")
        } catch {
            throw VerificationError(.malformed, "not JSON")
        }
    }

    static func path(_ keys: [any CodingKey]) -> String {
        keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
    }
}

extension Decoder {
    /// A container whose keys are all known; one that is missing is found when it is asked for.
    func strictContainer<Key: CodingKey & CaseIterable>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        let known = Set(Key.allCases.map(\.stringValue))
        for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw VerificationError(.unknownKey, "\(StrictJSON.path(codingPath + [key])) has no meaning")
        }
        return try container(keyedBy: type)
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
