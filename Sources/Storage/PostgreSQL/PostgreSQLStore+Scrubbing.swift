// SPDX-License-Identifier: Apache-2.0

extension PostgreSQLStore {
    /// The tables that something is destroyed in.
    private static let tables = [
        "person", "card", "card_account", "relief", "health", "paylist", "payment", "payment_batch", "import", "former",
        "held_file", "change", "notice", "remade", "credential", "sealed_credential", "ticket",
    ]

    /// Vacuums the tables, so that rows which were destroyed are not in them any more.
    ///
    /// Rows that a transaction of before may still read stay until the server's own vacuum. It is no transaction.
    public func scrub() throws {
        try pool.connected { connection in
            try connection.separately {
                try connection.script("VACUUM \(Self.tables.joined(separator: ", "))")
            }
        }
    }
}
