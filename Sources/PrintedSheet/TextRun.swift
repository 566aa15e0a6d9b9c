// SPDX-License-Identifier: Apache-2.0

/// A piece of text in one style.
struct TextRun {
    let text: String
    let style: TextStyle

    init(_ text: String, _ style: TextStyle) {
        self.text = text
        self.style = style
    }

    /// How many characters are controls or line breaks: Pango obeys or drops them, a name has none.
    var controlCharacters: Int {
        text.unicodeScalars.count { scalar in
            [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
    }
}

/// The few ways in which text stands on the sheet.
///
/// Chinese is never below 14 points, so that it reads without glasses.
enum TextStyle {
    case title
    case name
    case label
    case value
    case note
    case english

    /// In points.
    var size: Double {
        switch self {
        case .title: 28
        case .name: 30
        case .label: 14
        case .value: 19
        case .note: 17
        case .english: 11
        }
    }

    var isBold: Bool { self == .title || self == .name || self == .value }

    /// 0 black to 1 white.
    var grey: Double { self == .label || self == .english ? 0.3 : 0 }
}
