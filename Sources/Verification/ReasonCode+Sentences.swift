// SPDX-License-Identifier: Apache-2.0

/// The languages that people are spoken to in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// 简体中文.
    case chinese = "zh"
}

/// What a person is told of a reason: what it is, and what to do next.
public struct ReasonSentences: Hashable, Sendable {
    /// What happened, one sentence.
    public let message: String
    /// The next step, one sentence.
    public let next: String
}

extension ReasonCode {
    /// The sentences in a language.
    public func sentences(_ language: Language) -> ReasonSentences {
        let (english, englishNext, chinese, chineseNext) = table
        switch language {
        case .english: return ReasonSentences(message: english, next: englishNext)
        case .chinese: return ReasonSentences(message: chinese, next: chineseNext)
        }
    }

    private var table: (String, String, String, String) {
        switch self {
        case .unsupportedFormat:
            (
                "This is not a Heyima code.", "Ask the person to open their Heyima code and show that one.",
                "这不是合一码。", "请当事人打开合一码后重新出示。"
            )
        case .malformedBase45, .malformedCBOR, .malformedCode:
            (
                "The code is damaged or was not made by a wallet that follows the rules.",
                "Ask the person to refresh the code; scan again without reflections.",
                "该码已损坏，或不是按规范生成的。", "请当事人刷新后重新扫码，避免反光和遮挡。"
            )
        case .holderProofMissing:
            (
                "The code shows a credential, but not that this person holds it.",
                "Ask the person to show the dynamic code from their own wallet.",
                "该码没有持有人证明，无法确认是本人出示。", "请当事人从自己的钱包出示动态码。"
            )
        case .unsupportedAlgorithm:
            (
                "The code is signed by a method that this verifier does not know.",
                "Update the verifier; check the person by identity document meanwhile.",
                "该码使用了本机不支持的签名算法。", "请升级核验程序，期间凭身份证件办理。"
            )
        case .unknownIssuerKey:
            (
                "The issuer's key is not in the trust list.",
                "Update the trust list; if it is current, treat the code as not genuine.",
                "签发密钥不在信任列表中。", "请更新信任列表；如已是最新，按无效码处理。"
            )
        case .issuerKeyNotYetValid:
            (
                "The credential was issued before its issuer's key was valid.",
                "Do not accept; report the code to the operator.",
                "凭证的签发时间早于签发密钥的生效时间。", "不予受理，并报告系统管理员。"
            )
        case .issuerKeyExpired:
            (
                "The credential was issued after its issuer's key had expired.",
                "Ask the person to refresh their credential.",
                "凭证的签发时间晚于签发密钥的失效时间。", "请当事人更新凭证后重新出示。"
            )
        case .issuerKeyRevoked:
            (
                "The issuer's key has been revoked.", "Ask the person to refresh their credential or to enrol again.",
                "签发密钥已被吊销。", "请当事人更新凭证，或重新申领。"
            )
        case .issuerNotAuthorised:
            (
                "The issuer may not attest what the code says.", "Do not accept; report the code to the operator.",
                "签发机构无权签发该内容。", "不予受理，并报告系统管理员。"
            )
        case .trustListInvalid:
            (
                "The trust list is not signed by the trusted root, or is broken.",
                "Fetch the trust list again; until then check by identity document.",
                "信任列表无效：不是由可信根签发，或已损坏。", "请重新获取信任列表，期间凭身份证件办理。"
            )
        case .issuerSignatureInvalid:
            (
                "The issuer's signature is not valid: the credential is forged or damaged.",
                "Do not accept; check the person by identity document.",
                "签发机构签名无效，凭证系伪造或已损坏。", "不予受理，请凭身份证件核对本人。"
            )
        case .holderSignatureInvalid:
            (
                "The holder's signature is not valid: the code was not made by the person's own wallet.",
                "Do not accept; ask the person to refresh the code in their own wallet.",
                "持有人签名无效，该码不是由本人钱包生成。", "不予受理，请当事人在自己的钱包中刷新后出示。"
            )
        case .disclosureInvalid:
            (
                "What the code discloses does not belong to its credential.",
                "Do not accept; ask the person to refresh the code.",
                "该码出示的内容与凭证不符。", "不予受理，请当事人刷新后重新出示。"
            )
        case .wrongAudience:
            (
                "The code was made for another terminal or another city.",
                "Ask the person to show a code made for this place.",
                "该码不是出示给本终端或本地区的。", "请当事人重新生成并出示。"
            )
        case .challengeUnknown:
            (
                "The code does not answer the challenge that this terminal showed.",
                "Show a new challenge and have the code made anew.",
                "该码没有回应本终端出示的挑战码。", "请重新出示挑战码，由当事人重新生成。"
            )
        case .replayed:
            (
                "This code has been used before.", "Ask the person to refresh the code; each is good once.",
                "该码已使用过。", "每个码只能使用一次，请当事人刷新后重新出示。"
            )
        case .credentialNotYetValid:
            (
                "The credential is not valid yet.", "Check this machine's clock; otherwise come back when it is valid.",
                "凭证尚未生效。", "请检查本机时间；如无误，待凭证生效后再办理。"
            )
        case .credentialExpired:
            (
                "The credential has expired.", "Ask the person to refresh their credential.",
                "凭证已过期。", "请当事人更新凭证后重新出示。"
            )
        case .codeExpired, .codeTooOld:
            (
                "The code has expired; it may be a photograph.",
                "Ask the person to refresh the code and show it at once.",
                "该码已过期，可能是截图或照片。", "请当事人刷新后立即出示。"
            )
        case .codeFromFuture:
            (
                "The code was made at a time that has not come yet.",
                "Check the clocks of this machine and of the phone.",
                "该码的生成时间晚于当前时间。", "请检查本机和当事人手机的时间。"
            )
        case .credentialRevoked:
            (
                "The credential has been revoked.", "Ask the person to enrol again; check them by identity document.",
                "凭证已被吊销。", "请凭身份证件核对本人，并重新申领。"
            )
        case .credentialSuspended:
            (
                "The credential is suspended for now.",
                "Ask the person to refresh it, or to settle the matter at the issuer's window.",
                "凭证已被暂停使用。", "请当事人更新凭证，或到签发窗口处理。"
            )
        case .credentialUnknown:
            (
                "The issuer has no record of this, or could not be asked.",
                "Offline, ask for the full dynamic code; otherwise check the person by identity document.",
                "签发机构没有相应记录，或无法查询。", "离线时请出示完整动态码；否则请凭身份证件核对本人。"
            )
        case .trustListStale:
            (
                "The trust list is out of date.", "Update the verifier's bundle before the next code.",
                "信任列表已过期。", "请尽快更新核验数据包。"
            )
        case .trustListRollback:
            (
                "The trust list is older than, or differs from, one seen before.",
                "Fetch the trust list again from its official place.",
                "信任列表比曾见过的版本旧，或内容不一致。", "请从正式渠道重新获取信任列表。"
            )
        case .statusUnknown:
            (
                "Whether the credential has been revoked could not be checked.",
                "Check the person by identity document, or verify online.",
                "无法确认凭证是否已被吊销。", "请凭身份证件核对，或联网核验。"
            )
        case .statusStale:
            (
                "The status list is out of date; a recent revocation would not show.",
                "Update the bundle, or verify online.",
                "状态列表已过期，近期的吊销可能未反映。", "请更新核验数据包，或联网核验。"
            )
        case .replayUnknown:
            (
                "Whether this code was used before could not be checked.",
                "Look at the person and their document; verify online where it matters.",
                "无法确认该码是否已使用过。", "请核对本人和证件，重要事项请联网核验。"
            )
        case .clockSuspect:
            (
                "This machine's clock runs behind codes it has verified before.", "Set the clock, then scan again.",
                "本机时间早于此前核验过的码。", "请校准本机时间后重新扫码。"
            )
        case .printedNeedsDocument:
            (
                "Nothing here proves who the person is: a printed code, a card or a number can be anybody's.",
                "Compare it with the person's identity document.",
                "纸质码、卡片或证件号码不能证明在场者就是本人。", "请核对当事人的身份证件。"
            )
        case .componentNotDisclosed:
            (
                "The code does not show what this service needs.",
                "Ask the person to show it with that part; if their wallet has none, look it up in the business system.",
                "该码未出示办理本事项所需的内容。", "请当事人勾选所需内容后重新出示；如其凭证中没有该项，请到业务系统查询。"
            )
        case .cardLost:
            (
                "The social security card is reported lost.",
                "Tell the person to have it found or replaced at the card window.",
                "社会保障卡已挂失。", "请当事人到社保卡窗口解挂或补卡。"
            )
        case .cardCancelled:
            (
                "The social security card is cancelled.", "Tell the person to apply for a new card.",
                "社会保障卡已注销。", "请当事人重新申领社会保障卡。"
            )
        case .cardExpired:
            (
                "The social security card has expired.", "Tell the person to renew the card.",
                "社会保障卡已过有效期。", "请当事人换领社会保障卡。"
            )
        case .reliefEnded:
            (
                "The social assistance has ended.", "Tell the person; civil affairs (民政) can say why.",
                "社会救助已停止。", "请告知当事人，可到民政部门了解原因。"
            )
        case .reliefSuspended:
            (
                "The social assistance is suspended until it has been checked.",
                "Ask civil affairs (民政) before deciding.",
                "社会救助暂停，待核实。", "请先与民政部门核实。"
            )
        case .reliefSuperseded:
            (
                "The relief certificate has been replaced by a newer version.",
                "Ask the person to refresh their credential.",
                "救助证已换发新版本。", "请当事人更新凭证后重新出示。"
            )
        case .reliefExpired:
            (
                "The relief certificate has expired.", "Tell the person to have it reviewed at civil affairs (民政).",
                "救助证已过有效期。", "请当事人到民政部门办理复核。"
            )
        case .reliefNone:
            (
                "The person receives no social assistance.",
                "If they think they should, send them to civil affairs (民政).",
                "当事人没有社会救助待遇。", "如有疑问，请当事人到民政部门咨询。"
            )
        case .healthExpired:
            (
                "The health status is out of date.", "Ask the person to have it renewed.",
                "健康状态已过期。", "请当事人更新健康状态。"
            )
        case .healthRetired:
            (
                "Health status is no longer in use.", "Do not ask for it.",
                "健康状态已停用。", "请勿再查验健康状态。"
            )
        }
    }
}
