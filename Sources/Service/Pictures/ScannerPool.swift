// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Logging
import Metrics
import ServiceLifecycle
import Subprocess
import Synchronization
import SystemPackage

/// Finds codes in pictures, in helper processes: hostile pixels reach the decoders there only.
///
/// A few processes are kept alive. One that dies over a picture, or looks at it for too long, is replaced, and costs its
/// picture an `image_unreadable`.
final class ScannerPool: Service {
    /// What a picture is to be searched for.
    private static let prefix = "HYM1:"
    /// More than the texts of the most symbols that a picture may hold.
    private static let longestAnswer = 1 << 20

    private struct Job: Sendable {
        let picture: [UInt8]
        let answer: CheckedContinuation<ScanAnswer?, Never>
    }

    private struct Queue {
        var jobs: [Job] = []
        var idle: [(id: Int, worker: CheckedContinuation<Job?, Never>)] = []
        var isClosed = false
        var nextID = 0
    }

    private let program: URL
    private let processes: Int
    private let limits: Limits
    private let metrics: ServiceMetrics
    private let logger: Logger
    private let queue = Mutex(Queue())

    /// A pool.
    ///
    /// - Throws: ``ServiceError`` `service.scanner` where there is no such program.
    init(
        program: URL?,
        processes: Int,
        limits: Limits,
        metrics: ServiceMetrics,
        logger: Logger
    ) throws {
        self.program = try program ?? Self.besideThisProgram()
        guard FileManager.default.isExecutableFile(atPath: self.program.path(percentEncoded: false)) else {
            throw ServiceError(.scanner, "\(self.program.path(percentEncoded: false)) is no program")
        }
        self.processes = processes
        self.limits = limits
        self.metrics = metrics
        self.logger = logger
    }

    private static func besideThisProgram() throws(ServiceError) -> URL {
        guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            throw ServiceError(.scanner, "the directory of this program is not known")
        }
        return URL(filePath: own).deletingLastPathComponent().appending(path: "heyima-scan")
    }

    /// The text of the code in a picture: of several the first of ours, else the first.
    ///
    /// - Throws: ``ProblemDocument`` `qr_not_found`, `image_unreadable`, `image_too_large`, or `unavailable` where too many
    ///   wait.
    func text(in picture: [UInt8]) async throws(ProblemDocument) -> String {
        let answer = await withCheckedContinuation { enter(Job(picture: picture, answer: $0)) }
        guard let answer else { throw ProblemDocument(.unavailable, headers: [.retryAfter: "1"]) }
        switch answer.error?.code {
        case nil: break
        case "image_too_large": throw ProblemDocument(.imageTooLarge, answer.error?.message)
        case "qr_not_found": throw ProblemDocument(.qrNotFound)
        default: throw ProblemDocument(.imageUnreadable)
        }
        let texts = answer.texts.map(\.text)
        guard let text = texts.first(where: { $0.hasPrefix(Self.prefix) }) ?? texts.first else {
            throw ProblemDocument(.qrNotFound)
        }
        return text
    }

    /// Keeps the helper processes until the service is told to stop; pictures under way are finished.
    func run() async throws {
        // Writing to a process that has just died is an error to be handled, not the end of this one.
        signal(SIGPIPE, SIG_IGN)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for _ in 0..<processes { group.addTask { await self.keepProcess() } }
            }
        } onGracefulShutdown: {
            self.close()
        }
        close()
    }

    private func enter(_ job: Job) {
        let isRefused = queue.withLock { queue in
            guard !queue.isClosed else { return true }
            if !queue.idle.isEmpty {
                queue.idle.removeFirst().worker.resume(returning: job)
                return false
            }
            guard queue.jobs.count < limits.waitingPictures else { return true }
            queue.jobs.append(job)
            return false
        }
        if isRefused { job.answer.resume(returning: nil) }
    }

    /// The next picture; `nil` once there will be none.
    private func next() async -> Job? {
        let id = queue.withLock { queue in
            queue.nextID += 1
            return queue.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.withLock { queue in
                    if !queue.jobs.isEmpty {
                        continuation.resume(returning: queue.jobs.removeFirst())
                    } else if queue.isClosed || Task.isCancelled {
                        continuation.resume(returning: nil)
                    } else {
                        queue.idle.append((id, continuation))
                    }
                }
            }
        } onCancel: {
            queue.withLock { queue in
                guard let place = queue.idle.firstIndex(where: { $0.id == id }) else { return }
                queue.idle.remove(at: place).worker.resume(returning: nil)
            }
        }
    }

    private func close() {
        let idle = queue.withLock { queue in
            queue.isClosed = true
            defer { queue.idle = [] }
            return queue.idle
        }
        for (_, worker) in idle { worker.resume(returning: nil) }
    }

    /// One process after another, each until it dies.
    private func keepProcess() async {
        var options = PlatformOptions()
        // A signal from the terminal is for the service, which finishes what is under way.
        options.createSession = true
        while !Task.isCancelled {
            do {
                let isDone = try await Subprocess.run(
                    .path(FilePath(program.path(percentEncoded: false))),
                    arguments: ["--serve"],
                    environment: .custom([:] as [Environment.Key: String]),
                    platformOptions: options,
                    input: .inputWriter,
                    output: .sequence,
                    error: .discarded
                ) { process in
                    // It has nothing to lose, and one that does not end by itself would be waited for.
                    defer { try? process.send(signal: .kill) }
                    var answers = process.standardOutput
                        .strings(bufferingPolicy: .maxLineLength(Self.longestAnswer)).makeAsyncIterator()
                    while let job = await next() {
                        let answer = await ask(process, &answers, about: job.picture)
                        job.answer.resume(returning: answer ?? .unreadable)
                        guard answer != nil else { return false }
                    }
                    return true
                }
                if isDone.closureResult { return }
                metrics.scannerRestarts.increment()
                logger.warning("scanner replaced")
            } catch {
                logger.error("scanner cannot be started", metadata: ["error": "\(error)"])
                // Whoever comes next is told to come back, and then it is tried again.
                guard let job = await next() else { return }
                job.answer.resume(returning: nil)
            }
        }
    }

    /// The answer of a process; `nil` where it died or had to be ended.
    private func ask(
        _ process: Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>,
        _ answers: inout SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator,
        about picture: [UInt8]
    ) async -> ScanAnswer? {
        let time = Duration.milliseconds(limits.pictureMilliseconds)
        async let _: Void = {
            do {
                try await Task.sleep(for: time)
                try process.send(signal: .kill)
            } catch {}
        }()
        do {
            _ = try await process.standardInputWriter.write(Self.request(for: picture))
            guard let line = try await answers.next() else { return nil }
            return try? JSONDecoder().decode(ScanAnswer.self, from: Data(line.utf8))
        } catch { return nil }
    }

    private static func request(for picture: [UInt8]) -> [UInt8] {
        let header = Array(#"{"bytes":\#(picture.count),"prefix":"\#(prefix)"}"#.utf8)
        let length = UInt32(header.count)
        return stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: length >> $0) } + header + picture
    }
}

/// What a helper process says of one picture.
struct ScanAnswer: Decodable, Sendable {
    /// A text that was found.
    struct Text: Decodable, Sendable {
        let text: String
    }

    /// Why none was.
    struct Problem: Decodable, Sendable {
        let code: String
        let message: String
    }

    let texts: [Text]
    let error: Problem?

    /// The answer of a process that gave none.
    static let unreadable = ScanAnswer(texts: [], error: Problem(code: "image_unreadable", message: "no answer"))
}
