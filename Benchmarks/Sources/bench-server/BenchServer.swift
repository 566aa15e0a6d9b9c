// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import Logging
import MergedCode
import Service
import Signing
import Storage
import Verification

/// The service as it is, with a clock that stands still so that codes can be made beforehand, and with one part left out
/// where a measurement asks for it.
///
///     bench-server DIRECTORY PASSPHRASE-FILE TIME real|stub|untraced REMEMBERED
///
/// It prints its port once it listens and ends with SIGTERM.
@main struct BenchServer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let time = Int64(arguments[3]), let remembered = Int(arguments[5]) else { exit(2) }
        let deployment = try Deployment(directory: URL(filePath: arguments[1]))
        var word = [UInt8](try Data(contentsOf: URL(filePath: arguments[2])))
        let passphrase = SecretBytes(wiping: &word)
        var configuration = ServiceConfiguration()
        configuration.mode = .verify
        configuration.listen.port = 0
        // One terminal asks for all here.
        configuration.limits.terminal = Limits.Rate(perMinute: 100_000_000, burst: 1_000_000)
        let verifier = Verifier(crypto: SystemCryptography(), capacity: remembered)
        let journal = try deployment.verificationStore(passphrase: passphrase)
        let service = try HeyimaService(
            deployment: deployment,
            passphrase: passphrase,
            configuration: configuration,
            journal: arguments[4] == "untraced" ? UntracedStore(store: journal) : journal,
            examiner: arguments[4] == "stub" ? StubExaminer(verifier) : verifier,
            clock: { time },
            logger: ServiceLog.standardError(level: .info)
        )
        try await service.run { port in
            print(port)
            fflush(nil)
        }
    }
}
