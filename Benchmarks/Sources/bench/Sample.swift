// SPDX-License-Identifier: Apache-2.0

import COSE
import Crypto
import MergedCode
import Signing
import Synchronization
import Trust
import Verification
import VirtualDeployment

/// A code, and what the two signatures in it need without us.
struct Sample {
    let text: String
    /// The holder's key as it stands in the credential: 2 or 3 and x.
    let holderPoint: [UInt8]
    let holderKey: P256.Signing.PublicKey
    let holderProof: Proof
    let issuerProof: Proof

    /// A signature with what it is over.
    struct Proof {
        let signature: [UInt8]
        let message: [UInt8]

        /// Whether it is the key's.
        func isValid(by key: P256.Signing.PublicKey) -> Bool {
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA256.hash(data: message))
        }
    }

    /// A code of a fresh credential of a fresh holder, with everything disclosed.
    static func fresh(in deployment: VirtualDeployment) throws -> Sample {
        let holder = try PrivateKey.generate(.p256)
        return try Sample(deployment.dynamic(deployment.credential(holder: holder), by: holder))
    }

    init(_ text: String) throws {
        self.text = text
        guard case .dynamic(let code) = try UnverifiedCode(text: text),
            case .sign(let isOdd) = code.credential.holderKey.y
        else { throw WrongResult("not a dynamic code of a holder with a compressed point") }
        holderPoint = [isOdd ? 3 : 2] + code.credential.holderKey.x
        holderKey = try P256.Signing.PublicKey(compressedRepresentation: holderPoint)
        holderProof = Proof(code.sign1)
        issuerProof = Proof(code.credential.sign1)
    }
}

extension Sample.Proof {
    fileprivate init(_ token: COSESign1) {
        signature = Array(token.signature)
        message = token.signatureInput()
    }
}

/// A replay memory that forgets codes as they expire, as the durable ones do.
final class RecentCodes: ReplayMemory {
    private let ends = Mutex<[ReplayKey: Int64]>([:])
    private let order = Mutex<(codes: [ReplayKey], first: Int)>(([], 0))

    let reach = Evidence.Replay.local

    func remember(_ key: ReplayKey, until: Int64, issuedAt: Int64) -> Bool {
        ends.withLock { ends in
            order.withLock { order in
                while order.first < order.codes.count, let end = ends[order.codes[order.first]], end < issuedAt {
                    ends[order.codes[order.first]] = nil
                    order.first += 1
                }
                if order.first > order.codes.count / 2 {
                    order.codes.removeFirst(order.first)
                    order.first = 0
                }
                guard ends.updateValue(until, forKey: key) == nil else { return false }
                order.codes.append(key)
                return true
            }
        }
    }
}
