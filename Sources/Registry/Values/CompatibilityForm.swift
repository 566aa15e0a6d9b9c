// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Unicode's compatibility form NFKC, in which ２０２６ is 2026 and ㋉ is 10月.
enum CompatibilityForm {
    /// The text in NFKC.
    static func of(_ text: String) -> String {
        // What most texts hold, ASCII and unified ideographs, is its own NFKC.
        let isPlain = text.unicodeScalars.allSatisfy { $0.isASCII || (0x4E00...0x9FFF).contains($0.value) }
        return isPlain ? text : text.precomposedStringWithCompatibilityMapping
    }
}
