// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

/// Every boundary of wire-format.md §11, to the second.
@Suite struct TimeTests {
    @Test func `a code is expired from its exp on`() throws {
        let deployment = try VirtualDeployment()
        let code = try deployment.dynamic()
        expectAccepted(try deployment.judge(code, at: now + 59))
        expectRejected(try deployment.judge(code, at: now + 60), .codeExpired)
    }

    @Test func `a code may be from half a minute ahead`() throws {
        let deployment = try VirtualDeployment()
        let code = try deployment.dynamic()
        expectAccepted(try deployment.judge(code, at: now - 30))
        let early = try deployment.judge(code, at: now - 31)
        expectRejected(early, .codeFromFuture)
        #expect(early[.codeTime] == .failed)
    }

    @Test func `a code may be ninety seconds old even while it is unexpired`() throws {
        var deployment = try VirtualDeployment()
        deployment.statusExpiresAt = now + day
        let code = try deployment.dynamic(lifetime: 3600)
        expectAccepted(try deployment.judge(code, at: now + 90))
        expectRejected(try deployment.judge(code, at: now + 91), .codeTooOld)
        expectRejected(try deployment.judge(code, at: now + 3599), .codeTooOld)
        expectRejected(try deployment.judge(code, at: now + 3600), .codeExpired, .codeTooOld)
    }

    @Test func `the rules of a policy are followed`() throws {
        let deployment = try VirtualDeployment()
        let code = try deployment.dynamic(lifetime: 3600)
        func verdict(at time: Int64) throws -> Verdict {
            Verifier(crypto: deployment.crypto)
                .judge(
                    code,
                    in: Circumstances(
                        now: time,
                        trust: try deployment.snapshot(),
                        policy: Policy(skew: 5, maximumAge: 10)
                    )
                )
        }
        expectAccepted(try verdict(at: now - 5))
        expectRejected(try verdict(at: now - 6), .codeFromFuture)
        expectAccepted(try verdict(at: now + 10))
        expectRejected(try verdict(at: now + 11), .codeTooOld)
    }

    @Test func `a credential is expired from its exp on`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential(expiration: now + 50)
        let code = try deployment.dynamic(credential)
        expectAccepted(try deployment.judge(code, at: now + 49))
        // The wallet ends the code with its credential.
        let verdict = try deployment.judge(code, at: now + 50)
        expectRejected(verdict, .credentialExpired, .codeExpired)
        #expect(verdict[.credentialTime] == .failed)
    }

    @Test func `a credential may be from half a minute ahead`() throws {
        let deployment = try VirtualDeployment()
        let code = try deployment.dynamic(deployment.credential(issuedAt: now))
        expectAccepted(try deployment.judge(code, at: now - 30))
        let verdict = try deployment.judge(code, at: now - 31)
        expectRejected(verdict, .credentialNotYetValid, .codeFromFuture)
    }

    @Test func `a printed code has its own dates`() throws {
        let deployment = try VirtualDeployment()
        let code = try deployment.printed(issuedAt: now, expiration: now + 366 * day)
        expectReview(try deployment.judge(code, at: now - 30), .printedNeedsDocument)
        expectRejected(try deployment.judge(code, at: now - 31), .credentialNotYetValid, .printedNeedsDocument)
        let short = try deployment.printed(expiration: now)
        expectReview(try deployment.judge(short, at: now - 1), .printedNeedsDocument)
        expectRejected(try deployment.judge(short, at: now), .credentialExpired, .printedNeedsDocument)
        let long = try deployment.resigned(
            code,
            claims: [ClaimKey.expiration: .integer(now + 366 * day + 1)],
            by: deployment.printer
        )
        expectRejected(try deployment.judge(long), .malformedCode)
    }

    @Test func `a code lies within its credential, without any allowance`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential(issuedAt: now, notBefore: now, expiration: now + 55)
        let code = try deployment.dynamic(credential)
        expectAccepted(try deployment.judge(code))
        let broken: [[Int64: CBOR?]] = [
            [ClaimKey.issuedAt: .integer(now - 1)],
            [ClaimKey.expiration: .integer(now + 56)],
            [ClaimKey.expiration: .integer(now), ClaimKey.issuedAt: .integer(now)],
            [ClaimKey.notBefore: .integer(now + 1)],
            [ClaimKey.notBefore: .integer(now - 1)],
        ]
        for claims in broken {
            let text = try deployment.resigned(code, claims: claims)
            let verdict = try deployment.judge(text, at: now - 1)
            expectRejected(verdict, .malformedCode)
        }
    }

    @Test func `broken rules are told once, by the reason about time where there is one`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential(issuedAt: now, expiration: now + 55)
        let code = try deployment.resigned(
            deployment.dynamic(credential),
            claims: [ClaimKey.expiration: .integer(now + 600)]
        )
        expectRejected(try deployment.judge(code), .malformedCode)
        expectRejected(try deployment.judge(code, at: now + 55), .credentialExpired)
        expectRejected(try deployment.judge(code, at: now - 31), .credentialNotYetValid, .codeFromFuture)
    }

    @Test func `a credential whose own times are in disorder`() throws {
        let deployment = try VirtualDeployment()
        let disordered = try deployment.resigned(
            deployment.credential(issuedAt: now - 100),
            claims: [ClaimKey.notBefore: .integer(now - 99)]
        )
        expectRejected(try deployment.judge(deployment.dynamic(disordered)), .malformedCode)
        let printed = try deployment.resigned(
            deployment.printed(issuedAt: now - 100),
            claims: [ClaimKey.notBefore: .integer(now - 99)],
            by: deployment.printer
        )
        expectRejected(try deployment.judge(printed), .malformedCode, .printedNeedsDocument)
    }

    @Test func `the clock may be anywhere`() throws {
        let deployment = try VirtualDeployment()
        let verifier = Verifier(crypto: deployment.crypto)
        let (code, trust) = (try deployment.dynamic(), try deployment.snapshot())
        for time in [0, -1, Int64(UInt32.max), 253_402_300_799, -253_402_300_799] {
            #expect(verifier.judge(code, in: Circumstances(now: time, trust: trust)).outcome == .reject)
        }
    }
}
