// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import COSE
import Deployment
import Issuance
import MergedCode
import PrintedSheet
import QRSymbol
import Registry
import Service
import Signing
import Storage
import Trust
import Verification
import Wallet

/// What a person is told of an error: a message with its stable code, and what to do about it.
struct Failure: Error {
    let message: Phrase
    let hint: Phrase?

    init(_ message: Phrase, hint: Phrase? = nil) {
        self.message = message
        self.hint = hint
    }

    /// An error with a code of docs/errors.md.
    init(code: String, _ message: String, hint: Phrase? = nil) {
        let chinese = ErrorSentences.chinese(code, message)
        self.init(Phrase("\(code): \(message)", "\(code): \(chinese)"), hint: hint)
    }

    init(_ error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as CodeError:
            // Sentences of verdicts end with a full stop, errors do not.
            let sentence = ReasonCode(rawValue: error.reason.rawValue)?.sentences(.chinese).message
            self.init(Phrase("\(error)", sentence.map { "\(error.reason.rawValue): \($0.dropLast())" } ?? "\(error)"))
        case let problem as ServiceProblem: self.init(problem)
        case let error as any CodedError:
            let prefix = error is RegistryError ? "registry." : ""
            self.init(code: "\(prefix)\(error.code)", error.message, hint: Self.hint(error))
        case _ where Heyima.exitCode(for: error) == .validationFailure:
            self.init(usage: error)
        default:
            self.init(Phrase("\(error)", "操作失败：\(error)"))
        }
    }

    /// What a service says went wrong, in the language that it was asked in.
    private init(_ problem: ServiceProblem) {
        let sentence = problem.title.trimmingSuffix { [".", "。"].contains($0) }
        let message = sentence.isEmpty ? problem.code : "\(problem.code): \(sentence)"
        let later = problem.retryAfter.map { Phrase("try again in \($0) seconds", "请在 \($0) 秒后重试") }
        let hint = later ?? Self.hint(IssuanceError.Code(rawValue: problem.code)) ?? Self.hint(problem: problem.code)
        self.init(Phrase(message, message), hint: hint)
    }

    /// What the argument parser says: a message, then the usage of the command that was meant.
    private init(usage error: any Error) {
        let message = Heyima.message(for: error).split(separator: "\n").first.map(String.init) ?? "\(error)"
        let command = Heyima.fullMessage(for: error).firstMatch(of: /See 'heyima ?(.*?) --help'/)?.output.1 ?? ""
        let help = command.isEmpty ? "heyima --help" : "heyima help \(command)"
        self.init(Phrase(message, "用法有误：\(message)"), hint: Phrase(help, help))
    }

    private static func hint(_ error: any Error) -> Phrase? {
        switch error {
        case let error as IssuanceError: hint(error.code)
        case let error as RegistryError where error.code == .idCheckDigit:
            Phrase("the last character of an ID number is computed from the others", "末位由前 17 位算出，请逐位核对")
        case let error as ServiceError where error.code == .address:
            Phrase(
                "stop what is there, or choose another with --listen HOST:PORT",
                "请停止占用该端口的程序，或用 --listen 主机:端口 换用其他端口"
            )
        case let error as WalletError: hint(error.code)
        case let error as SigningError: error.hint.map { Phrase($0, chineseHint(error) ?? $0) }
        case let error as DeploymentError: error.hint.map { Phrase($0, chineseHint(error) ?? $0) }
        default: nil
        }
    }

    private static func hint(_ code: IssuanceError.Code) -> Phrase? {
        switch code {
        case .credentialRevoked, .credentialSuspended, .handleSpent, .ticketExpired, .pinExhausted:
            Phrase("a service window gives out a new ticket", "请到服务窗口重新领取申领凭条")
        default: nil
        }
    }

    private static func hint(_ code: WalletError.Code) -> Phrase? {
        switch code {
        case .serviceUnreachable: Phrase("check the address and the network, then try again", "请检查网址和网络，然后重试")
        case .serviceCertificate:
            Phrase(
                "do not go on unless you know why; --ca-file FILE names the authority of a private network",
                "请先查明原因，不要继续操作；内部网络可用 --ca-file 文件 指定证书机构"
            )
        case .serviceUnencrypted: Phrase("write https:// instead of http://", "请将 http:// 改为 https://")
        default: nil
        }
    }

    private static func hint(problem code: String) -> Phrase? {
        switch code {
        case "unauthorised":
            Phrase(
                "heyima terminals add makes a token, for --token-file FILE",
                "可用 heyima terminals add 生成令牌，再用 --token-file 文件 指定"
            )
        case "purpose_required":
            Phrase("give --item, --business and --operator", "请指定 --item、--business 和 --operator")
        default: VerifyCommand.hint(code)
        }
    }

    private static func chineseHint(_ error: SigningError) -> String? {
        switch error.code {
        case .filePermissions: error.hint.map { "请执行 \($0)" }
        case .notEncrypted: "请先加密：openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000"
        default: nil
        }
    }

    private static func chineseHint(_ error: DeploymentError) -> String? {
        switch error.code {
        case .notADeployment: "可用 heyima init --data 目录 新建"
        case .keyUnknown: "可用 heyima keys list 查看"
        case .noSigningKey: "请先执行 heyima keys rotate，再执行 heyima keys publish"
        default: nil
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        self[..<(lastIndex { !isTrimmed($0) }.map(index(after:)) ?? startIndex)]
    }
}

extension Phrase {
    static let makeBundle = Phrase("heyima bundle makes what is needed", "可用 heyima bundle 生成所需文件")

    static func cannotRead(_ path: String) -> Phrase { Phrase("cannot read \(path)", "无法读取 \(path)") }

    static func cannotWrite(_ path: String) -> Phrase { Phrase("cannot write \(path)", "无法写入 \(path)") }
}

/// An error of a library: a stable code, and a message with its facts.
private protocol CodedError: Error {
    associatedtype Code: CustomStringConvertible

    var code: Code { get }
    var message: String { get }
}

extension COSEError: CodedError {}
extension SigningError: CodedError {}
extension CredentialError: CodedError {}
extension TrustError: CodedError {}
extension QRSymbolError: CodedError {}
extension PrintedSheetError: CodedError {}
extension RegistryError: CodedError {}
extension IssuanceError: CodedError {}
extension StorageError: CodedError {}
extension AuditError: CodedError {}
extension ServiceError: CodedError {}
extension VerificationError: CodedError {}
extension WalletError: CodedError {}
extension DeploymentError: CodedError {}
