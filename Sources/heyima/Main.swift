// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc

/// The program: parses, calls, and says what went wrong.
///
/// Exit status: 0 accepted or done, 1 rejected, 2 usage or bad input, 3 could not decide.
@main struct Main {
    static func main() async {
        // A reader that goes away, as `head` does, is no crash, and neither is a limit on the size of files.
        _ = signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Heyima.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let status as ExitCode {
            exit(status.rawValue)
        } catch {
            if Heyima.exitCode(for: error) == .success {
                print(Heyima.fullMessage(for: error))
                exit(0)
            }
            Console().report(Failure(error))
            exit(ExitCode.badInput.rawValue)
        }
    }
}

extension ExitCode {
    static let rejected = ExitCode(1)
    static let badInput = ExitCode(2)
    static let undecided = ExitCode(3)
}

struct Heyima: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heyima",
        abstract: "One signed QR code that says who a person is and what they are entitled to. 合一码",
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, InitCommand.self, VerifyCommand.self, ChallengeCommand.self, InspectCommand.self,
            WalletCommand.self, ServeCommand.self, ConfigCommand.self, TerminalsCommand.self, DepartmentsCommand.self,
            AuditCommand.self,
            IssueCommand.self, KeysCommand.self, RegistryCommand.self, BundleCommand.self,
            BackupCommand.self, RestoreCommand.self,
        ]
    )
}
