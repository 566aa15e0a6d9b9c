// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Compression as the status list draft wants it: zlib (RFC 1950) around DEFLATE.
enum Zlib {
    /// Level 6: level 9 takes several times as long to save 1 % of a sparse list.
    private static let level: Int32 = 6
    private static let chunk = 64 << 10

    /// The content of one whole stream, with nothing after it.
    ///
    /// - Throws: ``TrustError`` `status-list.compression`, or `status-list.too-large` as soon as there is more than the
    ///   limit, so that a bomb costs no more than that.
    static func inflate(_ bytes: ArraySlice<UInt8>, limit: Int) throws(TrustError) -> [UInt8] {
        var stream = ZlibStream(.inflate)
        let (output, ending) = stream.run(bytes, limit: limit, chunk: chunk)
        switch ending {
        case .complete where stream.unread == 0: return output
        case .complete: throw TrustError(.statusListCompression, "\(stream.unread) bytes follow the zlib stream")
        case .limit: throw TrustError(.statusListTooLarge, "more than \(limit) bytes inflated")
        case .broken: throw TrustError(.statusListCompression, "no whole zlib stream")
        }
    }

    /// The stream of some bytes.
    static func deflate(_ bytes: [UInt8]) -> [UInt8] {
        var stream = ZlibStream(.deflate(level: level))
        let (output, ending) = stream.run(bytes[...], limit: .max, chunk: chunk)
        precondition(ending == .complete, "deflate fails only for want of room, and is given all it asks for")
        return output
    }
}

/// The owner of one z_stream.
///
/// zlib keeps a pointer to the stream, so it has a place of its own in memory, which nothing outside of this type sees.
@safe
private struct ZlibStream: ~Copyable {
    enum Direction {
        case inflate
        case deflate(level: Int32)
    }

    enum Ending {
        case complete
        case limit
        case broken
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private let direction: Direction

    init(_ direction: Direction) {
        self.direction = direction
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status =
            switch direction {
            case .inflate: unsafe heyima_inflate_start(stream)
            case .deflate(let level): unsafe heyima_deflate_start(stream, level)
            }
        // What is left is a library of another version than its header, or no memory; neither can be gone on from.
        precondition(status == Z_OK, "zlib does not start")
    }

    deinit {
        switch direction {
        case .inflate: unsafe inflateEnd(stream)
        case .deflate: unsafe deflateEnd(stream)
        }
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Input bytes behind the end of the stream.
    var unread: Int { unsafe Int(stream.pointee.avail_in) }

    /// Everything the input becomes, in one go, never more than the limit.
    mutating func run(_ input: ArraySlice<UInt8>, limit: Int, chunk: Int) -> (output: [UInt8], ending: Ending) {
        guard let length = UInt32(exactly: input.count) else { return ([], .broken) }
        // zlib only reads its input, but its header says so only when it is built with ZLIB_CONST.
        return unsafe input.withUnsafeBufferPointer { buffer in
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: buffer.baseAddress)
            unsafe stream.pointee.avail_in = length
            defer { unsafe stream.pointee.next_in = nil }
            return drain(limit: limit, chunk: chunk)
        }
    }

    private func drain(limit: Int, chunk: Int) -> (output: [UInt8], ending: Ending) {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let (produced, status) = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                unsafe stream.pointee.next_out = buffer.baseAddress
                unsafe stream.pointee.avail_out = UInt32(buffer.count)
                let status =
                    switch direction {
                    case .inflate: unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                    case .deflate: unsafe CZlib.deflate(stream, Z_FINISH)
                    }
                unsafe stream.pointee.next_out = nil
                return (buffer.count - Int(unsafe stream.pointee.avail_out), status)
            }
            guard produced <= limit - output.count else { return ([], .limit) }
            output += buffer[..<produced]
            if status == Z_STREAM_END { return (output, .complete) }
            // Z_OK with room left over means that the input is at its end and the stream is not.
            guard status == Z_OK, produced == chunk else { return ([], .broken) }
        }
    }
}
