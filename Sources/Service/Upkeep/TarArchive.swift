// SPDX-License-Identifier: Apache-2.0

/// A POSIX tar archive (IEEE Std 1003.1, ustar) of a few files: the same files give the same bytes.
struct TarArchive {
    private static let block = 512

    private let modifiedAt: Int64
    private var content: [UInt8] = []

    /// An empty archive.
    ///
    /// - Parameter modifiedAt: the time of all its files, seconds since 1970 UTC.
    init(modifiedAt: Int64) { self.modifiedAt = modifiedAt }

    /// The archive, ended by two empty blocks.
    var bytes: [UInt8] { content + [UInt8](repeating: 0, count: 2 * Self.block) }

    /// Adds a file of mode 0644.
    mutating func add(_ name: String, _ bytes: [UInt8]) {
        precondition(name.utf8.count < 100, "names of our own are short")
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
        }
        put(name, at: 0)
        put("0000644", at: 100)
        put(Self.octal(0, 7), at: 108)
        put(Self.octal(0, 7), at: 116)
        put(Self.octal(Int64(bytes.count), 11), at: 124)
        put(Self.octal(modifiedAt, 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        // The sum is taken with spaces in its own place.
        let sum = header.reduce(Int64(0)) { $0 + Int64($1) }
        put(Self.octal(sum, 6) + "\0 ", at: 148)
        content += header + bytes
        content += [UInt8](repeating: 0, count: (Self.block - bytes.count % Self.block) % Self.block)
    }

    private static func octal(_ number: Int64, _ digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
