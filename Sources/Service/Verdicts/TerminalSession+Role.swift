// SPDX-License-Identifier: Apache-2.0

import Storage
import Verification

extension TerminalSession {
    /// The role that the terminal is told verdicts in; for a word that nobody knows the one that is told least.
    var role: Role { Role(rawValue: terminal.role) ?? .kiosk }

    /// The region that the terminal serves.
    ///
    /// A province or a city is one whose further digits are zeros.
    var region: RegionScope? {
        let digits = terminal.region
        return RegionScope(digits + String(repeating: "0", count: max(0, 6 - digits.count)))
    }
}
