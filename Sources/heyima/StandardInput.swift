// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What other programs pipe in.
enum StandardInput {
    private static let limit = 1 << 16

    /// The whole of stdin as text; what is no UTF-8 is no code, which the verdict says.
    static func text() throws -> String {
        let data = try FileHandle.standardInput.read(upToCount: limit) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// What an argument says, or for `-` the next line of stdin, where other programs cannot see it.
    static func value(_ argument: String, _ question: Phrase) throws -> String {
        argument == "-" ? try line(question) : argument
    }

    /// The next line of stdin, asked for where a person types it.
    static func line(_ question: Phrase) throws -> String {
        if isatty(STDIN_FILENO) == 1 {
            FileHandle.standardError.write(Data("\(question[Console().language]): ".utf8))
        }
        guard let line = readLine(), !line.isEmpty else {
            throw Failure(Phrase("nothing came on standard input", "标准输入没有内容"))
        }
        return line
    }
}
