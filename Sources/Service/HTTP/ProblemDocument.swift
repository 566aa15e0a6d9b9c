// SPDX-License-Identifier: Apache-2.0

import Audit
import Foundation
import HTTPTypes
import Hummingbird
import Issuance
import MergedCode
import NIOCore
import NIOHTTP1
import Registry
import Storage
import Verification

/// What went wrong with a request, as the caller is told it (RFC 9457).
///
/// This file alone decides which error becomes which status and code. A refused code is no problem: it is a verdict.
struct ProblemDocument: Error {
    /// A kind of problem: its stable name, its status, and one sentence in each language.
    struct Kind: Hashable, Sendable {
        let code: String
        let status: HTTPResponse.Status
        let english: String
        let chinese: String

        fileprivate init(_ code: String, _ status: HTTPResponse.Status, _ english: String, _ chinese: String) {
            self.code = code
            self.status = status
            self.english = english
            self.chinese = chinese
        }
    }

    let kind: Kind
    /// What was expected and found, in English: no personal data, nothing of what was sent.
    var detail: String?
    /// Headers that belong to the status.
    var headers: HTTPFields = [:]
    /// Names this one occurrence in the log.
    var instance: String?

    init(_ kind: Kind, _ detail: String? = nil, headers: HTTPFields = [:]) {
        self.kind = kind
        self.detail = detail
        self.headers = headers
    }

    /// The answer in a language.
    func response(in language: Language) -> Response {
        Response(status: kind.status, headers: fields(in: language), body: .init(byteBuffer: json(in: language)))
    }

    /// The body of the answer.
    func json(in language: Language) -> ByteBuffer {
        var members = [
            ("type", "urn:heyima:problem:" + kind.code), ("title", language == .chinese ? kind.chinese : kind.english),
            ("code", kind.code),
        ]
        if let detail { members.append(("detail", detail)) }
        if let instance { members.append(("instance", "urn:uuid:" + instance)) }
        var json = JSONText()
        json.object {
            for (name, value) in members { $0.member(name, value) }
            $0.member("status", kind.status.code)
        }
        return ByteBuffer(bytes: json.bytes)
    }

    /// The header fields of the answer.
    func fields(in language: Language) -> HTTPFields {
        var fields = headers
        fields[.contentType] = "application/problem+json"
        fields[.contentLanguage] = language.rawValue
        fields[.cacheControl] = "no-store"
        return fields
    }
}

extension ProblemDocument.Kind {
    static let requestMalformed = Self(
        "request_malformed",
        .badRequest,
        "The request is not what this route takes.",
        "请求内容不符合接口要求。"
    )
    static let unauthorised = Self(
        "unauthorised",
        .unauthorized,
        "The caller is not known.",
        "未通过身份认证。"
    )
    static let forbidden = Self(
        "forbidden",
        .forbidden,
        "The caller may not do this.",
        "无权进行该操作。"
    )
    static let notFound = Self("not_found", .notFound, "There is nothing here.", "没有该资源。")
    static let methodNotAllowed = Self(
        "method_not_allowed",
        .methodNotAllowed,
        "The route does not take this method.",
        "该接口不支持此请求方法。"
    )
    static let requestTimeout = Self(
        "request_timeout",
        .requestTimeout,
        "The request took too long to arrive.",
        "请求传输超时。"
    )
    static let headersTooLarge = Self(
        "headers_too_large",
        .requestHeaderFieldsTooLarge,
        "The header fields are too long or too many.",
        "请求头过长或过多。"
    )
    static let bodyTooLarge = Self(
        "body_too_large",
        .contentTooLarge,
        "The body is longer than this route takes.",
        "请求内容过大。"
    )
    static let mediaTypeUnsupported = Self(
        "media_type_unsupported",
        .unsupportedMediaType,
        "The route does not take this content type.",
        "不支持该内容类型。"
    )
    static let purposeRequired = Self(
        "purpose_required",
        .unprocessableContent,
        "A verification has to name its purpose: item, business number and operator.",
        "核验须注明事项编码、业务流水号和经办人。"
    )
    static let itemUnknown = Self(
        "item_unknown",
        .unprocessableContent,
        "The catalogue has no such service item.",
        "事项目录中没有该事项编码。"
    )
    static let unsupportedMedium = Self(
        "unsupported_medium",
        .unprocessableContent,
        "There is no adapter for this medium.",
        "未配置该介质的读取方式。"
    )
    static let qrNotFound = Self(
        "qr_not_found",
        .unprocessableContent,
        "There is no QR code in the picture.",
        "图片中没有找到二维码。"
    )
    static let imageUnreadable = Self(
        "image_unreadable",
        .unprocessableContent,
        "The picture cannot be read.",
        "图片无法读取。"
    )
    static let imageTooLarge = Self(
        "image_too_large",
        .contentTooLarge,
        "The picture is too large.",
        "图片过大。"
    )
    static let cursorUnknown = Self(
        "cursor_unknown",
        .gone,
        "Changes after this cursor are kept no more; a new full copy is needed.",
        "该游标之后的变更已不再保留，请重新全量同步。"
    )
    static let importInvalid = Self(
        "import_invalid",
        .unprocessableContent,
        "The file as a whole cannot be taken in; the detail says why.",
        "整份文件无法导入，原因见 detail。"
    )
    static let rateLimited = Self(
        "rate_limited",
        .tooManyRequests,
        "Too many requests; try again later.",
        "请求过于频繁，请稍后再试。"
    )
    static let proofInvalid = Self(
        "proof_invalid",
        .unauthorized,
        "The proof of possession does not hold.",
        "持有证明无效。"
    )
    static let nonceInvalid = Self(
        "nonce_invalid",
        .unauthorized,
        "The nonce is not known, or was used; ask for another one.",
        "随机数无效或已使用，请重新获取。"
    )
    static let unavailable = Self(
        "unavailable",
        .serviceUnavailable,
        "The service cannot answer now; try again later.",
        "服务暂不可用，请稍后再试。"
    )
    static let internalError = Self(
        "internal_error",
        .internalServerError,
        "Something went wrong here; the log has more under this id.",
        "服务内部错误，请凭编号联系管理员。"
    )

    /// Those of issuance keep the codes that they have in docs/errors.md.
    private static func issuance(
        _ code: IssuanceError.Code,
        _ status: HTTPResponse.Status,
        _ english: String,
        _ chinese: String
    ) -> (IssuanceError.Code, Self) {
        (code, Self(code.rawValue, status, english, chinese))
    }

    static let issuance = Dictionary(
        uniqueKeysWithValues: [
            issuance(
                .personUnknown,
                .conflict,
                "The registry knows nobody whom this could be issued to.",
                "登记库中没有此人，无法签发。"
            ),
            issuance(.personDeceased, .conflict, "The roster says that the person has died.", "名册显示此人已死亡。"),
            issuance(.nameUnknown, .conflict, "No department has given the person's name.", "没有部门提供此人的姓名。"),
            issuance(
                .ticketUnknown,
                .forbidden,
                "No ticket has this text, or it was used or replaced.",
                "申领凭据不存在、已使用或已被替换。"
            ), issuance(.ticketExpired, .forbidden, "The ticket is older than a day.", "申领凭据已过期。"),
            issuance(.pinWrong, .forbidden, "Not the ticket's PIN.", "PIN 不正确。"),
            issuance(
                .pinExhausted,
                .forbidden,
                "The PIN was wrong five times; the ticket is spent.",
                "PIN 已错五次，申领凭据作废。"
            ), issuance(.credentialUnknown, .notFound, "No credential of this id.", "没有该编号的凭证。"),
            issuance(
                .credentialRevoked,
                .forbidden,
                "The credential was revoked: a new ticket is needed.",
                "凭证已被吊销，须重新申领。"
            ),
            issuance(
                .credentialSuspended,
                .forbidden,
                "The credential is suspended.",
                "凭证已被暂停使用。"
            ),
            issuance(
                .handleSpent,
                .forbidden,
                "The refresh handle was used before; the credential is suspended.",
                "更新凭据已使用过，凭证已被暂停。"
            ),
        ]
    )

    /// All kinds, as docs/errors.md and openapi.yaml list them.
    static let all: [Self] =
        [
            requestMalformed, unauthorised, forbidden, notFound, methodNotAllowed, requestTimeout,
            headersTooLarge, bodyTooLarge, mediaTypeUnsupported, purposeRequired, itemUnknown, unsupportedMedium,
            qrNotFound, imageUnreadable,
            imageTooLarge, cursorUnknown, importInvalid, rateLimited, proofInvalid, nonceInvalid, unavailable,
            internalError,
        ] + issuance.values
}

extension ProblemDocument {
    /// How a wallet authenticates (RFC 9110 §11.6.1).
    static let proofWanted: HTTPFields = [.wwwAuthenticate: "Heyima-PoP realm=\"heyima\""]

    /// The problem that an error is to the caller; `internal_error`, with an id and nothing else, for all that is not named
    /// here.
    init(_ error: any Error) {
        switch error {
        case let problem as ProblemDocument: self = problem
        case let error as IssuanceError where [.nonceUnknown, .nonceExpired, .nonceSpent].contains(error.code):
            self.init(.nonceInvalid, error.message, headers: Self.proofWanted)
        case let error as IssuanceError: self.init(Kind.issuance[error.code] ?? .internalError)
        case let error as CredentialError where error.code.rawValue.hasPrefix("proof."):
            self.init(.proofInvalid, error.message, headers: Self.proofWanted)
        case let error as RegistryError where error.code == .cursorUnknown:
            self.init(.cursorUnknown, error.message)
        // Item, operator, business number or reason, as they were sent.
        case let error as AuditError: self.init(.requestMalformed, error.message)
        case is NIOTooManyBytesError: self.init(.bodyTooLarge)
        case HTTPParserError.headerOverflow: self.init(.headersTooLarge, headers: [.connection: "close"])
        case is HTTPParserError: self.init(.requestMalformed, "not HTTP/1.1", headers: [.connection: "close"])
        case is RequestTookTooLong: self.init(.requestTimeout, headers: [.connection: "close"])
        case let error as StorageError where [.busy, .full, .readOnly, .unreachable, .sealedAnew].contains(error.code):
            self.init(.unavailable, headers: [.retryAfter: "5"])
        case let error as HTTPError where error.status == .notFound: self.init(.notFound)
        default: self.init(.internalError)
        }
        if kind == .internalError { instance = UUID().uuidString.lowercased() }
    }
}
