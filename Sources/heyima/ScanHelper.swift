// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess
import SystemPackage

/// Finds codes in a picture, in a process of its own: hostile pixels reach the decoders there only.
enum ScanHelper {
    /// What the helper says of one picture.
    struct Answer: Decodable {
        /// A text that was found.
        struct Text: Decodable {
            let text: String
            let by: String
            let rung: String
        }

        /// Why none was.
        struct Problem: Decodable {
            let code: String
            let message: String
        }

        let texts: [Text]
        let error: Problem?
        let milliseconds: Double
    }

    private static let maximumPicture = 64 << 20

    /// The texts in a picture's file.
    ///
    /// A helper that dies over a picture is the picture's fault: `image_unreadable`.
    static func scan(_ path: String, preferring prefix: String?) async throws -> Answer {
        // Without O_NONBLOCK a named pipe would be waited for.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw Failure(
                errno == ENOENT ? Phrase("there is no file \(path)", "文件不存在：\(path)") : .cannotRead(path)
            )
        }
        defer { close(descriptor) }
        guard let information = try? FileDescriptor(rawValue: descriptor).stat(), information.type == .regular else {
            throw Failure(Phrase("\(path) is no regular file", "\(path) 不是普通文件"))
        }
        let size = information.size
        guard size <= maximumPicture else {
            return Answer(
                texts: [],
                error: .init(
                    code: "image_too_large",
                    message: "the file is \(size) bytes, expected at most \(maximumPicture)"
                ),
                milliseconds: 0
            )
        }
        let arguments = prefix.map { ["--prefix", $0] } ?? []
        let result = try await run(
            .path(.init(try program())),
            arguments: Arguments(arguments),
            // The helper reads the file itself: no byte of it is in this process, and nothing is written to a dead one.
            input: .fileDescriptor(FileDescriptor(rawValue: descriptor), closeAfterSpawningProcess: false),
            output: .data(limit: 1 << 20),
            error: .discarded
        )
        guard let answer = try? JSONDecoder().decode(Answer.self, from: result.standardOutput) else {
            return Answer(
                texts: [],
                error: .init(code: "image_unreadable", message: "the picture could not be decoded"),
                milliseconds: 0
            )
        }
        return answer
    }

    /// `heyima-scan` lies beside this program.
    private static func program() throws -> String {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let directory = URL(filePath: own ?? CommandLine.arguments[0]).deletingLastPathComponent()
        // Tests run inside a bundle whose programs lie in the same directory.
        let path = directory.appending(path: "heyima-scan").path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(
                Phrase("heyima-scan is not beside heyima", "heyima 所在目录中没有 heyima-scan"),
                hint: Phrase("make build makes both", "make build 会同时生成二者")
            )
        }
        return path
    }
}
