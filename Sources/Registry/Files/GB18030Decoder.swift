// SPDX-License-Identifier: Apache-2.0

import Glibc

/// GB 18030 to UTF-8, piece by piece, by the C library's iconv: the owner of one conversion.
///
/// Bytes that are no character become U+FFFD, one for each byte skipped, so that a damaged field stays visible and the fields
/// after it are still read.
@safe struct GB18030Decoder: ~Copyable {
    private let conversion: iconv_t
    /// The beginning of a character whose rest is in the next piece; at most 3 bytes.
    private var pending: [UInt8] = []

    /// A conversion at its beginning.
    init() {
        guard let conversion = unsafe iconv_open("UTF-8", "GB18030"), Int(bitPattern: conversion) != -1 else {
            // glibc has the table built in or installed beside it; without it no Chinese file can be read at all.
            preconditionFailure("this system's iconv has no GB18030")
        }
        unsafe self.conversion = conversion
    }

    deinit { _ = unsafe iconv_close(conversion) }

    /// The next piece as UTF-8; the last one says so, since a character cut in half is an error only there.
    mutating func decode(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
        var input = pending + piece
        pending = []
        // Two bytes give three at most, four give four, and a skipped byte gives three.
        let capacity = input.count * 3 + 3
        let output = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            unsafe input.withUnsafeMutableBytes { raw in
                var from = unsafe raw.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = raw.count
                var to: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?
                    .assumingMemoryBound(to: CChar.self)
                var room = capacity
                func skip() {
                    for byte in Self.replacement {
                        unsafe to?.pointee = CChar(bitPattern: byte)
                        unsafe to = to?.advanced(by: 1)
                    }
                    room -= Self.replacement.count
                    unsafe from = from?.advanced(by: 1)
                    left -= 1
                }
                while left > 0, unsafe iconv(conversion, &from, &left, &to, &room) == Int(bitPattern: UInt.max) {
                    if errno == EILSEQ || (errno == EINVAL && isLast) {
                        skip()
                    } else {
                        break
                    }
                }
                unsafe pending = Array(raw.suffix(left))
                count = capacity - room
            }
        }
        return output
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
}
