// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Logging
import MergedCode

/// Writes log lines as logfmt on standard error: one event a line, one write a line.
///
/// ```
/// ts=2026-11-23T01:00:00.123Z level=info msg=request method=POST route=/v1/verifications status=200 microseconds=812
/// ```
public struct ServiceLog: LogHandler {
    /// What stands in every line.
    public var metadata: Logger.Metadata = [:]
    /// The least that is written.
    public var logLevel: Logger.Level = .info
    private let write: @Sendable (String) -> Void

    /// A logger that writes to standard error.
    ///
    /// - Parameter level: the least that is written.
    /// - Returns: the logger.
    public static func standardError(level: Logger.Level) -> Logger {
        logger(level: level) { line in
            // One write, so that lines of several threads do not mix.
            try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
        }
    }

    /// A logger whose lines go somewhere else, as in tests.
    static func logger(level: Logger.Level, write: @escaping @Sendable (String) -> Void) -> Logger {
        var logger = Logger(label: "heyima") { _ in ServiceLog(write: write) }
        logger.logLevel = level
        return logger
    }

    private init(write: @escaping @Sendable (String) -> Void) { self.write = write }

    /// What stands in every line under a key.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var line = "ts=\(Self.timestamp()) level=\(event.level) msg=\(Self.quoted(event.message.description))"
        for (key, value) in (event.metadata ?? [:]).sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(Self.quoted("\(value)"))"
        }
        write(line + "\n")
    }

    /// Now in UTC, to the millisecond; without a formatter, since each request has a line.
    private static func timestamp() -> String {
        let time = Int64(Date().timeIntervalSince1970 * 1000)
        let (day, rest) = time.quotientAndRemainder(dividingBy: 86_400_000)
        func digits(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { digits($0, 2) }
        let date = Day(number: day)?.description ?? "?"
        return "\(date)T\(clock.joined(separator: ":")).\(digits(rest % 1000, 3))Z"
    }

    /// A value as logfmt has it: in quotation marks where it needs them, and never over the end of the line.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") && $0 < 0x7F
        }
        guard !isPlain || text.isEmpty else { return text }
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            default: scalar.value < 0x20 || scalar.value == 0x7F ? " " : String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
