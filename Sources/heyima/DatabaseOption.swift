// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Storage

/// Which PostgreSQL database, where it is not what the deployment remembers: a flag, else `HEYIMA_DATABASE`.
struct DatabaseOption: ParsableArguments {
    @Option(
        name: .customLong("database"),
        help: "A PostgreSQL database, postgres://…, instead of the deployment's own; without a password."
    )
    var url: String?

    /// The database that the flag names.
    ///
    /// - Throws: `Failure` for a password: everybody on this machine sees the arguments of a program.
    func flag() throws -> String? {
        guard let url, try DatabaseAddress(url).hasPassword else { return url }
        throw Failure(
            Phrase(
                "--database must not hold a password: everybody on this machine sees it",
                "--database 不得包含口令：本机所有人都能看到"
            ),
            hint: Phrase(
                "put it into a passfile (PGPASSFILE), the service's configuration file or HEYIMA_DATABASE",
                "请将口令放入口令文件（PGPASSFILE）、服务配置文件或环境变量 HEYIMA_DATABASE"
            )
        )
    }

    /// The database that the flag or the environment names.
    func address() throws -> DatabaseAddress? {
        try (flag() ?? ProcessInfo.processInfo.environment["HEYIMA_DATABASE"]).map { try DatabaseAddress($0) }
    }
}
