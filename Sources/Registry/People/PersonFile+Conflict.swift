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
            }
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
