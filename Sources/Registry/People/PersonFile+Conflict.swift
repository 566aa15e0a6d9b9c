// SPDX-License-Identifier: Apache-2.0

extension PersonFile {
    /// What departments or districts say of a person that cannot all be true: it is kept as it came, and people settle it.
    public enum Conflict: String, Hashable, Sendable, CaseIterable {
        /// The departments write different names.
        case nameDiffers = "name_differs"
        /// A household of the person has more than one living head (户主).
        case severalHeads = "several_heads"
        /// The person is entitled month by month in more than one household at once.
        case severalHouseholds = "several_households"
        /// A card number given for the person is another person's in 人社's file.
        case cardOfAnother = "card_of_another"
        /// A household is paid as one (按户), and a member's row has another amount than the head's.
        case amountsDiffer = "household_amounts_differ"
    }

    /// The conflicts about the person at a moment, in the order of ``Conflict``.
    ///
    /// Whether a card is another's cannot be told from one person's file: ``PersonRegistry/conflicts(about:at:in:)`` finds it out.
    func conflicts(at now: Int64, hasCardOfAnother: Bool) -> [Conflict] {
        let entitled = reliefs.map(\.entry).filter { $0.state(at: now) == .active }
        return Conflict.allCases.filter { conflict in
            switch conflict {
            case .nameDiffers: namesDiffer
            case .severalHeads: entitled.contains { heads(of: $0, at: now) > 1 }
            case .severalHouseholds:
                Set(entitled.filter { [.dibao, .tekun].contains($0.kind) }.map(\.household)).count > 1
            case .cardOfAnother: hasCardOfAnother
            case .amountsDiffer: entitled.contains { amountsDiffer(in: $0, at: now) }
            }
        }
    }

    /// Whether members' rows of the household of a row have amounts, and others than the head's (product.md §5).
    private func amountsDiffer(in relief: ReliefEntry, at now: Int64) -> Bool {
        guard relief.payoutMode == .household else { return false }
        let rows = (households[relief.household] ?? [])
            .filter { $0.category == relief.category && $0.payoutMode == .household }
        // The amount stays on the row of a head who has died, until there is a new one.
        guard let amount = rows.first(where: { $0.role == .head })?.monthlyAmount else { return false }
        return rows.contains {
            $0.role == .member && $0.state(at: now) == .active && $0.monthlyAmount.fen != 0
                && $0.monthlyAmount != amount
        }
    }

    /// How many people are heads of the household in the category of a row; one person in several rows counts once.
    private func heads(of relief: ReliefEntry, at now: Int64) -> Int {
        let rows = households[relief.household] ?? []
        let heads = rows.filter {
            $0.role == .head && $0.category == relief.category && $0.state(at: now) == .active
        }
        return Set(heads.map(\.person)).count
    }
}
