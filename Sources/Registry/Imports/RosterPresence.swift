// SPDX-License-Identifier: Apache-2.0

/// Who is in a roster file: its rows by key, and of a rejected row whatever can still be told of whose it is.
struct RosterPresence {
    private var rows: Set<ReliefKey> = []
    private var people: Set<PersonKey> = []
    private var households: Set<HouseholdKey> = []
    /// How many rejected rows tell nothing of whose they are.
    private(set) var unreadable = 0

    /// Whether the file has the row, or may have it in a row that was rejected.
    func contains(_ relief: ReliefEntry) -> Bool {
        rows.contains(relief.key) || people.contains(relief.person) || households.contains(relief.household)
    }

    /// Takes in a row that was accepted.
    mutating func insert(_ key: ReliefKey) { rows.insert(key) }

    /// Takes in a row that was rejected: by its key, else all rows of the person, else of the household.
    mutating func insert(_ fields: RowFields<RosterRecord.Column>?, _ vault: PersonVault) throws {
        guard let fields else {
            unreadable += 1
            return
        }
        let household = try? fields.value(.household) { text throws(RegistryError) in try PlainText.identifier(text) }
        let idNumber = try? fields.idNumber(.idNumber)
        let category = try? fields.word(.category, fields.catalogue.reliefCategories)
        if let household, let idNumber, let category {
            rows.insert(try vault.reliefKey(household: household, person: idNumber, category: category))
        } else if let idNumber {
            people.insert(try vault.key(of: idNumber))
        } else if let household {
            households.insert(try vault.key(household: household))
        } else {
            unreadable += 1
        }
    }
}
