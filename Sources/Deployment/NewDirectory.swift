// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A directory that is built beside its place and moved there when it is whole, so that it holds all or nothing.
enum NewDirectory {
    /// Makes a directory, mode 0700.
    ///
    /// - Parameters:
    ///   - directory: where; must be absent or empty.
    ///   - fill: puts everything into the directory that it is given.
    /// - Throws: ``DeploymentError`` `deployment.directory-not-empty` or `deployment.file`, or what `fill` throws.
    static func make(_ directory: URL, _ fill: (URL) throws -> Void) throws {
        let manager = FileManager.default
        let directory = directory.standardizedFileURL.resolvingSymlinksInPath()
        let place = directory.path(percentEncoded: false)
        let taken = DeploymentError(.directoryNotEmpty, "\(place) is there already and is not empty")
        if manager.fileExists(atPath: place) {
            guard let contents = try? manager.contentsOfDirectory(atPath: place), contents.isEmpty else { throw taken }
        }
        let parent = directory.deletingLastPathComponent()
        try PlainFile.makeDirectory(parent)
        let building = parent.appending(path: ".\(directory.lastPathComponent).\(UUID().uuidString)")
        try PlainFile.makeDirectory(building, mode: 0o700)
        defer { try? manager.removeItem(at: building) }
        try fill(building)
        // Takes the place of an empty directory, and of nothing else, such as a deployment made at the same time.
        guard unsafe rename(building.path(percentEncoded: false), place) == 0 else {
            throw [ENOTEMPTY, EEXIST, ENOTDIR].contains(errno) ? taken : DeploymentError(.file, "cannot make \(place)")
        }
    }
}
