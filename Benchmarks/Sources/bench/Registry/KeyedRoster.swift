// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Signing

extension ProvinceFile {
    /// A roster as a peer is given it, whose table is to have the keys of ours.
    ///
    /// Ours are digests: 16 bytes each, in no order that the file knows. The departments' numbers are longer, and those of
    /// rows and households stand in the file in order, which makes their trees grow at one end only: another problem than
    /// ours. So a digest of 16 characters stands in the place of either number, and one that is the row's stands before
    /// them; all else is the same file.
    init(keyed roster: ProvinceFile) throws {
        kind = roster.kind
        path = roster.path + ".keyed"
        columns = ["行"] + roster.columns
        rows = roster.rows
        let lines = try Data(contentsOf: URL(filePath: roster.path), options: .mappedIfSafe)
            .split(separator: UInt8(ascii: "\n"))
        var text = Data(columns.joined(separator: ",").utf8) + "\n".utf8
        text.reserveCapacity((rows + 1) * 256)
        for line in lines.dropFirst() {
            let fields = line.split(separator: UInt8(ascii: ","), maxSplits: 5, omittingEmptySubsequences: false)
            let keys = [[fields[0], fields[1], fields[4]], [fields[0]], [fields[1]]].map(Self.key)
            text += keys.joined(separator: ",".utf8)
            for field in fields[2...] { text += ",".utf8 + field }
            text += "\n".utf8
        }
        try text.write(to: URL(filePath: path))
    }

    /// What finds rows, people and households in a table of the file, as SQL.
    var keys: (columns: String, row: String, person: String, household: String) {
        let hasKeys = columns[0] == "行"
        return (
            columns.map { "\"\($0)\" TEXT" }.joined(separator: ", "),
            hasKeys ? "\"行\"" : "\"家庭编号\", \"公民身份号码\", \"救助类别\"",
            "\"公民身份号码\"",
            "\"家庭编号\""
        )
    }

    private static func key(of parts: [Data]) -> Data {
        var digest = RunningDigest()
        for part in parts { digest.update([UInt8](part) + [0]) }
        return Data(digest.digest.bytes.prefix(12)).base64EncodedData()
    }
}
