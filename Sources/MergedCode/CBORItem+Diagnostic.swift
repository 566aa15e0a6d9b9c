// SPDX-License-Identifier: Apache-2.0

public import COSE

extension CBORItem {
    /// The item in diagnostic notation (RFC 8949 §8), on one line.
    ///
    /// Byte strings that COSE and SD-CWT fill with CBOR, the protected header and payload of a COSE_Sign1 and its
    /// `sd_claims`, are shown by their content as `<<…>>`. What stands in text is escaped so that no control character
    /// reaches a terminal.
    public var diagnostic: String {
        var writer = DiagnosticWriter()
        writer.write(self)
        return writer.text
    }
}

private struct DiagnosticWriter {
    private(set) var text = ""

    mutating func write(_ item: CBORItem) {
        if let number = item.unsigned {
            text += "\(number)"
        } else if let number = item.integer {
            text += "\(number)"
        } else if let bytes = item.bytes {
            text += "h'\(hexadecimal(bytes))'"
        } else if let string = item.text {
            write(quoting: string)
        } else if let elements = item.elements {
            write(elements) { $0.write($1) }
        } else if let entries = item.entries {
            write(entries)
        } else if let tagged = item.tagged {
            text += "\(tagged.number)("
            if tagged.number == COSESign1.tag { writeSign1(tagged.content) } else { write(tagged.content) }
            text += ")"
        } else if let float = item.float {
            text += float.isNaN ? "NaN" : float.isInfinite ? (float < 0 ? "-Infinity" : "Infinity") : "\(float)"
        } else {
            writeSimple(item)
        }
    }

    /// Integers below −2⁶³ and simple values.
    private mutating func writeSimple(_ item: CBORItem) {
        switch item.simple {
        case 20: text += "false"
        case 21: text += "true"
        case 22: text += "null"
        case 23: text += "undefined"
        case let number?: text += "simple(\(number))"
        case nil:
            // −1 − n for an n that only fits without a sign; the 8 bytes after the head are n.
            let magnitude = item.encoded.dropFirst().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            text += magnitude == .max ? "-18446744073709551616" : "-\(magnitude + 1)"
        }
    }

    private mutating func writeSign1(_ content: CBORItem) {
        guard var parts = content.elements, parts.count == 4, let protected = parts.next(),
            let unprotected = parts.next(), let payload = parts.next(), let signature = parts.next()
        else { return write(content) }
        text += "["
        writeWrapped(protected)
        text += ", "
        if let entries = unprotected.entries {
            write(entries, unwrapping: HeaderLabel.disclosures)
        } else {
            write(unprotected)
        }
        text += ", "
        writeWrapped(payload)
        text += ", "
        write(signature)
        text += "]"
    }

    private mutating func writeWrapped(_ item: CBORItem) {
        guard let content = try? item.wrapped() else { return write(item) }
        text += "<<"
        write(content)
        text += ">>"
    }

    private mutating func write(_ entries: CBORItem.Entries, unwrapping label: Int64? = nil) {
        text += "{"
        var separator = ""
        for (key, value) in entries {
            text += separator
            separator = ", "
            write(key)
            text += ": "
            if let label, key.integer == label, let elements = value.elements {
                write(elements) { $0.writeWrapped($1) }
            } else {
                write(value)
            }
        }
        text += "}"
    }

    private mutating func write(_ elements: CBORItem.Elements, each: (inout DiagnosticWriter, CBORItem) -> Void) {
        text += "["
        var separator = ""
        for element in elements {
            text += separator
            separator = ", "
            each(&self, element)
        }
        text += "]"
    }

    private mutating func write(quoting string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.isBidiControl:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
