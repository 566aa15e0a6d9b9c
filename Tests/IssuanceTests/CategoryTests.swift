// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Testing

@testable import Registry

/// `Registry` knows nothing of codes and has the names of the categories for itself; programs read both.
struct CategoryTests {
    @Test(arguments: 1...8) func `a category has one name in reports and in verdicts`(number: Int) {
        let inVerdicts = MergedCode.ReliefCategory(rawValue: UInt64(number)).description
        #expect(Registry.ReliefCategory(rawValue: number).words.name == inVerdicts)
        #expect(inVerdicts != "unknown")
    }
}
