// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Wallet

/// What a person is told of a clock that is wrong, and by how much.
struct ClockWarning {
    let phrase: Phrase

    /// Of a clock that was just compared; `nil` where it is right, or nobody knows.
    init?(_ deviation: ClockDeviation?) {
        guard let deviation, deviation.isWrong else { return nil }
        let (english, chinese) = Self.amount(deviation)
        phrase = Phrase(
            "The clock of this device is \(english). Set it, or its codes may be refused. Nothing else was harmed.",
            "本机时钟\(chinese)。请校准时间，否则出示的码可能被拒绝；其他内容不受影响。"
        )
    }

    /// Of a clock that was compared earlier, or that is behind the credential itself.
    init?(_ wallet: HolderWallet, _ entry: HeldEntry, at now: Int64) {
        let behind = ClockDeviation(seconds: entry.credential.claims.issuedAt - now)
        if behind.seconds > 0, let warning = ClockWarning(behind) {
            self = warning
            return
        }
        guard let deviation = wallet.clockDeviation, deviation.isWrong else { return nil }
        let (english, chinese) = Self.amount(deviation)
        phrase = Phrase(
            "When the wallet last asked the service, the clock of this device was \(english). "
                + "If it still is, set it, or this code may be refused.",
            "钱包上次联系服务时，本机时钟\(chinese)。如尚未校准，请先校准时间，否则此码可能被拒绝。"
        )
    }

    private static func amount(_ deviation: ClockDeviation) -> (english: String, chinese: String) {
        let seconds = Int64(clamping: deviation.seconds.magnitude)
        let (number, english, chinese): (Int64, String, String) =
            switch seconds {
            case ..<120: (seconds, "seconds", "秒")
            case ..<7200: (seconds / 60, "minutes", "分钟")
            case ..<172_800: (seconds / 3600, "hours", "小时")
            default: (seconds / 86_400, "days", "天")
            }
        let isSlow = deviation.seconds > 0
        return ("\(number) \(english) \(isSlow ? "slow" : "fast")", "\(isSlow ? "慢" : "快")了 \(number) \(chinese)")
    }
}
