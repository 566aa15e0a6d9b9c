// SPDX-License-Identifier: Apache-2.0

import Foundation
import VirtualDeployment

/// A file of a province on the disk.
struct ProvinceFile: Sendable {
    let kind: Province.File
    let path: String
    let columns: [String]
    /// Without the header.
    let rows: Int

    /// Writes one; its name is the kind's and the suffix.
    init(_ kind: Province.File, of province: Province, in directory: URL, suffix: String = "") throws {
        self.kind = kind
        let url = directory.appending(path: "\(kind)\(suffix).csv")
        path = url.filePath
        try Data().write(to: url)
        let handle = try FileHandle(forWritingTo: url)
        var lines = 0
        var header: [UInt8] = []
        try province.write(kind) { piece in
            if lines == 0 { header = Array(piece.prefix { $0 != UInt8(ascii: "\n") }) }
            lines += piece.count { $0 == UInt8(ascii: "\n") }
            try handle.write(contentsOf: Data(piece))
        }
        try handle.close()
        columns = String(decoding: header, as: UTF8.self).split(separator: ",").map { String($0) }
        rows = lines - 1
    }
}
