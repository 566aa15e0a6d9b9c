// SPDX-License-Identifier: Apache-2.0

public import Issuance
public import Registry

/// The registry and what was issued, in one database of either engine.
public protocol RecordStore: RegistryStore, IssuanceStore {
    /// Whether calls wait for another machine, so that they do not belong on the threads that answer requests.
    var isRemote: Bool { get }

    /// Takes what was destroyed out of where the engine still has it, as far as it can; docs/privacy.md says what stays.
    ///
    /// - Throws: ``StorageError``; what was destroyed is so all the same.
    func scrub() throws

    /// What the database notes down of the key that everything is sealed under; empty under the first one.
    ///
    /// - Throws: ``StorageError``.
    func sealMark() throws -> String

    /// Has each transaction from now on fail with `storage.sealed-anew` where the database has another mark noted down.
    func expect(sealMark: String)

    /// Makes everything anew that is sealed, and every digest, in one transaction; where it is already, nothing.
    ///
    /// - Parameters:
    ///   - resealing: the way from the former key to the next.
    ///   - former: the mark that the database has.
    ///   - next: the mark that it has afterwards.
    /// - Throws: ``StorageError``, `storage.sealed-anew` where it has neither mark; what opening and sealing throws.
    func reseal(_ resealing: Resealing, from former: String, to next: String) throws

    /// Reads the registry and what was issued in one snapshot of both.
    func read<Value>(
        _ body: (_ people: any RegistryReading, _ issued: any IssuanceReading) throws -> Value
    ) throws -> Value
}
