// SPDX-License-Identifier: Apache-2.0

extension ImportReport {
    /// The report of an import that was brought before.
    init(_ entry: ImportEntry, outcome: Outcome) {
        self.init(kind: entry.kind, outcome: outcome, fileDigest: entry.fileDigest)
        id = entry.id
        guard outcome == .held else { return }
        holds = entry.holds
        counts = entry.counts
    }

    /// Counts a row that was accepted.
    mutating func count(_ row: TakenRow) {
        counts.count(row.outcome)
        if let place = row.place {
            places[place, default: ImportCounts()].countRead(row.outcome)
        }
        // Wraps rather than trap: no sum that anybody announces is near.
        if let amount = row.amount { sum = Amount(fen: sum.fen &+ amount.fen) }
    }

    /// Counts a row of the registry that is suspended, since the file does not have it.
    mutating func countLeaving(in place: ImportPlace) {
        counts.leaving += 1
        places[place, default: ImportCounts()].leaving += 1
    }

    /// Counts rows of the registry that ended because the person is entitled elsewhere, or that another region has now.
    mutating func countMoved(_ count: Int, in place: ImportPlace) {
        counts.moved += count
        places[place, default: ImportCounts()].moved += count
    }

    /// Counts a row that was rejected, and lists it where there is room.
    mutating func reject(_ issue: RowIssue, in place: ImportPlace?, upTo maximum: Int) {
        counts.rejected += 1
        if let place {
            places[place, default: ImportCounts()].read += 1
            places[place, default: ImportCounts()].rejected += 1
        }
        errorCounts[issue.error.code, default: 0] += 1
        if errors.count < maximum { errors.append(issue) }
    }

    /// Lists what is odd, where there is room.
    mutating func warn(_ issue: RowIssue, upTo maximum: Int) {
        if warnings.count < maximum { warnings.append(issue) }
    }

    /// Holds what is not as announced, and a complete roster of which more than 0.5 % was rejected.
    mutating func holdUnless(_ request: ImportRequest) {
        if request.scope != nil, counts.rejected * 200 > counts.read {
            holds.append(
                ImportHold(.manyRejected, found: Int64(counts.rejected), expected: Int64(counts.read / 200))
            )
        }
        if let rows = request.expectedRows, rows != counts.read {
            holds.append(ImportHold(.rowsDiffer, found: Int64(counts.read), expected: Int64(rows)))
        }
        if let expected = request.expectedSum, expected != sum {
            holds.append(ImportHold(.sumDiffers, found: sum.fen, expected: expected.fen))
        }
    }
}

extension ImportCounts {
    /// Counts a row that was accepted.
    fileprivate mutating func count(_ outcome: RowOutcome) {
        switch outcome {
        case .added: added += 1
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        }
    }

    fileprivate mutating func countRead(_ outcome: RowOutcome) {
        read += 1
        count(outcome)
    }
}
