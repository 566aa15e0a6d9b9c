// SPDX-License-Identifier: Apache-2.0

/// Which rows have a number, such as all cards of a person: the rows in one array, group after group.
struct RowIndex {
    private let starts: [Int32]
    private let rows: [Int32]

    /// Groups `rowCount` rows by the number that each has, below `count`; rows without one (-1) are in no group.
    init(count: Int, rowCount: Int, number: (Int) -> Int32) {
        var starts = [Int32](repeating: 0, count: count + 1)
        for row in 0..<rowCount {
            let number = number(row)
            if number >= 0 { starts[Int(number) + 1] += 1 }
        }
        for group in 0..<count { starts[group + 1] += starts[group] }
        var next = starts
        var rows = [Int32](repeating: 0, count: Int(starts[count]))
        for row in 0..<rowCount {
            let number = Int(number(row))
            guard number >= 0 else { continue }
            rows[Int(next[number])] = Int32(row)
            next[number] += 1
        }
        self.starts = starts
        self.rows = rows
    }

    /// The rows of a number, none for -1.
    subscript(_ number: Int32) -> ArraySlice<Int32> {
        guard number >= 0, Int(number) + 1 < starts.count else { return [] }
        return rows[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])]
    }
}
