// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Signing
import VirtualDeployment

/// `POST /v1/verifications` under load from wrk, which has to share the cores.
enum ServiceGroup {
    private static let residents = 600
    /// More credentials than pass by, and so few that none is there when it comes again.
    private static let remembering = 4096
    private static let forgetting = 16

    static func measure(_ report: (Figure) -> Void) async throws {
        for (name, curve) in [("ESP256", Curve.p256), ("SM2", .sm2)] {
            let directory = FileManager.default.temporaryDirectory.appending(path: "heyima-bench-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: directory) }
            let deployment = try await ServiceDeployment.make(in: directory, issuing: curve, residents: residents)
            let bench = ServiceBench(deployment: deployment, directory: directory)
            let virtual = try VirtualDeployment(curve, holder: .p256)
            let stub = try await bench.rate(.stub, remembering: remembering)
            let seen = try await bench.rate(.real, remembering: remembering)
            let unseen = try await bench.rate(.real, remembering: forgetting)
            report(try await throughput("seen, \(name) issuer", seen, stub, SignatureFloor.seen(virtual)))
            report(try await throughput("unseen, \(name) issuer", unseen, stub, SignatureFloor.unseen(virtual)))
            guard curve == .p256 else { continue }
            report(try await trace(bench))
            report(try await latency(bench, atHalfOf: seen))
            report(try await peer(in: directory, ours: seen))
            report(try await memory(bench))
        }
    }

    private static func throughput(_ name: String, _ ours: Double, _ stub: Double, _ signatures: Double) -> Figure {
        Figure(
            name: "service.verifications \(name)",
            value: ours,
            unit: "/s",
            ratio: ours * (1 / stub + 1 / signatures),
            target: .atLeast(0.7)
        )
    }

    /// In turns, since the disk is not always as fast.
    private static func trace(_ bench: ServiceBench) async throws -> Figure {
        var ratios: [Double] = []
        var rate = 0.0
        for _ in 0..<3 {
            let untraced = try await bench.rate(.untraced, remembering: remembering)
            rate = try await bench.rate(.real, remembering: remembering)
            ratios.append(rate / untraced)
        }
        return Figure(
            name: "service.trace, against none, median of 3",
            value: rate,
            unit: "/s",
            ratio: ratios.sorted()[1],
            target: .atLeast(0.9)
        )
    }

    private static func latency(_ bench: ServiceBench, atHalfOf peak: Double) async throws -> Figure {
        let connections = 64
        let pause = Int((Double(connections) / (peak / 2) * 1000).rounded())
        let load = try await bench.load(.real, remembering: remembering, connections: connections, pause: pause)
        return Figure(
            name: "service.p99 at \(Int(load.rate)) of at most \(Int(peak)) a second",
            value: load.p99,
            unit: "ms",
            ratio: nil,
            target: .atMost(20)
        )
    }

    private static func peer(in directory: URL, ours: Double) async throws -> Figure {
        let rate = try await Peer.rate(in: directory, seconds: ServiceBench.seconds)
        return Figure(
            name: "service.verifications, against FastAPI and cwt",
            value: rate,
            unit: "/s",
            ratio: ours / rate,
            target: .atLeast(3)
        )
    }

    private static func memory(_ bench: ServiceBench) async throws -> Figure {
        let (early, late) = try await bench.memory(early: 10_000, late: 1_000_000)
        return Figure(
            name: "service.memory 10,000 to 1,000,000 codes",
            value: Double(late - early) / 1e6,
            unit: "MB",
            ratio: nil,
            target: .atMost(10)
        )
    }
}
