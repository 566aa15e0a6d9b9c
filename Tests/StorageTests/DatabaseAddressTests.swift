// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Storage

@Suite struct `A database's address` {
    @Test(arguments: [
        (
            "postgres://u:hunter2@db.example:5432/heyima?sslmode=verify-full",
            "postgres://u@db.example:5432/heyima?sslmode=verify-full"
        ),
        ("postgresql://u:hunter2@db.example/heyima", "postgresql://u@db.example/heyima"),
        ("postgres://u@h/d?password=hunter2", "postgres://u@h/d"),
        (
            "postgres://u@h/d?sslmode=require&password=hunter2&connect_timeout=3",
            "postgres://u@h/d?sslmode=require&connect_timeout=3"
        ),
        (
            "postgres://u:hunter2@h,i/d?target_session_attrs=read-write",
            "postgres://u@h,i/d?target_session_attrs=read-write"
        ),
    ])
    func `is shown without its password`(url: String, shown: String) throws {
        let address = try DatabaseAddress(url)
        #expect(address.hasPassword)
        #expect(address.url == url)
        #expect("\(address)" == shown)
        #expect(try !DatabaseAddress(shown).hasPassword)
    }

    @Test(arguments: ["postgres://", "postgres://u@h/d", "postgres:///d?host=/run/postgresql&user=u"])
    func `without a password is shown as it is`(url: String) throws {
        #expect(try !DatabaseAddress(url).hasPassword)
        #expect(try DatabaseAddress(url).description == url)
    }

    @Test(arguments: [
        "", "heyima.sqlite", "mysql://u:hunter2@h/d", "host=h password=hunter2", "postgres://u:hunter2@h/d?colour=red",
        "postgres://u:hunter2@[h/d", "postgres://u:hunter2@h/d?pass%77ord=hunter2",
    ])
    func `that is none is refused, and not repeated`(url: String) {
        let error = #expect(throws: StorageError.self) { try DatabaseAddress(url) }
        #expect(error?.code == .address)
        #expect(error.map { !$0.description.contains("hunter2") } == true)
    }

    @Test func `queries are numbered for PostgreSQL, and what is quoted is left`() {
        #expect(
            PostgreSQLText.query("a = ? AND b = ?2 AND c = '?' AND d = ?") == "a = $1 AND b = $2 AND c = '?' AND d = $3"
        )
    }
}
