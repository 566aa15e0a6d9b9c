// SPDX-License-Identifier: Apache-2.0

extension StorageError {
    /// What an SQLSTATE (PostgreSQL 15, appendix A) means for whoever uses the store; `nil` where the connection failed.
    ///
    /// The server's words stay out of the message: they may hold values.
    init(sqlState: String?) {
        guard let sqlState else {
            self = .lostConnection
            return
        }
        let (code, text): (Code, String) =
            switch (sqlState, sqlState.prefix(2)) {
            case ("53100", _): (.full, "no room left for the database")
            case ("25006", _): (.readOnly, "the database cannot be written")
            case ("55P03", _), ("40001", _), ("40P01", _), ("57014", _):
                (.busy, "another process is writing, or the question took too long")
            case ("42501", _), ("3D000", _), ("3F000", _), (_, "28"): (.cannotOpen, "the database cannot be opened")
            case ("42P07", _): (.notOurs, "the database has tables of another program")
            case (_, "23"): (.constraint, "the value contradicts what is stored")
            case ("XX001", _), ("XX002", _): (.corrupt, "the database is damaged")
            case ("57P01", _), ("57P02", _), ("57P03", _), (_, "08"), ("53300", _):
                (.unreachable, "the database server takes no questions")
            default: (.failed, "the database failed")
            }
        self.init(code, "\(text) (postgresql \(sqlState))")
    }

    static var lostConnection: StorageError {
        StorageError(.unreachable, "the connection to the database server is lost")
    }
}
