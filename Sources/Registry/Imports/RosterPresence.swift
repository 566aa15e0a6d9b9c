// SPDX-License-Identifier: Apache-2.0

/// Who is in the rejected rows of a roster file, as far as that can be told.
struct RosterPresence {
    private var rows: Set<ReliefKey> = []
    private var people: Set<PersonKey> = []
    private var households: Set<HouseholdKey> = []
    /// How many rejected rows tell nothing of whose they are.
    private(set) var unreadable = 0

    /// Whether a rejected row may be this one.
    func contains(_ relief: ReliefEntry) -> Bool {
        rows.contains(relief.key) || people.contains(relief.person) || households.contains(relief.household)
    }

    /// Takes in a row: by its key, else all rows of the person, else of the household.
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
