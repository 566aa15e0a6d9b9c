// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import MergedCode
import Signing
import Storage
import Trust
import Verification

/// A verifier without a network: a bundle, and the memory of what was seen before.
struct OfflineVerifier {
    /// What is believed; `nil` where the trust list is not valid.
    let snapshot: TrustSnapshot?
    /// Why the trust list, or a status list, is not used.
    let problems: [Phrase]

    private let verifier = Verifier(crypto: SystemCryptography())
    private let state: VerifierState?

    /// Opens a bundle.
    ///
    /// - Parameters:
    ///   - bundle: a directory with `root.pem`, `trust-list.cwt` and `status/*.cwt`.
    ///   - state: the directory of the memory; `nil` to judge without one, as of another time.
    /// - Throws: ``Failure`` for a bundle that is not there, `SigningError` for a root that is no key.
    init(bundle: String, state: String?) throws {
        let directory = URL(filePath: bundle)
        let pem = try Self.read(directory.appending(path: "root.pem"))
        let trustList = try Self.read(directory.appending(path: "trust-list.cwt"))
        let anchor = TrustAnchor(rootKey: try COSEKey(pem: String(decoding: pem, as: UTF8.self)))
        let (names, lists) = try Self.statusLists(directory.appending(path: "status"))
        do throws(TrustError) {
            let snapshot = try TrustSnapshot(
                trustListBytes: trustList,
                statusListBytes: lists,
                anchor: anchor,
                crypto: SystemCryptography()
            )
            self.snapshot = snapshot
            problems = snapshot.problems.map { Self.problem(names[$0.position], $0.error) }
        } catch {
            snapshot = nil
            problems = [Self.problem("trust-list.cwt", error)]
        }
        guard let state, let snapshot else {
            self.state = nil
            return
        }
        // A memory that cannot be opened is no reason to say nothing; the verdict says that it was not there.
        self.state = try? VerifierState(directory: URL(filePath: state), anchor: snapshot.trustList.anchor)
    }

    /// What a challenge of this terminal is addressed to; `nil` without a valid trust list.
    func audience(of terminal: String?) -> Audience? {
        snapshot.flatMap { Audience(base: $0.trustList.audienceBase, terminal: terminal) }
    }

    /// A verdict on a code.
    ///
    /// - Parameters:
    ///   - text: the text of the symbol.
    ///   - policy: the rules.
    ///   - challenge: the challenge that was shown.
    ///   - time: the time to judge by, with no memory read or written; `nil` for now.
    /// - Returns: the verdict, whatever it is.
    func verify(_ text: String, policy: Policy, challenge: Challenge? = nil, at time: Int64?) async -> Verdict {
        var circumstances = Circumstances(
            now: time ?? currentTime(),
            trust: snapshot,
            policy: policy,
            challenge: challenge?.nonce
        )
        guard time == nil else { return verifier.judge(text, in: circumstances) }
        circumstances.memory = try? state?.trustMemory()
        // A challenge is spent with the first code that answers it, whatever comes of that code.
        if let challenge, await !isFirstUse(of: challenge) { circumstances.challenge = [] }
        let verdict = await verifier.verify(text, in: circumstances, replay: state)
        // What is remembered never goes back, so an older list that is shown again changes nothing.
        if let snapshot { try? state?.remember(snapshot) }
        return verdict
    }

    /// Whether a challenge is used for the first time; its nonce is remembered like the ids of a code.
    private func isFirstUse(of challenge: Challenge) async -> Bool {
        guard let state, let first = CWTID(challenge.nonce[..<8]), let second = CWTID(challenge.nonce[8...]) else {
            return true
        }
        let key = ReplayKey(credential: first, code: second)
        return (try? await state.remember(key, until: challenge.expiration, issuedAt: 0)) ?? true
    }

    /// Where the memory is kept unless told otherwise: `$XDG_STATE_HOME/heyima`.
    static var usualState: String {
        let environment = ProcessInfo.processInfo.environment
        let base =
            environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? environment["HOME", default: "."] + "/.local/state"
        return base + "/heyima"
    }

    private static func problem(_ name: String, _ error: TrustError) -> Phrase {
        let message = Failure(error).message
        return Phrase("\(name): \(message.english)", "\(name)：\(message.chinese)")
    }

    private static func read(_ url: URL) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: url) else {
            throw Failure(.cannotRead(url.path(percentEncoded: false)), hint: .makeBundle)
        }
        return [UInt8](data)
    }

    private static func statusLists(_ directory: URL) throws -> (names: [String], lists: [[UInt8]]) {
        let path = directory.path(percentEncoded: false)
        // A bundle without status lists is one whose verdicts say `status_unknown`.
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            .filter { $0.hasSuffix(".cwt") }.sorted()
        // What cannot be read is said like what is no status list; one such file must not close the window.
        return (names, names.map { (try? read(directory.appending(path: $0))) ?? [] })
    }
}
