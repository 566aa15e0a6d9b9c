// SPDX-License-Identifier: Apache-2.0

import COSE

/// One of the three kinds of code (wire-format.md §1).
public enum CodeKind: String, Hashable, Sendable, CaseIterable {
    /// 动态码: a credential bound by the holder's key, seconds fresh.
    case dynamic
    /// 简码: a credential's id, signed by the holder.
    case reference
    /// 纸质码: components signed by the issuer, on paper.
    case printed
}

/// A code as it was read: its form is right, and nobody has checked a signature yet.
///
/// Everything in wire-format.md §3–§6 and §10 that needs neither cryptography nor a clock holds for a value of this
/// type. What it says about a person cannot be read from it, only from what the signatures make of it:
///
/// ```swift
/// guard case .dynamic(let code) = try UnverifiedCode(text: text),
///     let credential = code.credential.verified(by: issuerVerifier),
///     code.isHolderSigned(by: holderVerifier)
/// else { … }
/// let components = try credential.components(disclosedWith: crypto)
/// ```
public enum UnverifiedCode: Sendable {
    /// A dynamic code.
    case dynamic(UnverifiedDynamicCode)
    /// A reference code.
    case reference(UnverifiedReferenceCode)
    /// A printed code.
    case printed(UnverifiedPrintedCode)

    /// What the text begins with.
    public static let prefix = "HYM1:"

    /// How many characters a text can have after trimming (wire-format.md §1).
    public static let maximumLength = 2048

    /// Which kind it is.
    public var kind: CodeKind {
        switch self {
        case .dynamic: .dynamic
        case .reference: .reference
        case .printed: .printed
        }
    }

    /// The credential, or the printed code itself, that the code names.
    public var credentialID: CredentialID {
        switch self {
        case .dynamic(let code): code.credential.id
        case .reference(let code): code.credentialID
        case .printed(let code): code.id
        }
    }

    /// What the text of a QR symbol is read as, once for all who need to know.
    public static func parse(_ text: String) -> Result<UnverifiedCode, CodeError> {
        Result { () throws(CodeError) in try UnverifiedCode(text: text) }
    }

    /// A code from the text of a QR symbol.
    ///
    /// - Throws: ``CodeError`` with any of its reasons.
    public init(text: String) throws(CodeError) {
        try self.init(bytes: Self.bytes(of: text))
    }

    /// A code from its bytes.
    ///
    /// - Throws: ``CodeError`` with any of its reasons but those about text.
    public init(bytes: [UInt8]) throws(CodeError) {
        let item = try reading { () throws(COSEError) in try CBORItem(bytes) }
        do throws(CodeError) {
            try self.init(reading { () throws(COSEError) in try COSESign1(item) })
        } catch {
            var error = error
            error.kind = Self.kind(declaredBy: item)
            throw error
        }
    }

    private init(_ token: COSESign1) throws(CodeError) {
        switch token.protected.type {
        case .number(TypeNumber.dynamic): self = .dynamic(try UnverifiedDynamicCode(token))
        case .number(TypeNumber.reference): self = .reference(try UnverifiedReferenceCode(token))
        case .number(TypeNumber.printed): self = .printed(try UnverifiedPrintedCode(token))
        case .number(TypeNumber.credential):
            throw CodeError(.holderProofMissing, "a credential without a key binding token")
        default: throw CodeError(.malformedCode, "typ is none of the three kinds")
        }
    }

    /// The kind that the `typ` of something says, whatever else is wrong with it.
    private static func kind(declaredBy item: CBORItem) -> CodeKind? {
        var parts = item.content(ofTag: COSESign1.tag)?.elements
        guard let header = try? parts?.next()?.wrapped() else { return nil }
        switch header[HeaderLabel.type]?.unsigned {
        case TypeNumber.dynamic: return .dynamic
        case TypeNumber.reference: return .reference
        case TypeNumber.printed: return .printed
        default: return nil
        }
    }

    /// The code bytes in a text: trimmed, with the prefix taken off and Base45 decoded.
    ///
    /// - Throws: ``CodeError`` `unsupported_format` or `malformed_base45`.
    public static func bytes(of text: String) throws(CodeError) -> [UInt8] {
        guard let digits = PrefixedText.digits(of: text, prefix: prefix, maximumLength: maximumLength) else {
            throw CodeError(.unsupportedFormat, "not HYM1: with at most 2048 characters in all")
        }
        return try reading { () throws(COSEError) in try Base45.decode(text.utf8.span.extracting(digits)) }
    }

    /// The text of code bytes: the prefix and Base45.
    public static func text(of bytes: [UInt8]) -> String { prefix + Base45.encode(bytes) }
}

/// The numbers that `typ` has here (wire-format.md §1).
enum TypeNumber {
    static let credential: UInt64 = 293
    static let dynamic: UInt64 = 294
    static let reference: UInt64 = 65000
    static let printed: UInt64 = 61
}
