// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Files that only their owner may read: keys, wallets.
///
/// A file is there whole or not at all, and survives a power cut once a call has returned.
public enum PrivateFile {
    /// Writes a file that must not be there yet, mode 0600.
    ///
    /// - Throws: `signing.file-exists`; `signing.file-failed`, with nothing left behind.
    public static func create(_ path: String, _ bytes: [UInt8]) throws(SigningError) {
        try write(bytes, besides: path) { temporary throws(SigningError) in
            // Unlike a rename, a link does not replace what is there.
            guard unsafe link(temporary, path) == 0 else {
                if errno == EEXIST { throw SigningError(.fileExists, "\(path) is there already") }
                throw failure("write", path)
            }
            unsafe unlink(temporary)
        }
    }

    /// Writes a file, mode 0600, in place of the one that may be there.
    ///
    /// - Throws: `signing.file-failed`, with the earlier file untouched.
    public static func replace(_ path: String, _ bytes: [UInt8]) throws(SigningError) {
        try write(bytes, besides: path) { temporary throws(SigningError) in
            guard unsafe rename(temporary, path) == 0 else { throw failure("write", path) }
        }
    }

    /// Puts a file into the place of another one, in the same directory.
    ///
    /// - Throws: `signing.file-failed`, with both untouched.
    public static func move(_ path: String, to place: String) throws(SigningError) {
        guard unsafe rename(path, place) == 0 else { throw failure("write", place) }
        try syncDirectory(of: place)
    }

    /// Reads a file that nobody but its owner can get at.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - limit: the most bytes that it may have.
    /// - Returns: all of its bytes.
    /// - Throws: `signing.file-missing`; `signing.file-permissions`; `signing.file-too-large`; `signing.file-failed`,
    ///   also for what is no regular file.
    public static func read(_ path: String, limit: Int) throws(SigningError) -> [UInt8] {
        // Without O_NONBLOCK a named pipe would be waited for.
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw SigningError(.fileMissing, "there is no file \(path)") }
            throw failure("read", path)
        }
        defer { close(descriptor) }
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0 else { throw failure("read", path) }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw SigningError(.fileFailed, "\(path) is no regular file")
        }
        guard information.st_mode & 0o077 == 0 else {
            throw SigningError(
                .filePermissions,
                "others than its owner can get at \(path)",
                hint: "chmod 600 \(path)"
            )
        }
        guard information.st_size <= limit else {
            throw SigningError(.fileTooLarge, "\(path) is \(information.st_size) bytes, expected at most \(limit)")
        }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let chunk = try readChunk(descriptor, path)
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
        throw SigningError(.fileTooLarge, "\(path) is over \(limit) bytes")
    }

    private static func readChunk(_ descriptor: Int32, _ path: String) throws(SigningError) -> [UInt8] {
        var result = 0
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            repeat {
                result = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            } while result < 0 && errno == EINTR
            count = max(result, 0)
        }
        guard result >= 0 else { throw failure("read", path) }
        return chunk
    }

    /// Writes a temporary file in the same directory and puts it in its place.
    private static func write(
        _ bytes: [UInt8],
        besides path: String,
        place: (String) throws(SigningError) -> Void
    ) throws(SigningError) {
        let temporary = "\(path).\(UInt64.random(in: .min ... .max)).new"
        let descriptor = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("write", path) }
        do throws(SigningError) {
            defer { close(descriptor) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
                guard count >= 0 || errno == EINTR else { throw failure("write", path) }
                rest = rest.dropFirst(max(count, 0))
            }
            guard fsync(descriptor) == 0 else { throw failure("write", path) }
            try place(temporary)
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        try syncDirectory(of: path)
    }

    /// Makes a new name in a directory lasting.
    private static func syncDirectory(of path: String) throws(SigningError) {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = unsafe Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("write", path) }
        defer { close(descriptor) }
        // Some file systems cannot sync a directory and say EINVAL; there is nothing more to do then.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("write", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> SigningError {
        let reason = unsafe String(cString: strerror(errno)).lowercased()
        return SigningError(.fileFailed, "cannot \(verb) \(path): \(reason)")
    }
}
