// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    private static let formersAtOnce = 500

    /// Puts back everything that an import changed, or withdraws one that is held.
    ///
    /// Only the last import of its kind (for payments: of its batch) can be undone, once, and only as long as nothing was
    /// changed since that it brought. Codes that it revoked stay revoked until a refresh.
    ///
    /// - Parameters:
    ///   - id: The import's number.
    ///   - now: Now, in unix seconds.
    ///   - operator: Who undoes it.
    /// - Returns: The import as it stands now.
    /// - Throws: ``RegistryError`` with `import_unknown`, `import_not_applied`, `import_not_latest`, `import_built_on` or
    ///   `import_no_log`; what the store and the sealer throw.
    @discardableResult
    public func undoImport(_ id: Int64, now: Int64, by operator: String) throws -> ImportEntry {
        try store.write { transaction in
            var entry = try knownImport(id, in: transaction)
            entry.undoneBy = `operator`
            switch entry.state {
            case .undone, .withdrawn:
                throw RegistryError(.importNotApplied, "the import is undone or withdrawn already")
            case .held:
                try transaction.removeHeldParts(of: id)
                entry.state = .withdrawn
            case .applied:
                try checkNothingFollows(entry, in: transaction)
                if let batch = entry.batch { try transaction.removePayments(in: batch) }
                var lowest = Int.max
                while case let page = try transaction.formers(
                    changedBy: id,
                    below: lowest,
                    limit: Self.formersAtOnce
                ), let last = page.last {
                    for (_, former) in page { try restore(former, of: entry.kind, now, `operator`, in: transaction) }
                    lowest = last.number
                }
                try transaction.removeFormers(changedBy: id)
                entry.state = .undone
                entry.order = nil
            }
            try transaction.put(entry)
            return entry
        }
    }

    private func checkNothingFollows(_ entry: ImportEntry, in transaction: any RegistryTransaction) throws {
        guard try transaction.latestImport(of: entry.kind, batch: entry.batch)?.id == entry.id else {
            throw RegistryError(.importNotLatest, "a later import of the kind has been carried out")
        }
        guard var position = entry.lastChange else {
            throw RegistryError(.importNoLog, "what the import changed was not noted down")
        }
        let components = entry.kind.components
        guard !components.isEmpty else { return }
        while case let page = try transaction.changes(after: position, limit: 1000), let last = page.last {
            guard !page.contains(where: { components.contains($0.component) }) else {
                throw RegistryError(.importBuiltOn, "something that the import may have brought was changed since")
            }
            position = last.sequence
        }
    }

    private func restore(
        _ former: FormerEntry,
        of kind: ImportKind,
        _ now: Int64,
        _ operator: String,
        in transaction: any RegistryTransaction
    ) throws {
        if case .person(let key, let entry) = former {
            return try restore(key, entry, of: kind, in: transaction)
        }
        let change = try former.change(in: transaction, at: now)
        try transaction.restore(former)
        guard let change else { return }
        try transaction.addChange(
            at: now,
            person: change.person,
            component: change.component,
            effect: change.effect,
            row: change.row,
            by: `operator`
        )
    }

    /// Puts back what a kind of file says of a person; what other files have said since stays.
    private func restore(
        _ key: PersonKey,
        _ former: PersonEntry?,
        of kind: ImportKind,
        in transaction: any RegistryTransaction
    ) throws {
        guard let entry = try transaction.person(key) else { return }
        var data = try vault.open(entry)
        data.restore(kind, from: try former.map(vault.open))
        let isGone = try former == nil && data.isBare && transaction.health(of: key) == nil
        try transaction.restore(.person(key, isGone ? nil : vault.seal(data, key: key)))
    }
}

extension ImportKind {
    /// What a file of the kind changes that is recorded as a change.
    fileprivate var components: Set<RegistryChange.Component> {
        switch self {
        case .cards: [.card]
        case .roster: [.relief, .person]
        case .health: [.health]
        case .paylist, .payments: []
        }
    }
}

extension PersonalData {
    /// Nothing is known but the number.
    fileprivate var isBare: Bool { names.isEmpty && cards.isEmpty && reliefs.isEmpty }

    fileprivate mutating func restore(_ kind: ImportKind, from former: PersonalData?) {
        switch kind {
        case .cards:
            names[.cards] = former?.names[.cards]
            cards = former?.cards ?? [:]
        case .roster:
            names[.roster] = former?.names[.roster]
            reliefs = former?.reliefs ?? [:]
        case .paylist, .health, .payments: break
        }
    }
}

extension FormerEntry {
    fileprivate typealias Change = (
        person: PersonKey, component: RegistryChange.Component, effect: RegistryChange.Effect, row: [UInt8]?
    )

    /// What putting it back changes, nil where no code can speak of it.
    fileprivate func change(in transaction: any RegistryReading, at now: Int64) throws -> Change? {
        switch self {
        case .relief(let key, let former):
            guard let current = try transaction.relief(key) else { return nil }
            let effect = former.map { $0.effect(from: current, at: now) ?? .updated }
            return (current.person, .relief, effect ?? .ended, key.bytes)
        case .card(let key, let former):
            guard let current = try transaction.card(key) else { return nil }
            let effect = former.map { $0.effect(from: current.state(at: now), at: now) ?? .updated }
            return (current.person, .card, effect ?? .ended, key.bytes)
        case .health(let person, let former):
            return (person, .health, former == nil ? .ended : .updated, nil)
        case .person, .account, .paylist, .payment: return nil
        }
    }
}
