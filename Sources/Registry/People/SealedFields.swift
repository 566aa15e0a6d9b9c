// SPDX-License-Identifier: Apache-2.0

/// The plaintext of sealed data: fields of one byte tag, a length and UTF-8, in the order written.
///
/// Lengths have two bytes, the higher first. A reader skips tags it does not know, so that old blobs and new code get along.
struct SealedFields {
    private(set) var bytes: [UInt8] = []

    /// Nothing yet.
    init() {}

    /// Adds a text; nil adds nothing.
    ///
    /// Texts are checked to be short before they get here.
    mutating func append(_ tag: UInt8, _ text: String?) {
        guard let text else { return }
        appendHead(tag, text.utf8.count)
        bytes += text.utf8
    }

    /// Adds bytes, which may be fields themselves.
    mutating func append(_ tag: UInt8, _ content: [UInt8]) {
        appendHead(tag, content.count)
        bytes += content
    }

    private mutating func appendHead(_ tag: UInt8, _ count: Int) {
        precondition(count <= 0xFFFF, "a field is at most 65,535 bytes")
        if bytes.isEmpty { bytes.reserveCapacity(256) }
        bytes.append(tag)
        bytes.append(UInt8(count >> 8))
        bytes.append(UInt8(count & 0xFF))
    }

    /// Calls `body` for each field of a plaintext; throws `sealed_data_invalid` when it is cut.
    static func read(
        _ bytes: some Collection<UInt8>,
        _ body: (UInt8, [UInt8]) throws(RegistryError) -> Void
    ) throws(RegistryError) {
        let bytes = Array(bytes)
        var position = 0
        while position < bytes.count {
            guard position + 3 <= bytes.count else { throw .unreadable }
            let end = position + 3 + (Int(bytes[position + 1]) << 8 | Int(bytes[position + 2]))
            guard end <= bytes.count else { throw .unreadable }
            try body(bytes[position], Array(bytes[(position + 3)..<end]))
            position = end
        }
    }

    /// A field's text; throws `sealed_data_invalid` when it is not UTF-8.
    static func text(_ content: [UInt8]) throws(RegistryError) -> String {
        do { return String(copying: try UTF8Span(validating: content.span)) } catch { throw .unreadable }
    }
}

extension RegistryError {
    /// Sealed data of a shape that this version does not know.
    static var unreadable: RegistryError { RegistryError(.sealedData, "sealed data cannot be read") }
}
