// SPDX-License-Identifier: Apache-2.0

import Audit
import Registry
import Storage
import Verification

/// What people call the states that verdicts have.
enum Words {
    static func conflict(_ conflict: PersonFile.Conflict) -> Phrase {
        switch conflict {
        case .nameDiffers:
            Phrase("Departments write different names: to be checked.", "各部门登记姓名不一致，信息待核实。")
        case .severalHeads:
            Phrase("The household has more than one head: to be checked.", "同一家庭登记了多名户主，信息待核实。")
        case .amountsDiffer:
            Phrase(
                "The household is paid as one, and a member's row has another amount than the head's: to be checked.",
                "按户发放，但成员与户主的金额不一致，信息待核实。"
            )
        case .severalHouseholds:
            Phrase("Entitled in more than one household at once: to be checked.", "同时在多个家庭享受救助，信息待核实。")
        case .cardOfAnother:
            Phrase("A card given for the person is another person's: to be checked.", "所报银行卡登记在他人名下，信息待核实。")
        }
    }

    static func card(_ state: CardFinding.State) -> Phrase {
        switch state {
        case .valid: Phrase("valid", "正常")
        case .lost: Phrase("reported lost", "已挂失")
        case .cancelled: Phrase("cancelled", "已注销")
        case .expired: Phrase("expired", "已过期")
        case .none: Phrase("none", "无")
        case .unknown: Phrase("unknown", "无法确认")
        case .notDisclosed: Phrase("not disclosed", "未出示")
        }
    }

    static func relief(_ state: ReliefFinding.State) -> Phrase {
        switch state {
        case .valid: Phrase("entitled", "在保")
        case .ended: Phrase("ended", "已停止")
        case .suspended: Phrase("suspended", "暂停，待核实")
        case .superseded: Phrase("superseded", "已换发新版")
        case .expired: Phrase("expired", "已过期")
        case .none: Phrase("none", "无")
        case .unknown: Phrase("unknown", "无法确认")
        case .notDisclosed: Phrase("not disclosed", "未出示")
        }
    }

    static func health(_ state: HealthFinding.State) -> Phrase {
        switch state {
        case .green: Phrase("green", "绿")
        case .yellow: Phrase("yellow", "黄")
        case .red: Phrase("red", "红")
        case .pending: Phrase("pending", "审核中")
        case .invalid: Phrase("invalid", "失效")
        case .expired: Phrase("expired", "已过期")
        case .retired: Phrase("no longer in use", "已停用")
        case .none: Phrase("none", "无")
        case .unknown: Phrase("unknown", "无法确认")
        case .notDisclosed: Phrase("not disclosed", "未出示")
        }
    }

    static func payment(_ state: PaymentFinding.State) -> Phrase {
        switch state {
        case .paid: Phrase("paid", "已到账")
        case .partlyPaid: Phrase("partly paid", "部分到账")
        case .returned: Phrase("returned", "已退回")
        case .due: Phrase("due", "待发放")
        case .overdue: Phrase("overdue", "逾期未发")
        case .notPayable: Phrase("cannot be paid", "无法发放")
        case .unknown: Phrase("unknown", "无法确认")
        }
    }

    static func category(_ name: String) -> Phrase {
        switch name {
        case "urban_dibao": Phrase("urban dibao", "城市低保")
        case "rural_dibao": Phrase("rural dibao", "农村低保")
        case "dispersed_tekun": Phrase("tekun, living at home", "特困分散供养")
        case "central_tekun": Phrase("tekun, in an institution", "特困集中供养")
        case "temporary": Phrase("temporary relief", "临时救助")
        case "dibao_margin": Phrase("dibao margin", "低保边缘家庭")
        case "rigid_expenditure": Phrase("rigid expenditure", "刚性支出困难家庭")
        case "dibao": Phrase("dibao", "低保")
        default: Phrase("unknown", "未知")
        }
    }

    static func component(_ state: ComponentState) -> Phrase {
        switch state {
        case .active: Phrase("active", "有效")
        case .pending: Phrase("not active yet", "未生效")
        case .lost: Phrase("reported lost", "已挂失")
        case .suspended: Phrase("suspended", "暂停")
        case .cancelled: Phrase("cancelled", "已注销")
        case .ended: Phrase("ended", "已停止")
        case .superseded: Phrase("superseded", "已换发新版")
        case .expired: Phrase("expired", "已过期")
        }
    }

    static func check(_ name: CheckName) -> Phrase {
        switch name {
        case .format: Phrase("format of the code", "码格式")
        case .trustList: Phrase("trust list", "信任列表")
        case .clock: Phrase("clock of this machine", "本机时间")
        case .lookup: Phrase("lookup of the short code", "简码查询")
        case .issuerKey: Phrase("key of the issuer", "签发密钥")
        case .issuerSignature: Phrase("signature of the issuer", "签发机构签名")
        case .record: Phrase("record of the issuer", "签发记录")
        case .holderSignature: Phrase("signature of the holder", "持有人签名")
        case .disclosures: Phrase("disclosures", "出示内容")
        case .audience: Phrase("audience", "出示对象")
        case .challenge: Phrase("challenge", "挑战码")
        case .credentialTime: Phrase("time of the credential", "凭证有效期")
        case .codeTime: Phrase("time of the code", "码有效期")
        case .status: Phrase("revocation and suspension", "吊销与暂停")
        case .document: Phrase("identity document", "身份证件")
        case .card: Phrase("social security card", "社会保障卡")
        case .relief: Phrase("social assistance", "社会救助")
        case .health: Phrase("health status", "健康状态")
        case .requirements: Phrase("what the purpose requires", "本事项所需内容")
        case .replay: Phrase("earlier use", "是否用过")
        }
    }

    static func check(_ state: CheckResult.State) -> Phrase {
        switch state {
        case .passed: Phrase("passed", "通过")
        case .failed: Phrase("failed", "未通过")
        case .unknown: Phrase("unknown", "无法确认")
        case .skipped: Phrase("not checked", "未检查")
        }
    }

    static func replay(_ knowledge: Evidence.Replay) -> Phrase {
        switch knowledge {
        case .checked: Phrase("not seen by any terminal", "所有终端均未见过")
        case .local: Phrase("not seen by this terminal", "本终端未见过")
        case .unknown: Phrase("could not be checked", "无法确认")
        case .skipped: Phrase("not checked", "未检查")
        }
    }

    static func role(_ name: String) -> Phrase {
        switch name {
        case "head": Phrase("head of household", "户主")
        case "member": Phrase("member", "成员")
        default: Phrase("unknown", "未知")
        }
    }

    /// A department by what it brings or follows.
    static func department(_ department: Department) -> Phrase {
        switch department {
        case .cards: Phrase("cards", "社保卡（人社）")
        case .roster: Phrase("roster", "名册（民政）")
        case .paylist: Phrase("paylist", "发放清单")
        case .health: Phrase("health", "健康状态（卫健）")
        case .payments: Phrase("payments", "发放（银行）")
        case .finance: Phrase("finance", "财政平台")
        case .gateway: Phrase("gateway", "短信网关")
        }
    }

    /// The role of a terminal.
    static func terminalRole(_ name: String) -> Phrase {
        switch name {
        case "kiosk": Phrase("kiosk", "自助终端")
        case "window": Phrase("service window", "服务窗口")
        case "supervisor": Phrase("supervisor", "主管")
        case "operator": Phrase("staff at the registry", "登记系统工作人员")
        default: Phrase("unknown", "未知")
        }
    }

    /// How somebody was looked up.
    static func lookUp(_ name: String) -> Phrase {
        switch name {
        case "code": Phrase("by code", "扫码")
        case "image": Phrase("by picture of a code", "识别码图片")
        case "by_duty": Phrase("by duty, with your ID number", "依职能按身份证号查询")
        case "medium": Phrase("by card", "刷卡")
        case "reveal": Phrase("full data revealed", "查看完整信息")
        case "notices": Phrase("notices handed to a gateway", "向短信网关提供通知")
        default: Phrase("unknown", "未知")
        }
    }

    /// What came of it, as programs name it.
    static func outcome(_ name: String) -> Phrase {
        switch name {
        case "accept": Phrase("accepted", "通过")
        case "review": Phrase("to be reviewed", "需人工核对")
        case "reject": Phrase("rejected", "不通过")
        default: Phrase("unknown", "未知")
        }
    }

    /// What is wrong with the trace, and where.
    static func finding(_ finding: TraceFinding) -> Phrase {
        let word: Phrase =
            switch finding.problem {
            case .missing: Phrase("records are missing", "记录缺失")
            case .changed: Phrase("records were changed", "记录被改动")
            case .reordered: Phrase("records were moved", "记录顺序被改动")
            case .truncated: Phrase("the end was cut off", "末尾记录被截去")
            }
        let (first, last) = (finding.sequences.lowerBound, finding.sequences.upperBound)
        let place = first == last ? "\(first)" : "\(first)–\(last)"
        return Phrase(
            "\(word.english): chain \(finding.chain), \(place)",
            "\(word.chinese)：链 \(finding.chain)，第 \(place) 条"
        )
    }
}
