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

    /// Reads the registry and what was issued in one snapshot of both.
    func read<Value>(
        _ body: (_ people: any RegistryReading, _ issued: any IssuanceReading) throws -> Value
    ) throws -> Value
}
