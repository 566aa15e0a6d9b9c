// SPDX-License-Identifier: Apache-2.0

import CLibpq
import Glibc

/// Owner of one `PGconn`: what is sent to a server, and what comes back, one after the other.
///
/// Nothing waits for longer than the patience: what has to be sent is read against, so that neither side waits for the
/// other to read, and a server that is silent is given up.
///
/// `@unchecked Sendable`: one thread at a time has it, and hands it on when it is through.
@safe final class LibpqConnection: @unchecked Sendable {
    private let handle: OpaquePointer
    /// How long a silent server is waited for, in milliseconds.
    private let patience: CInt
    /// Whether it can be used no more.
    private(set) var isBroken = false

    /// Connects.
    ///
    /// - Parameters:
    ///   - address: where.
    ///   - patience: how long a silent server is waited for, in milliseconds.
    /// - Throws: `storage.unreachable`, or `storage.cannot-open` where the server refuses.
    init(_ address: DatabaseAddress, patience: CInt) throws(StorageError) {
        guard let handle = unsafe heyima_pq_connect(address.url) else {
            throw StorageError(.failed, "no memory for a connection")
        }
        unsafe self.handle = handle
        self.patience = patience
        guard unsafe PQstatus(handle) == CONNECTION_OK, unsafe PQsetnonblocking(handle, 1) == 0 else {
            throw Self.refusal(unsafe String(cString: PQerrorMessage(handle)))
        }
    }

    deinit { unsafe PQfinish(handle) }

    /// Why no connection came about: the server's own words, which hold no password, and never libpq's, which may quote
    /// what it took for the host.
    private static func refusal(_ message: String) -> StorageError {
        guard let words = message.firstRange(of: "FATAL:") else {
            return StorageError(.unreachable, "no database server answers")
        }
        let line = message[words.upperBound...].prefix { !$0.isNewline }.drop { $0 == " " }
        let isTemporary = ["starting up", "shutting down", "too many", "remaining connection slots", "recovery"]
            .contains { line.contains($0) }
        return StorageError(isTemporary ? .unreachable : .cannotOpen, "the database server says: \(line)")
    }

    /// Whether the server has said nothing since the last answer; a word that nobody asked for is its farewell.
    var isQuiet: Bool {
        var descriptor = unsafe pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        guard !isBroken, unsafe poll(&descriptor, 1, 0) > 0 else { return !isBroken }
        return unsafe PQconsumeInput(handle) == 1 && PQstatus(handle) == CONNECTION_OK
    }

    /// Gives the connection up.
    func giveUp() { isBroken = true }

    // MARK: Pipeline

    /// Whether statements are sent before those ahead of them are answered.
    var isInPipeline: Bool { unsafe PQpipelineStatus(handle) != PQ_PIPELINE_OFF }

    func enterPipeline() throws { try require(unsafe PQenterPipelineMode(handle) == 1) }

    /// Leaves the pipeline, in which nothing is under way any more.
    func leavePipeline() throws { try require(unsafe PQexitPipelineMode(handle) == 1) }

    /// Has the server answer all that was sent.
    func sync() throws {
        try require(unsafe PQpipelineSync(handle) == 1)
        try flush()
    }

    /// Sends a statement to be prepared; parameters without a type take the one that the server finds.
    func sendPreparation(_ name: String, _ sql: String, types: [Oid]) throws {
        try require(unsafe PQsendPrepare(handle, name, sql, CInt(types.count), types) == 1)
    }

    /// Sends a prepared statement with its values; answers are wanted in binary form.
    func send(_ name: String, _ values: Parameters) throws {
        let isSent = unsafe values.withPointers { count, pointers, lengths, formats in
            unsafe PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 1) == 1
        }
        try require(isSent)
    }

    /// Wants the rows of the answer that comes next one by one.
    func takeSingleRows() { unsafe _ = PQsetSingleRowMode(handle) }

    // MARK: Outside of a pipeline

    /// Sends statements of text.
    func sendText(_ sql: String) throws {
        try require(unsafe PQsendQuery(handle, sql) == 1)
        try flush()
    }

    /// Sends a part of what is copied into a table.
    func sendCopy(_ buffer: BinaryBuffer) throws {
        let bytes = buffer.bytes
        try retrying {
            unsafe bytes.withUnsafeBytes { bytes in
                unsafe PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(bytes.count))
            }
        }
    }

    /// Ends what is copied into a table.
    func endCopy() throws {
        try retrying { unsafe PQputCopyEnd(handle, nil) }
        try flush()
    }

    /// Tries again what libpq has no room for until some of it is sent.
    private func retrying(_ body: () -> CInt) throws {
        while true {
            switch body() {
            case 1: return
            case 0: try wait(toSend: true)
            default: throw lost()
            }
        }
    }

    // MARK: Answers

    /// The next answer; `nil` at the end of the answers to a command.
    func next() throws -> LibpqResult? {
        while unsafe PQisBusy(handle) == 1 { try wait(toSend: false) }
        guard let result = unsafe PQgetResult(handle) else {
            try require(unsafe PQstatus(handle) == CONNECTION_OK)
            return nil
        }
        let owner = unsafe LibpqResult(owning: result)
        if unsafe PQstatus(handle) != CONNECTION_OK { isBroken = true }
        return owner
    }

    private func flush() throws {
        while true {
            switch unsafe PQflush(handle) {
            case 0: return
            case 1: try wait(toSend: true)
            default: throw lost()
            }
        }
    }

    private func wait(toSend: Bool) throws {
        // Whoever was given up is not waited for again.
        guard !isBroken else { throw StorageError.lostConnection }
        var descriptor = unsafe pollfd(
            fd: PQsocket(handle),
            events: Int16(toSend ? POLLIN | POLLOUT : POLLIN),
            revents: 0
        )
        var ready: CInt
        repeat { ready = unsafe poll(&descriptor, 1, patience) } while ready < 0 && errno == EINTR
        guard ready > 0 else {
            isBroken = true
            throw StorageError(.unreachable, "the database server does not answer")
        }
        if Int32(descriptor.revents) & ~POLLOUT != 0, unsafe PQconsumeInput(handle) == 0 { throw lost() }
    }

    private func require(_ isDone: Bool) throws { if !isDone { throw lost() } }

    private func lost() -> StorageError {
        isBroken = true
        return .lostConnection
    }
}

/// Values of a statement in binary form, laid out as libpq wants them.
struct Parameters {
    private var buffer = BinaryBuffer()
    private var offsets: [Int?] = []
    private var lengths: [CInt] = []
    private var formats: [CInt] = []

    init(_ values: [SQLValue?]) { for value in values { append(value) { $0.append($1) } } }

    /// Appends one value, whose bytes a closure writes.
    mutating func append<Value>(_ value: Value?, _ write: (inout BinaryBuffer, Value) -> Void) {
        let start = buffer.count
        if let value { write(&buffer, value) }
        offsets.append(value == nil ? nil : start)
        lengths.append(CInt(buffer.count - start))
        formats.append(1)
    }

    fileprivate func withPointers<Value>(
        _ body: (
            CInt, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
        ) -> Value
    ) -> Value {
        // One byte more, so that a value of no bytes has a place too; no place would be NULL.
        let bytes = buffer.bytes + [0]
        return unsafe bytes.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = unsafe offsets.map { offset in unsafe offset.flatMap { unsafe start?.advanced(by: $0) } }
            return unsafe pointers.withUnsafeBufferPointer { pointers in
                unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(
                            CInt(pointers.count),
                            pointers.baseAddress,
                            lengths.baseAddress,
                            formats.baseAddress
                        )
                    }
                }
            }
        }
    }
}
