// SPDX-License-Identifier: Apache-2.0

import Registry
import Synchronization

/// Which key a program believes everything to be sealed under; each transaction of a store holds it against the database.
///
/// A program whose key was taken out of use would find nobody by its digests, and say that there is nobody.
final class SealMark: Sendable {
    private static let selection = "SELECT 1 FROM seal WHERE mark = ?"
    private static var otherKey: StorageError {
        StorageError(.sealedAnew, "everything is sealed under another key than this program has")
    }

    private let expected = Mutex<String?>(nil)

    /// What the database has to have noted down from now on.
    func expect(_ mark: String) { expected.withLock { $0 = mark } }

    /// Has the transaction fail where the database has noted down something else; on a server with its next question.
    func check(in connection: any SQLConnection) throws {
        guard let mark = expected.withLock({ $0 }) else { return }
        try connection.require(Self.selection, mark.sql, else: Self.otherKey)
    }

    /// What a database has noted down.
    static func noted(in connection: any SQLConnection) throws -> String {
        try connection.first("SELECT mark FROM seal", []) { try $0.text() } ?? ""
    }

    /// Makes everything anew in a transaction, unless it is by now.
    static func reseal(
        _ resealing: Resealing,
        from former: String,
        to next: String,
        in connection: any SQLConnection
    ) throws {
        let noted = try noted(in: connection)
        guard noted != next else { return }
        guard noted == former else { throw otherKey }
        try SQLResealing(connection: connection, resealing: resealing).run()
        try connection.run("UPDATE seal SET mark = ?", next.sql)
    }
}
