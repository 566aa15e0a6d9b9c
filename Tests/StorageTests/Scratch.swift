// SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Storage

/// A directory that is gone after the test.
final class Scratch: Sendable {
    let directory = FileManager.default.temporaryDirectory.appending(path: "heyima-\(UUID())")

    init() throws { try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false) }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func path(_ name: String = "heyima.sqlite") -> String {
        directory.appending(path: name).path(percentEncoded: false)
    }
}

/// Numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// The key of a number, other for each.
func key<Subject>(_ number: Int) -> LookupKey<Subject> {
    let bytes = withoutOrder(UInt64(number)) + withoutOrder(~UInt64(number))
    guard let key = LookupKey<Subject>(bytes: bytes) else { preconditionFailure("sixteen bytes") }
    return key
}

private func withoutOrder(_ number: UInt64) -> [UInt8] {
    var mixer = SplitMix(state: number)
    let mixed = mixer.next()
    return (0..<8).map { UInt8(truncatingIfNeeded: mixed >> ($0 * 8)) }
}

/// The storage error's code that a call throws, nil when it throws none or another.
func storageCode(_ body: () throws -> some Any) -> StorageError.Code? {
    do {
        _ = try body()
        return nil
    } catch let error as StorageError {
        return error.code
    } catch {
        return nil
    }
}

struct Undone: Error {}
