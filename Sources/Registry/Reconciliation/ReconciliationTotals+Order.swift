// SPDX-License-Identifier: Apache-2.0

extension ReconciliationTotals {
    /// Districts in order, the unknown one first.
    var districtsInOrder: [(district: UInt32, group: Group)] {
        districts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Categories in order, the unknown one last.
    var categoriesInOrder: [(category: ReliefCategory?, group: Group)] {
        categories.sorted { ($0.key?.rawValue ?? .max) < ($1.key?.rawValue ?? .max) }.map { ($0.key, $0.value) }
    }

    /// Banks in order, the unknown one last.
    var banksInOrder: [(bank: String?, group: Group)] {
        banks.sorted { left, right in
            guard let first = left.key else { return false }
            return right.key.map { first < $0 } ?? true
        }
        .map { ($0.key, $0.value) }
    }
}
