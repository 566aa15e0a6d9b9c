// SPDX-License-Identifier: Apache-2.0

import CQREncode

/// A QR symbol (ISO/IEC 18004) of alphanumeric text: a square of dark and light modules.
///
/// It has the smallest version that holds the text, and the best error correction that this version can give it, since
/// that costs nothing. Pictures of it always have the quiet zone that the standard asks for.
///
///     let symbol = try QRSymbol(encoding: "HYM1:6BFOXN…", minimumLevel: .medium)
///     let picture = try symbol.png(scale: 4)
public struct QRSymbol: Hashable, Sendable {
    /// Light modules around the symbol in every picture (ISO/IEC 18004 §9.1).
    public static let quietZone = 4

    /// 1 to 40.
    public let version: Int

    /// The error correction it has, at least what was asked for.
    public let level: ErrorCorrectionLevel

    /// Row by row from the top left, without the quiet zone: 1 dark, 0 light.
    let modules: [UInt8]

    /// Modules along one side, without the quiet zone: 21 to 177.
    public var size: Int { 17 + 4 * version }

    /// Whether a module is dark; those outside of the symbol are light, the quiet zone among them.
    ///
    /// - Parameters:
    ///   - x: From the left, the symbol's first column is 0.
    ///   - y: From the top, the symbol's first row is 0.
    public subscript(x: Int, y: Int) -> Bool {
        let size = size
        guard 0..<size ~= x, 0..<size ~= y else { return false }
        return modules[y * size + x] == 1
    }

    /// Encodes a text in alphanumeric mode.
    ///
    /// - Parameters:
    ///   - text: Characters of `0–9 A–Z space $ % * + - . / :`, at most 4,296.
    ///   - minimumLevel: The least error correction: `.low` suits screens, `.medium` paper.
    /// - Throws: `qr.empty-text`, `qr.not-alphanumeric`, `qr.too-long`; `qr.encoder-failed` when memory is out.
    public init(encoding text: String, minimumLevel: ErrorCorrectionLevel = .low) throws(QRSymbolError) {
        let characters = Array(text.utf8)
        guard !characters.isEmpty else { throw QRSymbolError(code: .emptyText, message: "there is no text") }
        guard characters.allSatisfy(Self.isAlphanumeric) else {
            throw QRSymbolError(code: .notAlphanumeric, message: "the text is not in the alphanumeric alphabet")
        }
        let capacities = minimumLevel.alphanumericCapacities
        guard let smallest = capacities.firstIndex(where: { $0 >= characters.count }) else {
            throw QRSymbolError(
                code: .tooLong,
                message: "the text has \(characters.count) characters, at most \(capacities[39]) fit"
            )
        }
        let best = ErrorCorrectionLevel.allCases.last { $0.alphanumericCapacities[smallest] >= characters.count }
        version = smallest + 1
        level = best ?? minimumLevel
        modules = try Self.encode(characters, version: version, level: level)
    }

    private static func isAlphanumeric(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: " "),
            UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// One call of libqrencode: since version, level and mode are settled it neither searches nor splits the text.
    private static func encode(
        _ characters: [UInt8],
        version: Int,
        level: ErrorCorrectionLevel
    ) throws(QRSymbolError) -> [UInt8] {
        let failure = QRSymbolError(code: .encoderFailed, message: "libqrencode could not encode version \(version)")
        let nativeLevel =
            switch level {
            case .low: QR_ECLEVEL_L
            case .medium: QR_ECLEVEL_M
            case .quartile: QR_ECLEVEL_Q
            case .high: QR_ECLEVEL_H
            }
        guard let input = unsafe QRinput_new2(Int32(version), nativeLevel) else { throw failure }
        defer { unsafe QRinput_free(input) }
        let appended = unsafe characters.withUnsafeBufferPointer { buffer in
            unsafe QRinput_append(input, QR_MODE_AN, Int32(buffer.count), buffer.baseAddress)
        }
        guard appended == 0, let code = unsafe QRcode_encodeInput(input) else { throw failure }
        defer { unsafe QRcode_free(code) }
        // libqrencode raises the version by itself when the text does not fit: then the capacity table would be wrong.
        guard unsafe code.pointee.version == version, let data = unsafe code.pointee.data else { throw failure }
        // The lowest bit of each byte is the colour, the others are libqrencode's notes.
        return unsafe UnsafeBufferPointer(start: data, count: Int(code.pointee.width * code.pointee.width))
            .map { $0 & 1 }
    }
}
