// SPDX-License-Identifier: Apache-2.0

import Foundation
import QRSymbol

/// Where and how a text that is shown as a symbol goes.
struct CodeOutput {
    let format: WalletCommand.Show.FormatArgument
    let out: String?
    let isInverted: Bool
    let console: Console

    func write(_ text: String, secondsLeft: Int64) throws {
        let bytes: [UInt8]
        switch format {
        case .text: bytes = Array((text + "\n").utf8)
        case .png: bytes = try QRSymbol(encoding: text).png(scale: 6)
        case .svg: bytes = Array(try QRSymbol(encoding: text).svg().utf8)
        case .terminal:
            let screen = CodeScreen(console: console, isInverted: isInverted)
            bytes = Array((try screen.drawing(of: text, secondsLeft: secondsLeft)).utf8)
        }
        if let out {
            try OutputFile.write(bytes, to: out)
        } else {
            do { try FileHandle.standardOutput.write(contentsOf: Data(bytes)) } catch {
                throw Failure(Phrase("cannot write to standard output", "无法写入标准输出"))
            }
        }
    }
}
