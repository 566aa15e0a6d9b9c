// SPDX-License-Identifier: Apache-2.0

import Deployment
import Foundation
import Issuance
import MergedCode
import Signing
import Trust
import VirtualDeployment

/// The status lists of very many credentials: all made anew, and one after one change.
enum StatusListFigures {
    private static let changes = 9
    /// A list is closed when half of its places are taken.
    private static let credentialsInList = CredentialStatusList.capacity / Int(CredentialSlot.stride) / 2

    static func measure(in directory: URL, _ scale: RegistryScale, _ report: (Figure) -> Void) throws {
        let credentials = scale.of(10_000_000)
        let ours = try RegistryDeployment(in: directory, "status")
        defer { try? FileManager.default.removeItem(at: ours.directory) }
        let desk = try ours.deployment.unlock(passphrase: ours.secret)
        let signer = try desk.signer(for: .statusList, at: RegistryDeployment.now)
        let lists = (credentials + credentialsInList - 1) / credentialsInList
        let store: any IssuanceStore = ours.deployment.store
        let random = VirtualRandom()
        try store.write { transaction in
            for _ in 0..<credentials / 100 {
                let list = Int(number(random) % UInt64(lists))
                try transaction.setState(.revoked, at: credential(random), inList: list)
            }
        }
        var rebuilt = Measurement()
        let start = ContinuousClock.now
        let published = try desk.issuer.publishStatusLists(signer: signer, at: RegistryDeployment.now)
        rebuilt.add(start.duration(to: .now) / .seconds(1))
        try expect(published.count == lists && published.allSatisfy { !$0.isChanged }, "not all lists were published")
        report(
            Figure(
                name: "registry.status of \(RegistryScale.text(credentials)) credentials",
                value: rebuilt.median,
                unit: "s",
                ratio: nil,
                target: .atMost(2)
            )
        )

        var republished = Measurement()
        for change in 0..<changes {
            let now = RegistryDeployment.now + Int64(change) + 1
            let start = ContinuousClock.now
            try store.write { try $0.setState(.suspended, at: credential(random), inList: change % lists) }
            let published = try desk.issuer.publishStatusLists(signer: signer, at: now)
            republished.add(start.duration(to: .now) / .seconds(1))
            try expect(published.count { $0.issuedAt == now } == 1, "other lists were published")
        }
        report(
            Figure(
                name: "registry.status, one change republished",
                value: republished.median * 1e3,
                unit: "ms",
                ratio: nil,
                target: .atMost(200)
            )
        )
    }

    /// The first entry of any credential.
    private static func credential(_ random: VirtualRandom) -> UInt64 {
        number(random) % (UInt64(CredentialStatusList.capacity) / CredentialSlot.stride) * CredentialSlot.stride
    }

    private static func number(_ random: VirtualRandom) -> UInt64 { random.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
