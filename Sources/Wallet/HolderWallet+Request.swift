// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing

extension HolderWallet.Request {
    /// A request as it stands in the wallet's file.
    init(_ item: CBORItem) throws {
        guard let id = item[1]?.bytes, let key = item[2] else {
            throw WalletError(.damaged, "the request of the wallet is not whole")
        }
        self.id = Array(id)
        self.key = try PrivateKey(stored: key)
        replaced = item[3]?.bytes.flatMap { CredentialID($0) }
    }

    func cbor() throws -> CBOR {
        var parts: [(key: CBOR, value: CBOR)] = [(1, .bytes(id)), (2, try key.stored())]
        if let replaced { parts.append((3, .bytes(replaced.bytes))) }
        return .map(parts)
    }
}
