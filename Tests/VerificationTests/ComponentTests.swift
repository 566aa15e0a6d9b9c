// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

@Suite struct ComponentTests {
    /// A reason about a component is to be reviewed, and refused where the purpose requires the component.
    private func expect(
        _ code: ReasonCode,
        about component: ComponentKey,
        in deployment: VirtualDeployment,
        _ components: Components = .virtual,
        at time: Int64 = now,
        location: SourceLocation = #_sourceLocation,
        _ look: (Verdict) -> Void
    ) throws {
        let text = try deployment.dynamic(deployment.credential(components), at: time)
        let verdict = try deployment.judge(text, at: time)
        expectReview(verdict, code, at: location)
        look(verdict)
        let other: ComponentKey = component == .card ? .relief : .card
        expectReview(try deployment.judge(text, at: time, requiring: [other]), code, at: location)
        let required = try deployment.judge(text, at: time, requiring: [component, other])
        expectRejected(required, code, at: location)
        look(required)
    }

    @Test func `a lost and a cancelled card`() throws {
        var deployment = try VirtualDeployment()
        deployment.set(.card, to: .suspended)
        try expect(.cardLost, about: .card, in: deployment) {
            #expect($0.card.state == .lost)
            #expect($0[.card] == .failed)
            #expect($0.relief.state == .valid)
        }
        deployment.states = []
        deployment.set(.card, to: .revoked)
        try expect(.cardCancelled, about: .card, in: deployment) { #expect($0.card.state == .cancelled) }
    }

    @Test func `a card lasts until its day ends in China`() throws {
        var deployment = try VirtualDeployment()
        let last = try #require(Day("2026-11-23"))
        let midnight: Int64 = 1_795_449_600  // 2026-11-24T00:00+08:00
        #expect(last.end == midnight)
        deployment.statusExpiresAt = midnight + day
        var components = Components.virtual
        components.card?.validUntil = last
        let before = try deployment.dynamic(deployment.credential(components), at: midnight - 1)
        expectAccepted(try deployment.judge(before, at: midnight - 1))
        try expect(.cardExpired, about: .card, in: deployment, components, at: midnight) {
            #expect($0.card.state == .expired)
        }
        // Lost says more than expired.
        deployment.set(.card, to: .suspended)
        try expect(.cardLost, about: .card, in: deployment, components, at: midnight) { _ in }
    }

    @Test func `relief that ended and relief that is suspended`() throws {
        var deployment = try VirtualDeployment()
        deployment.set(.relief, to: .revoked)
        try expect(.reliefEnded, about: .relief, in: deployment) {
            #expect($0.relief.state == .ended)
            #expect($0.relief.certificates.map(\.state) == [.ended])
            #expect($0[.relief] == .failed)
        }
        deployment.states = []
        deployment.set(.relief, to: .suspended)
        try expect(.reliefSuspended, about: .relief, in: deployment) { #expect($0.relief.state == .suspended) }
    }

    @Test func `relief lasts from its first day to the end of its last`() throws {
        let deployment = try VirtualDeployment()
        func relief(from: String, until: String?) throws -> Verdict {
            var components = Components.virtual
            components.relief?[0].validFrom = try #require(Day(from))
            components.relief?[0].validUntil = until.flatMap { Day($0) }
            return try deployment.judge(deployment.dynamic(deployment.credential(components)))
        }
        expectAccepted(try relief(from: "2026-11-23", until: "2026-11-23"))
        expectAccepted(try relief(from: "2026-11-23", until: nil))
        let over = try relief(from: "2026-01-01", until: "2026-11-22")
        expectReview(over, .reliefExpired)
        #expect(over.relief.state == .expired)
        let early = try relief(from: "2026-11-24", until: nil)
        expectReview(early, .reliefNone)
        #expect(early.relief.state == .none)
    }

    @Test func `one certificate that holds is enough`() throws {
        let deployment = try VirtualDeployment()
        var components = Components.virtual
        var ended = try #require(components.relief?.first)
        ended.validUntil = Day("2026-03-31")
        ended.number = "4406042026000001"
        components.relief = [ended, try #require(components.relief?.first)]
        let verdict = try deployment.judge(
            deployment.dynamic(deployment.credential(components), disclosing: [.relief]),
            requiring: [.relief]
        )
        expectAccepted(verdict)
        #expect(verdict.relief.state == .valid)
        #expect(verdict.relief.certificates.map(\.state) == [.expired, .valid])
    }

    @Test func `expired health is a reason only where it is required`() throws {
        let deployment = try VirtualDeployment()
        var components = Components.virtual
        components.health?.validUntil = now + 1
        let credential = try deployment.credential(components)
        expectAccepted(try deployment.judge(deployment.dynamic(credential), requiring: [.health]))
        components.health?.validUntil = now
        let text = try deployment.dynamic(deployment.credential(components))
        let verdict = try deployment.judge(text)
        expectAccepted(verdict)
        #expect(verdict.health.state == .expired)
        expectRejected(try deployment.judge(text, requiring: [.health]), .healthExpired)
    }

    @Test func `retired health`() throws {
        var deployment = try VirtualDeployment()
        deployment.set(.health, to: .revoked)
        try expect(.healthRetired, about: .health, in: deployment) {
            #expect($0.health.state == .retired)
            #expect($0[.health] == .failed)
        }
    }

    @Test func `health levels are shown as they are, and an unknown one as unknown`() throws {
        let deployment = try VirtualDeployment()
        let levels: [(HealthLevel, HealthFinding.State)] = [
            (.pending, .pending), (.green, .green), (.yellow, .yellow), (.red, .red), (.invalid, .invalid),
            (HealthLevel(rawValue: 77), .unknown),
        ]
        for (level, state) in levels {
            var components = Components.virtual
            components.health?.level = level
            let verdict = try deployment.judge(deployment.dynamic(deployment.credential(components)))
            expectAccepted(verdict)
            #expect(verdict.health.state == state)
        }
    }

    @Test func `what the purpose requires has to be disclosed`() throws {
        let deployment = try VirtualDeployment()
        let text = try deployment.dynamic(disclosing: [.identity, .card])
        let verdict = try deployment.judge(text, requiring: [.identity, .relief, .health])
        expectReview(verdict, .componentNotDisclosed)
        #expect(verdict[.requirements] == .unknown)
        #expect(verdict.relief.state == .notDisclosed)
        expectAccepted(try deployment.judge(text, requiring: [.identity, .card]))
        #expect(try deployment.judge(text, requiring: [.card])[.requirements] == .passed)
        #expect(try deployment.judge(text)[.requirements] == .skipped)
    }

    @Test func `dates of the code are believed without a list, states are not`() throws {
        var deployment = try VirtualDeployment()
        deployment.hasStatusList = false
        var components = Components.virtual
        components.card?.validUntil = try #require(Day("2026-11-22"))
        components.relief?[0].validUntil = Day("2026-11-22")
        let verdict = try deployment.judge(deployment.dynamic(deployment.credential(components)))
        expectReview(verdict, .statusUnknown, .cardExpired, .reliefExpired)
        #expect(verdict.card.state == .expired)
        #expect(verdict.relief.state == .expired)
        #expect(verdict.health.state == .unknown)
    }
}
