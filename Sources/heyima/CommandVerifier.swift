// SPDX-License-Identifier: Apache-2.0

import Foundation
import MergedCode
import Registry
import Verification
import Wallet

/// A verdict as `heyima verify` reports it: what the reader may be told, and its record where there is one.
struct CommandVerdict {
    let verdict: Verdict
    var auditID: String?
}

/// Whoever decides for `heyima verify`.
protocol CommandVerifier {
    /// What could not be used of what the verdicts rest on.
    var problems: [Phrase] { get }

    func verdict(on text: String) async throws -> CommandVerdict
    func verdict(onPicture path: String) async throws -> CommandVerdict
}

/// Decides here, with a bundle.
struct LocalVerifier: CommandVerifier {
    let verifier: OfflineVerifier
    let policy: Policy
    let challenge: Challenge?
    let time: Int64?
    let role: Role

    var problems: [Phrase] { verifier.problems }

    func verdict(on text: String) async throws -> CommandVerdict {
        CommandVerdict(
            verdict: await verifier.verify(text, policy: policy, challenge: challenge, at: time).told(to: role)
        )
    }

    func verdict(onPicture path: String) async throws -> CommandVerdict {
        let answer = try await ScanHelper.scan(path, preferring: UnverifiedCode.prefix)
        if let error = answer.error {
            throw Failure(code: error.code, error.message, hint: VerifyCommand.hint(error.code))
        }
        // Among several symbols the first of ours counts; where none is, the verdict says so.
        guard
            let found = answer.texts.first(where: { $0.text.hasPrefix(UnverifiedCode.prefix) }) ?? answer.texts.first
        else {
            let code = "qr_not_found"
            throw Failure(code: code, "no code was found in the picture", hint: VerifyCommand.hint(code))
        }
        return try await verdict(on: found.text)
    }
}

/// Has a service decide.
struct RemoteVerifier: CommandVerifier {
    /// As much of a picture as is worth sending.
    private static let maximumPicture = 64 << 20

    let service: ServiceConnection
    let token: String
    let purpose: VerificationPurpose

    var problems: [Phrase] { [] }

    private struct Submission: Encodable {
        var code: String?
        var medium: String?
        var idNumber: String?
        let item: String?
        let business: String?
        let `operator`: String?
        let touched: Bool?
        let reveal: String?

        init(_ purpose: VerificationPurpose) {
            item = purpose.item
            business = purpose.business
            self.operator = purpose.operator
            touched = purpose.isTouched ? true : nil
            reveal = purpose.revealReason
        }
    }

    func verdict(on text: String) async throws -> CommandVerdict {
        var submission = Submission(purpose)
        submission.code = text.trimmingCharacters(in: .newlines)
        return try await verdict("/v1/verifications", .json(submission))
    }

    /// 依职能: without a code.
    func verdict(byDutyOf idNumber: IDNumber) async throws -> CommandVerdict {
        var submission = Submission(purpose)
        submission.medium = "by_duty"
        submission.idNumber = idNumber.description
        return try await verdict("/v1/verifications", .json(submission))
    }

    func verdict(onPicture path: String) async throws -> CommandVerdict {
        guard let file = try? FileHandle(forReadingFrom: URL(filePath: path)),
            let data = try? file.read(upToCount: Self.maximumPicture)
        else { throw Failure(.cannotRead(path)) }
        let bytes = [UInt8](data)
        let type: String
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            type = "image/png"
        } else if bytes.starts(with: [0xFF, 0xD8]) {
            type = "image/jpeg"
        } else {
            let code = "image_unreadable"
            throw Failure(code: code, "not a PNG or JPEG", hint: VerifyCommand.hint(code))
        }
        var query = URLComponents()
        query.path = "/v1/verifications"
        let items = [("item", purpose.item), ("business", purpose.business), ("operator", purpose.operator)]
        query.queryItems = items.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
        // A plus sign would be read as a space.
        let path = (query.string ?? query.path).replacing("+", with: "%2B")
        return try await verdict(path, ServiceConnection.Content(bytes, type: type))
    }

    private func verdict(_ path: String, _ content: ServiceConnection.Content) async throws -> CommandVerdict {
        let answer = try await service.post(path, content, authorization: "Bearer " + token)
        let received = try answer.json(as: ReceivedVerdict.self)
        return CommandVerdict(verdict: received.verdict, auditID: received.auditID)
    }
}
