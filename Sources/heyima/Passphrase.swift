// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Signing

/// Reads passphrases, from a file or from the person at the terminal.
enum Passphrase {
    /// What a passphrase opens.
    enum Purpose {
        case deployment, root, wallet, terminal, pin

        var phrase: Phrase {
            switch self {
            case .deployment: Phrase("Passphrase of the deployment", "部署口令")
            case .root: Phrase("Passphrase of the root key", "根密钥口令")
            case .wallet: Phrase("Passphrase of the wallet", "钱包口令")
            case .terminal: Phrase("Token of the terminal", "终端令牌")
            case .pin: Phrase("PIN", "PIN 码")
            }
        }

        /// The option that takes a file in place of the prompt.
        var option: String {
            switch self {
            case .deployment, .root: "--passphrase-file"
            case .wallet: "--wallet-passphrase-file"
            case .terminal: "--token-file"
            case .pin: "--pin-file"
            }
        }
    }

    /// The fewest bytes of a passphrase that something new is encrypted under.
    private static let minimumLength = 8

    static func read(_ purpose: Purpose, from file: String?, isNew: Bool) throws -> SecretBytes {
        if let file { return try secret(in: firstLine(of: file), isNew: isNew) }
        let first = try prompt(purpose.phrase, purpose, isNew: isNew)
        guard isNew else { return first }
        let again = try prompt(Phrase("Once more", "再输一遍"), purpose)
        guard first.isEqual(to: again) else { throw Failure(Phrase("the two passphrases differ", "两次输入的口令不一致")) }
        return first
    }

    /// The PIN of a ticket.
    static func readPIN(from file: String?) throws -> String { try read(.pin, from: file, isNew: false).text }

    /// The first line of a file, without the byte order mark and line end that an editor under Windows writes.
    private static func firstLine(of file: String) throws -> [UInt8] {
        let bytes = try PrivateFile.read(file, limit: 4096)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return Array(bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0).prefix { $0 != 10 && $0 != 13 })
    }

    private static func secret(in line: [UInt8], isNew: Bool) throws -> SecretBytes {
        var bytes = line
        guard !bytes.isEmpty else { throw Failure(Phrase("the passphrase is empty", "口令为空")) }
        guard !isNew || bytes.count >= minimumLength else {
            throw Failure(
                Phrase("a new passphrase has at least \(minimumLength) bytes", "新口令至少 \(minimumLength) 个字节")
            )
        }
        return SecretBytes(wiping: &bytes)
    }

    /// Asks on the terminal itself, so that it works while stdin and stdout go elsewhere; nothing typed is shown.
    private static func prompt(_ question: Phrase, _ purpose: Purpose, isNew: Bool = false) throws -> SecretBytes {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw Failure(
                Phrase("there is no terminal to ask for the passphrase on", "没有终端可供输入口令"),
                hint: Phrase("use \(purpose.option) FILE", "请用 \(purpose.option) 文件 指定")
            )
        }
        defer { close(terminal) }
        var saved = termios()
        unsafe tcgetattr(terminal, &saved)
        var silent = saved
        silent.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(terminal, TCSAFLUSH, &silent)
        defer {
            unsafe tcsetattr(terminal, TCSAFLUSH, &saved)
            write(terminal, "\n")
        }
        write(terminal, question[Console().language] + ": ")
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 1024, unsafe Glibc.read(terminal, &byte, 1) == 1, byte != 10, byte != 13 {
            line.append(byte)
        }
        return try secret(in: line, isNew: isNew)
    }

    private static func write(_ terminal: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe Glibc.write(terminal, bytes, bytes.count)
    }
}

extension SecretBytes {
    /// The secret as the text that it is sent as.
    var text: String { withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) } }
}
