// SPDX-License-Identifier: Apache-2.0

public import QRSymbol

/// The A4 page with a printed code (纸质码) that a resident takes home.
///
/// It shows the symbol, whose it is, what it says and how to use it. Everything on it is given by the caller, who also decides what is masked.
///
///     let sheet = PrintedSheet(symbol: symbol, name: "陈**", details: [...], madeAt: now)
///     let file = try sheet.pdf()
public struct PrintedSheet: Hashable, Sendable {
    /// A line in Chinese, which leads, and in English, printed smaller.
    public struct Line: Hashable, Sendable {
        /// In Chinese.
        public var chinese: String
        /// In English; may be empty.
        public var english: String

        /// A line in both languages.
        public init(_ chinese: String, _ english: String) {
            self.chinese = chinese
            self.english = english
        }
    }

    /// One thing that the sheet states, such as until when it is good.
    public struct Detail: Hashable, Sendable {
        /// What is stated, such as 有效期至.
        public var label: Line
        /// The statement, ready to be read.
        public var value: String

        /// A statement and its label.
        public init(_ label: Line, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    /// The head of the page.
    public var title: Line
    /// The printed code, error correction medium or better.
    public var symbol: QRSymbol
    /// Whose it is, printed large.
    public var name: String
    /// Stated beside the symbol, from top to bottom.
    public var details: [Detail]
    /// What to do with the page, numbered.
    public var notes: [Line]
    /// When the page is made, in seconds since 1970 UTC: the creation date in the file.
    public var madeAt: Int64

    /// A sheet; title and notes are the usual ones unless given.
    public init(
        title: Line = usualTitle,
        symbol: QRSymbol,
        name: String,
        details: [Detail],
        notes: [Line] = usualNotes,
        madeAt: Int64
    ) {
        self.title = title
        self.symbol = symbol
        self.name = name
        self.details = details
        self.notes = notes
        self.madeAt = madeAt
    }

    /// The head of a printed code.
    public static let usualTitle = Line("社会救助合一码 · 纸质码", "Heyima merged code for social assistance, on paper")

    /// What a resident should know, in plain words.
    public static let usualNotes = [
        Line("办事时，请把这一页和身份证一起出示。", "Show this page together with your identity card."),
        Line("工作人员扫上面的码就行，您不需要手机。", "Staff scan the code above. You need no phone."),
        Line(
            "不要让别人拍照或借用；码上不要折、不要写字。",
            "Do not let others photograph or borrow it. Do not fold or write on the code."
        ),
        Line("丢了或情况有变，请到社区或镇街窗口停用、换新。", "If it is lost or things change, have it replaced at your local window."),
        Line("这一页只用来核对身份和救助情况，不能付款、取款。", "It only proves identity and assistance. It cannot pay or withdraw money."),
    ]
}
