// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import MergedCode
import Signing
import Verification
import VirtualDeployment

/// What a verifier keeps: resident memory after many codes, of more credentials than it remembers.
enum MemoryFigure {
    private static let credentials = 10_000
    private static let early = 10_000
    private static let late = 200_000
    private static let codesPerSecond = 100

    static func measure() async throws -> Figure {
        let deployment = try VirtualDeployment()
        let held = try (0..<credentials)
            .map { _ in
                let holder = try PrivateKey.generate(.p256)
                return (try deployment.credential(holder: holder), holder)
            }
        var circumstances = try Circumstances(now: VirtualDeployment.now, trust: deployment.snapshot())
        let verifier = Verifier(crypto: deployment.crypto)
        let replay = RecentCodes()
        var afterEarly = 0
        for index in 0..<late {
            if index == early { afterEarly = try residentBytes() }
            let (credential, holder) = held[index % credentials]
            circumstances.now = VirtualDeployment.now + Int64(index / codesPerSecond)
            let text = try deployment.dynamic(credential, at: circumstances.now, by: holder)
            let verdict = await verifier.verify(text, in: circumstances, replay: replay)
            try expect(verdict.outcome == .accept, "a good code is not accepted: \(verdict.reasons)")
        }
        return Figure(
            name: "verify.memory 10,000 to 200,000 codes",
            value: Double(try residentBytes() - afterEarly) / 1e6,
            unit: "MB",
            ratio: nil,
            target: .atMost(5)
        )
    }

    /// The second field of `/proc/self/statm` is pages.
    private static func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { throw WrongResult("statm is not as expected") }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
