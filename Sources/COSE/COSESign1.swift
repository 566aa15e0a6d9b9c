// SPDX-License-Identifier: Apache-2.0

/// A signed object with one signature, COSE_Sign1 (RFC 9052 §4.2), as received: nobody has checked the signature yet.
///
/// The protected bytes are kept as they came, and the signature is checked over those, never over a re-encoding.
///
/// An immutable class, since its parts share the token's bytes: handing it on costs one count and not eight.
public final class COSESign1: Sendable {
    /// The number of the tag.
    public static let tag: UInt64 = 18

    /// The content of the protected byte string, as received.
    public let protectedBytes: ArraySlice<UInt8>
    /// The parameters in it.
    public let protected: ProtectedHeader
    /// The unprotected parameters.
    public let unprotected: CBORItem
    /// The signature.
    public let signature: ArraySlice<UInt8>

    private let wrappedPayload: CBORItem

    /// The content of the payload's byte string, as received.
    public var payload: ArraySlice<UInt8> { wrappedPayload.bytes ?? [] }

    /// An object from bytes that are nothing else.
    ///
    /// - Throws: ``COSEError``: a `cbor.` code, `cose.not-sign1` or `cose.header`.
    public convenience init(_ bytes: [UInt8]) throws(COSEError) {
        try self.init(CBORItem(bytes))
    }

    /// An object from an item that may be part of another.
    ///
    /// - Throws: ``COSEError``: `cose.not-sign1` for another tag or shape or a detached payload, `cose.header`, or a
    ///   `cbor.` code for what is wrong inside the protected bytes.
    public init(_ item: CBORItem) throws(COSEError) {
        guard var parts = item.content(ofTag: Self.tag)?.elements, parts.count == 4,
            let protected = parts.next(), let protectedBytes = protected.bytes,
            let unprotected = parts.next(), unprotected.entries != nil,
            let payload = parts.next(), payload.bytes != nil, let signature = parts.next()?.bytes
        else { throw COSEError(.notSign1, "expected tag 18 around protected, unprotected, payload and signature") }
        let header: ProtectedHeader
        if protectedBytes.isEmpty {
            header = try ProtectedHeader(CBORItem([0xA0]))
        } else {
            guard let parameters = try protected.wrapped() else { throw COSEError(.notSign1, "no protected header") }
            header = try ProtectedHeader(parameters)
        }
        self.protectedBytes = protectedBytes
        self.protected = header
        self.unprotected = unprotected
        self.signature = signature
        wrappedPayload = payload
    }

    /// The item in the payload, read in place.
    ///
    /// - Throws: ``COSEError`` with a `cbor.` code where the payload is not one well-formed item.
    public func payloadItem() throws(COSEError) -> CBORItem {
        guard let item = try wrappedPayload.wrapped() else { throw COSEError(.notSign1, "no payload") }
        return item
    }

    /// The bytes that the signature is over (Sig_structure, RFC 9052 §4.4).
    public func signatureInput(externalAAD: [UInt8] = []) -> [UInt8] {
        Self.signatureInput(protectedBytes: protectedBytes, externalAAD: externalAAD[...], payload: payload)
    }

    /// Whether the signature is this key's, and the header names an algorithm of the key's.
    public func isSigned(by verifier: some SignatureVerifier, externalAAD: [UInt8] = []) -> Bool {
        guard let algorithm = protected.algorithm, verifier.curve.accepts(algorithm) else { return false }
        return verifier.isValidSignature(signature, over: signatureInput(externalAAD: externalAAD))
    }

    /// Makes a signed object.
    ///
    /// - Parameters:
    ///   - payload: the content of the payload's byte string.
    ///   - protected: the content of the protected byte string, from ``ProtectedHeader/encode(algorithm:keyID:type:others:)``.
    ///   - unprotected: the unprotected parameters.
    ///   - signer: who signs.
    /// - Returns: the bytes, tag 18 included.
    /// - Throws: what the signer throws.
    public static func sign(
        _ payload: [UInt8],
        protected: [UInt8],
        unprotected: CBOR = [:],
        by signer: some Signer
    ) throws -> [UInt8] {
        let input = signatureInput(protectedBytes: protected[...], externalAAD: [], payload: payload[...])
        let signature = try signer.sign(input)
        return
            CBOR.tagged(
                tag,
                .array([.bytes(protected), unprotected, .bytes(payload), .bytes(signature)])
            )
            .encoded
    }

    private static func signatureInput(
        protectedBytes: ArraySlice<UInt8>,
        externalAAD: ArraySlice<UInt8>,
        payload: ArraySlice<UInt8>
    ) -> [UInt8] {
        let context = "Signature1"
        var input: [UInt8] = []
        input.reserveCapacity(protectedBytes.count + externalAAD.count + payload.count + 40)
        CBOR.appendHead(4, 4, to: &input)
        CBOR.appendHead(3, UInt64(context.utf8.count), to: &input)
        input += context.utf8
        CBOR.appendHead(2, UInt64(protectedBytes.count), to: &input)
        input += protectedBytes
        CBOR.appendHead(2, UInt64(externalAAD.count), to: &input)
        input += externalAAD
        CBOR.appendHead(2, UInt64(payload.count), to: &input)
        input += payload
        return input
    }
}
