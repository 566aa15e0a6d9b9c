// SPDX-License-Identifier: Apache-2.0

import COSE

/// What a backup holds: its first member, `manifest.json`.
package struct BackupManifest: Codable, Hashable, Sendable {
    /// The one format that there is.
    static let format = "heyima-backup 1"
    static let name = "manifest.json"
    /// As much of a manifest as is read.
    static let limit = 1 << 20
    /// Without these nothing can be run.
    static let required: Set = [
        "deployment.json", "trust-list.cwt", "heyima.sqlite", "keys/keys.json", "keys/root.pem", "keys/sealing.key",
    ]

    /// The files that a deployment may do without.
    private static let optional: Set<String> = ["catalogue.json", "verification.sqlite"]

    /// One file.
    package struct Member: Codable, Hashable, Sendable {
        /// Where it lies in the deployment's directory.
        package let name: String
        /// How many bytes it has.
        package let size: Int64
        /// SHA-256 of them, hexadecimal.
        package let sha256: String
    }

    /// ``format``.
    let format: String
    /// When the backup was made, seconds since 1970 UTC.
    package let madeAt: Int64
    /// The files, in their order in the archive.
    package let members: [Member]

    init(madeAt: Int64, members: [Member]) {
        format = Self.format
        self.madeAt = madeAt
        self.members = members
    }

    /// Refuses what this program does not write, such as names that lead out of the directory.
    ///
    /// - Throws: ``DeploymentError`` `deployment.backup-damaged`.
    func check() throws(DeploymentError) {
        let names = members.map(\.name)
        guard format == Self.format, Set(names).count == names.count, Self.required.isSubset(of: names),
            names.allSatisfy(Self.isName), members.allSatisfy({ $0.size >= 0 })
        else { throw DeploymentError(.backupDamaged, "its list of files is not one of this program") }
    }

    /// Whether a backup may hold a file of this name.
    static func isName(_ name: String) -> Bool {
        if required.contains(name) || optional.contains(name) { return true }
        guard name.hasPrefix("keys/"), name.utf8.count < 100 else { return false }
        let file = name.dropFirst("keys/".count)
        return !file.isEmpty && !file.hasPrefix(".")
            && file.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || [0x2D, 0x2E, 0x5F].contains(byte)
            }
    }
}
