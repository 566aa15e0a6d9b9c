// SPDX-License-Identifier: Apache-2.0

import Issuance
import MergedCode

extension SQLIssuance {
    func removeSealedCredential(_ id: CredentialID) throws {
        try connection.run("DELETE FROM sealed_credential WHERE id = ?", id.sql)
    }

    func removeExpired(before time: Int64) throws -> (credentials: Int, tickets: Int) {
        try connection.run(
            "DELETE FROM sealed_credential WHERE id IN (SELECT id FROM credential WHERE expires_at < ?)",
            time.sql
        )
        return (
            try connection.changes("DELETE FROM credential WHERE expires_at < ?", time.sql),
            try connection.changes("DELETE FROM ticket WHERE expires_at < ?", time.sql)
        )
    }
}
