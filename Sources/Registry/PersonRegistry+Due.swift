// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// What is due to a person, read in a transaction that is open already.
    ///
    /// Without a bank's file nobody knows that money did not arrive, so that a month is ``PersonFile/Due/State/overdue`` only
    /// where the bank has reported it or a later one, else ``PersonFile/Due/State/unknown``. The bank is the one that the recipient
    /// has an account with, where it brings files itself, else any, as for those that pay into accounts of all banks. The store is
    /// asked in this case only.
    public func dues(
        of file: PersonFile,
        at now: Int64,
        in store: any RegistryReading
    ) throws -> [PersonFile.Due] {
        var dues = file.dues(by: catalogue, at: now)
        guard dues.contains(where: { $0.state == .overdue }) else { return dues }
        let reports = try store.latestReports()
        for index in dues.indices where dues[index].state == .overdue {
            let recipient = dues[index].recipient
            let cards =
                recipient == file.key
                ? file.cards.map(\.entry) : try recipient.map { try store.cards(of: $0) } ?? []
            let reported = cards.compactMap { reports[$0.bank] }.min() ?? reports.values.max()
            if reported.map({ $0 < dues[index].period }) ?? true { dues[index].state = .unknown }
        }
        return dues
    }
}
