// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Standard input.
enum Input {
    /// Reads until `limit` bytes are in or the input ends.
    static func read(upTo limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        // Grows with what comes, not with what a header claims.
        while bytes.count < limit {
            let room = min(limit - bytes.count, 1 << 16)
            var got = 0
            bytes += unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                repeat {
                    got = unsafe Glibc.read(STDIN_FILENO, buffer.baseAddress, room)
                } while got < 0 && errno == EINTR
                count = max(got, 0)
            }
            if got <= 0 { break }
        }
        return bytes
    }
}

/// Standard output and standard error.
enum Output {
    /// Writes all of a text; ends the process when nobody reads any more.
    static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Says what went wrong.
    static func complain(_ message: String) { write("heyima-scan: error: \(message)\n", to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: CInt) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { exit(2) }
            rest = rest.dropFirst(written)
        }
    }
}
