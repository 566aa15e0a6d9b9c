// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// A ledger while a store reads it: rows are numbered on another core, where one is free, while the store reads on.
package final class LedgerReading: Sendable {
    private let ledger: Mutex<Ledger>
    private let numbering = DispatchQueue(label: "heyima.ledger")
    /// How many blocks may wait to be numbered, so that a fast store does not fill the memory with them.
    private let room = DispatchSemaphore(value: 8)

    /// The months whose files may hold payments of the month.
    package let filePeriods: ClosedRange<Period>
    /// The months whose lists may ask for back pay that one of these files holds.
    package let listPeriods: ClosedRange<Period>

    /// Nothing was read yet.
    package init(of period: Period) {
        let empty = Ledger(period: period)
        (filePeriods, listPeriods) = (empty.filePeriods, empty.listPeriods)
        ledger = Mutex(empty)
    }

    /// Takes the import of a bank's file.
    package func append(_ entry: ImportEntry) { ledger.withLock { $0.append(entry) } }

    /// The number of a word: an item or a bank.
    package func number(of word: String) -> Int32 { ledger.withLock { $0.words.number(of: word) } }

    /// The number of a bank's file.
    package func number(of batch: PaymentBatch) -> Int32 { ledger.withLock { $0.number(of: batch) } }

    /// Takes rows, and waits only while too many are not numbered yet.
    package func append(_ rows: Ledger.Rows) {
        room.wait()
        numbering.async { [self] in
            ledger.withLock { $0.append(rows) }
            room.signal()
        }
    }

    /// The ledger, once all its rows are numbered.
    package func finished() -> Ledger {
        numbering.sync { ledger.withLock { $0 } }
    }
}
