// SPDX-License-Identifier: Apache-2.0

extension RowFields {
    /// Refuses a row that would take the place of one in another region than whoever brings the file answers for.
    func checkRegion(ofReplaced region: RegionCode?, liesIn digits: String) throws(FieldError) {
        guard let region, let column = Column.allCases.first(where: \.isRegion) else { return }
        try refuse(
            column,
            when: !region.description.hasPrefix(digits),
            .foreignRegion,
            "the registry has this row in another region"
        )
    }

    /// Refuses a row whose region has other leading digits; kinds without a region are not bound to one.
    func checkRegion(liesIn digits: String) throws(FieldError) {
        guard !digits.isEmpty, let column = Column.allCases.first(where: \.isRegion) else { return }
        let region = try value(column, RegionCode.init)
        try refuse(
            column,
            when: !region.description.hasPrefix(digits),
            .foreignRegion,
            "whoever brings the file answers for \(digits) only"
        )
    }
}

extension ImportColumn {
    /// Whether the column says which region the row is of.
    fileprivate var isRegion: Bool { header == "区划代码" || header == "发卡地区划" }
}
