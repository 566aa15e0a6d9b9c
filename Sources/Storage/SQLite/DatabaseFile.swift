// SPDX-License-Identifier: Apache-2.0

import CSQLite
import GRDB
import Glibc

/// How a database file is made and opened: for its owner alone, durable, and of a schema that this program knows.
struct DatabaseFile {
    /// The file.
    let path: String
    /// What SQLite's header says the file is (`PRAGMA application_id`).
    let kind: Int32
    /// Make the schema, or bring an older one forward.
    let steps: [SchemaStep]
    /// For how long to wait for another process that writes, in seconds.
    let busyTimeout: Double

    /// Opens the file, which is made where there is none.
    ///
    /// - Throws: ``StorageError``.
    func open<Writer: DatabaseWriter>(
        _ makeWriter: (String, Configuration) throws -> Writer
    ) throws -> Writer {
        Self.configured
        return try StorageError.translating {
            try alone {
                try PrivateDatabaseFile.make(path, mayExist: true)
                let writer = try makeWriter(path, configuration)
                // Only now: GRDB sets this to NORMAL with the WAL mode, where a power cut takes the last transactions.
                try writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                try checkKind(writer)
                try migrator.migrate(writer)
                return writer
            }
        }
    }

    /// Opens a file that is there once more, only to be read.
    ///
    /// - Throws: ``StorageError``.
    func openForReading() throws -> DatabaseQueue {
        var configuration = configuration
        configuration.readonly = true
        // What a reader looks for lies anywhere in a file of gigabytes. The first two are mapped (Debian's SQLite maps no
        // more), which saves a call and a copy for each page; of the rest the pages above the leaves stay in its cache. That
        // each page is gone through for cells of a wrong size is for those who write it; SQLite takes no harm from one.
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA mmap_size = 2147418112;
                    PRAGMA cache_size = -65536;
                    PRAGMA cell_size_check = OFF;
                    """
            )
        }
        return try StorageError.translating { try DatabaseQueue(path: path, configuration: configuration) }
    }

    // Once in a process, before the first database is opened. Where somebody else was first, all is only slower.
    private static let configured: Void = { _ = heyima_sqlite_stop_counting() }()

    private var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for step in steps { migrator.registerMigration(step.name) { try $0.execute(sql: step.statements) } }
        return migrator
    }

    private var configuration: Configuration {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "heyima"
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON;
                    PRAGMA cache_size = -16384;
                    PRAGMA journal_size_limit = 67108864;
                    """
            )
        }
        return configuration
    }

    /// Two processes that open a new file at once would meet half-way through its schema, or SQLite's change to WAL,
    /// which does not wait; so all who open a file of one directory go one after the other.
    private func alone<Value>(_ body: () throws -> Value) throws -> Value {
        let directory = path.lastIndex(of: "/").map { path[...$0] } ?? "./"
        let descriptor = unsafe Glibc.open(String(directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError(.cannotOpen, "no directory \(directory) (errno \(errno))") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw StorageError(.cannotOpen, "no lock on \(directory) (errno \(errno))") }
        }
        return try body()
    }

    /// Refuses a database that is not of this kind, or that a newer program has changed.
    private func checkKind(_ writer: some DatabaseWriter) throws {
        try writer.write { database in
            let found = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            if found == 0, try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0 {
                try database.execute(sql: "PRAGMA application_id = \(kind)")
            } else if found != kind {
                throw StorageError(.notOurs, "\(path) is a database of another kind")
            }
            guard try !migrator.hasBeenSuperseded(database) else {
                throw StorageError(.newerSchema, "\(path) was made by a newer version of this program")
            }
        }
    }
}
