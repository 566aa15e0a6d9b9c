// SPDX-License-Identifier: Apache-2.0

import COSE

/// The ends of all chains at a moment: a small text that an auditor keeps outside, so that nothing that was written by
/// then can be cut off unseen.
///
/// ```
/// heyima-audit-checkpoint 1
/// at 1795395600
/// chain 0011223344556677 42 9f86d0…
/// mac 60303a…
/// ```
public struct TraceCheckpoint: Hashable, Sendable {
    /// When it was made, seconds since 1970 UTC.
    public let at: Int64
    /// The ends of the chains, by name.
    public let ends: [TraceChain]

    /// A checkpoint of the ends of chains.
    public init(at: Int64, ends: some Sequence<TraceChain>) {
        self.at = at
        self.ends = ends.sorted { $0.id < $1.id }
    }

    private static let title = "heyima-audit-checkpoint 1"

    private var body: String {
        let chains = ends.map { "chain \($0.id) \($0.count) \(Hex.text(of: $0.head.bytes))\n" }
        return "\(Self.title)\nat \(at)\n" + chains.joined()
    }

    /// The text, with a MAC over all its other lines.
    ///
    /// - Throws: what the authenticator throws.
    public func text(_ authenticator: some TraceAuthenticator) throws -> String {
        let body = body
        return body + "mac \(Hex.text(of: try authenticator.mac(over: Array(body.utf8)).bytes))\n"
    }

    /// A checkpoint from its text.
    ///
    /// Line ends may have become those of another system on the way, and the last one may be lost.
    ///
    /// - Throws: ``AuditError`` `audit.checkpoint` for another text, `audit.checkpoint-mac` for one that was changed or made
    ///   under another key; or what the authenticator throws.
    public init(text: String, _ authenticator: some TraceAuthenticator) throws {
        var lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: " ").map(String.init) }
        guard lines.first?.joined(separator: " ") == Self.title, let last = lines.popLast(), last.count == 2,
            last[0] == "mac", let mac = Hex.bytes(of: last[1]).flatMap({ Digest32($0[...]) }),
            lines.count >= 2, lines[1].count == 2, lines[1][0] == "at", let at = Int64(lines[1][1])
        else { throw AuditError(.checkpoint, "not the text of a checkpoint") }
        let ends = lines.dropFirst(2).compactMap(Self.end)
        self.init(at: at, ends: ends)
        guard ends.count == lines.count - 2, Set(ends.map(\.id)).count == ends.count else {
            throw AuditError(.checkpoint, "a line of the checkpoint is no end of a chain")
        }
        // The MAC is over the one way to write this, so an order or a number in another form is another text.
        guard try authenticator.generation(of: mac, over: Array(body.utf8)) != nil else {
            throw AuditError(.checkpointMAC, "the checkpoint was changed, or made under another key")
        }
    }

    private static func end(_ words: [String]) -> TraceChain? {
        guard words.count == 4, words[0] == "chain", let id = ChainID(words[1]), let count = UInt64(words[2]),
            let head = Hex.bytes(of: words[3]).flatMap({ Digest32($0[...]) })
        else { return nil }
        return TraceChain(id, count: count, head: head)
    }
}
