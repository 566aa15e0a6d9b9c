// SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
public import Signing
public import Storage

extension Deployment {
    /// So long may one statement take that changes a whole table, in seconds.
    private static let statementTimeout = 86_400

    /// The seal that the database is under.
    ///
    /// Where a rotation was killed there are two, and the database tells which of them it is.
    func seal(passphrase: SecretBytes) throws -> PersonalDataSeal {
        let current = try PersonalDataSeal(contentsOf: files.sealingKey, passphrase: passphrase)
        guard isRotating, try store.sealMark() != current.mark else { return current }
        return try PersonalDataSeal(contentsOf: files.nextSealingKey, passphrase: passphrase)
    }

    private var isRotating: Bool {
        FileManager.default.fileExists(atPath: files.nextSealingKey.path(percentEncoded: false))
    }

    /// Puts new keys in the place of those that personal data are sealed and found under, and makes everything anew under them.
    ///
    /// The database changes in one transaction, so that it is under the former keys or the new ones and never between; which,
    /// it notes down. The new keys lie in `keys/sealing.next` before it begins and take their place when it is over. Killed in between, the
    /// deployment works with those that the database is under, and calling this again goes on. Programs that hold the former
    /// keys are refused everything from then on (`storage.sealed-anew`).
    ///
    /// The trace is not written anew: a record that is changed breaks its chain. Records of before have the former digests.
    ///
    /// - Parameter passphrase: what the keys are encrypted under, before and afterwards.
    /// - Returns: why bytes of before are still in the database's files, `nil` where they are not; the keys are rotated all the same.
    /// - Throws: `SigningError`, ``DeploymentError``, or what the store throws, `storage.busy` where an import takes longer
    ///   than it waits.
    @discardableResult
    public func rotateSealingKey(passphrase: SecretBytes) throws -> StorageError? {
        let lock = try DirectoryLock(files.keys)
        let former = try PersonalDataSeal(contentsOf: files.sealingKey, passphrase: passphrase)
        if !isRotating {
            // Whoever has other keys than the database cannot know what is to be made anew.
            store.expect(sealMark: former.mark)
            _ = try store.read { (people: any RegistryReading) in try people.latestChange() }
            try PersonalDataSeal.createNext(at: files.nextSealingKey, from: files.sealingKey, passphrase: passphrase)
        }
        let next = try PersonalDataSeal(contentsOf: files.nextSealingKey, passphrase: passphrase)
        guard try next.follows(former) else {
            throw DeploymentError(
                .damaged,
                "keys/sealing.next is of another rotation",
                hint: "what personal data are sealed under is keys/sealing.key; put the other file elsewhere"
            )
        }
        let store =
            try database.map { try PostgreSQLStore($0, connections: 1, statementTimeout: Self.statementTimeout) }
            ?? self.store
        try store.reseal(next.resealing(from: former), from: former.mark, to: next.mark)
        try PrivateFile.move(
            files.nextSealingKey.path(percentEncoded: false),
            to: files.sealingKey.path(percentEncoded: false)
        )
        _ = consume lock
        // Thrown, it would have the command called again, which is another rotation.
        do { try store.scrub() } catch let error as StorageError { return error }
        return nil
    }
}
