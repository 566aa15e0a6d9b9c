// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing

@testable import MergedCode

/// A map under construction, with keys set and removed as a test wishes.
struct ForgedMap {
    var entries: [(key: CBOR, value: CBOR)]

    init(_ entries: [(key: CBOR, value: CBOR)]) { self.entries = entries }

    subscript(label: Int64) -> CBOR? {
        get { self[key: .integer(label)] }
        set { self[key: .integer(label)] = newValue }
    }

    subscript(key key: CBOR) -> CBOR? {
        get { entries.first { $0.key.encoded == key.encoded }?.value }
        set {
            entries.removeAll { $0.key.encoded == key.encoded }
            if let newValue { entries.append((key, newValue)) }
        }
    }

    var cbor: CBOR { .map(entries) }
}

/// A token signed with whatever is in it, right or wrong.
struct ForgedToken {
    var protected: ForgedMap
    var unprotected: CBOR = [:]
    var payload: ForgedMap
    var signer = Sample.issuer

    func bytes() throws -> [UInt8] {
        try COSESign1.sign(
            payload.cbor.encoded,
            protected: protected.cbor.encoded,
            unprotected: unprotected,
            by: signer
        )
    }

    static func issued(type: Int64, id: [UInt8] = Sample.random(8)) throws -> ForgedToken {
        ForgedToken(
            protected: ForgedMap([
                (1, -9), (4, .bytes(try Sample.crypto.keyID(of: Sample.issuer.publicKey).bytes)), (16, .integer(type)),
            ]),
            payload: ForgedMap([
                (1, "gd.mz"), (2, "0123456789abcdef"), (4, .integer(Sample.now + 86400)),
                (6, .integer(Sample.now - 1000)),
                (7, .bytes(id)), (65535, ["status_list": ["idx": 8, "uri": "https://s.example/1"]]),
            ])
        )
    }

    static func bound(type: Int64) -> ForgedToken {
        ForgedToken(
            protected: ForgedMap([(1, -9), (16, .integer(type))]),
            payload: ForgedMap([
                (3, .text(Sample.audience)), (4, .integer(Sample.now + 60)), (6, .integer(Sample.now)),
                (7, .bytes(Sample.random(8))),
            ]),
            signer: Sample.holder
        )
    }
}

/// A dynamic code of a credential, both as a test wishes.
struct ForgedCode {
    static let identity: CBOR = [1: "陈小明", 2: "440***********0320"]

    var credential: ForgedToken
    var binding = ForgedToken.bound(type: 294)
    /// The contents of the disclosures, each wrapped in a byte string when it is made; the digests follow them.
    var disclosures: [CBOR]
    /// The digests in the payload, where they are not those of the disclosures filled up to five.
    var digests: [CBOR]?
    /// What is in `sd_claims`, where it is not the disclosures.
    var presented: CBOR?

    init(_ disclosures: [CBOR] = [Self.disclosure(Self.identity, -65537)]) throws {
        credential = try ForgedToken.issued(type: 293)
        credential.payload[8] = [1: Sample.holder.publicKey.compressed.cbor]
        self.disclosures = disclosures
    }

    static func disclosure(_ value: CBOR, _ key: Int64) -> CBOR {
        .array([.bytes(Sample.random(16)), value, .integer(key)])
    }

    func bytes() throws -> [UInt8] {
        var credential = credential
        let strings = disclosures.map { CBOR.wrapped($0) }
        if credential.payload[key: .simple(59)] == nil {
            var sorted = strings.map { Sample.crypto.sha256($0.encoded[...]) }
            while sorted.count < 5 { sorted.append(Digest32(Sample.random(32)[...])!) }
            sorted.sort()
            credential.payload[key: .simple(59)] = .array(digests ?? sorted.map { .bytes($0.bytes) })
        }
        if !strings.isEmpty || presented != nil { credential.unprotected = [17: presented ?? .array(strings)] }
        var binding = binding
        if binding.protected[13] == nil { binding.protected[13] = .encoded(try credential.bytes()) }
        return try binding.bytes()
    }

    func parse() throws -> UnverifiedDynamicCode {
        guard case .dynamic(let code) = try UnverifiedCode(bytes: bytes()) else {
            preconditionFailure("a dynamic code")
        }
        return code
    }

    /// Parses, verifies both signatures and reads the components.
    func read() throws -> Components {
        let code = try parse()
        let isHolderSigned = code.isHolderSigned(by: try Sample.verifier(Sample.holder))
        precondition(isHolderSigned, "signed by the holder")
        guard let credential = code.credential.verified(by: try Sample.verifier(Sample.issuer)) else {
            preconditionFailure("signed by the issuer")
        }
        return try credential.components(disclosedWith: Sample.crypto)
    }
}
