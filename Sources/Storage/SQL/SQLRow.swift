// SPDX-License-Identifier: Apache-2.0

/// A row that an engine has found, as long as nobody asks for the next one.
///
/// Each value is `nil` for NULL. What is not of the type asked for throws `storage.corrupt`.
protocol SQLRow {
    /// How many columns there are.
    var count: Int { get }
    func integer(at column: Int) throws -> Int64?
    func text(at column: Int) throws -> String?
    func bytes(at column: Int) throws -> [UInt8]?
    /// Sixteen bytes, as ``SQLValue/words(_:_:)`` writes them.
    func words(at column: Int) throws -> (UInt64, UInt64)?
}

extension StorageError {
    /// A column that holds something else than what this program writes there.
    static func damaged(column: Int) -> StorageError {
        StorageError(.corrupt, "a row holds another value where column \(column) should be")
    }
}
