// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Signing
import Testing

@testable import Deployment

/// A directory that is gone after the test, and what is made in it.
final class Scratch: Sendable {
    /// 2026-11-24 08:00 in Asia/Shanghai.
    static let now: Int64 = 1_795_478_400
    static let passphrase = SecretBytes(copying: Array("correct horse battery staple".utf8))

    let url = FileManager.default.temporaryDirectory.appending(
        path: "deployment-\(UUID())",
        directoryHint: .isDirectory
    )

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false) }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Where a deployment lies that ``deployment(_:)`` makes.
    var directory: URL { url.appending(path: "data") }

    /// A new deployment.
    func deployment(
        _ settings: DeploymentSettings = DeploymentSettings(issuer: "佛山市民政局", origin: "https://heyima.example"),
        passphrase: SecretBytes = Scratch.passphrase
    ) throws -> Deployment {
        try Deployment.create(
            at: directory,
            settings: settings,
            curve: .p256,
            passphrase: passphrase,
            cost: .insecureForTests,
            now: Self.now
        )
    }

    /// The names in it, hidden ones too.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false)).sorted() }
    }
}

/// The permissions of a file, such as 0o600.
func mode(_ url: URL) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))[.posixPermissions] as? Int
}

/// The code of the deployment's error that a call throws; nil when it throws none or another.
func deploymentCode(_ body: () throws -> some Any) -> DeploymentError.Code? {
    do {
        _ = try body()
        return nil
    } catch { return (error as? DeploymentError)?.code }
}

/// The code of the error about keys that a call throws; nil when it throws none or another.
func signingCode(_ body: () throws -> some Any) -> SigningError.Code? {
    do {
        _ = try body()
        return nil
    } catch { return (error as? SigningError)?.code }
}

extension PrivateKey {
    /// The kid.
    var kid: String { get throws { try SystemCryptography().keyID(of: publicKey).description } }
}
