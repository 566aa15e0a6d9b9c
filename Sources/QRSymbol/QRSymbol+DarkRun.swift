// SPDX-License-Identifier: Apache-2.0

extension QRSymbol {
    /// Calls `body` with each longest run of dark modules in a row, from left to right: what a renderer draws as one bar.
    ///
    /// - Parameters:
    ///   - y: The row, in `0..<size`.
    ///   - body: Takes the columns of a run.
    public func forEachDarkRun(inRow y: Int, _ body: (Range<Int>) -> Void) {
        let size = size
        let row = modules[(y * size)..<((y + 1) * size)]
        var start: Int?
        for x in 0..<size {
            let dark = row[y * size + x] == 1
            if dark, start == nil {
                start = x
            } else if !dark, let first = start {
                body(first..<x)
                start = nil
            }
        }
        if let first = start { body(first..<size) }
    }
}
