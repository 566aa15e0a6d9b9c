// SPDX-License-Identifier: Apache-2.0

extension PersonRegistry {
    /// The metadata of a person's certificates (GB/T 36903) with their 电子证照标识 (GB/T 36904).
    ///
    /// An identifier that the roster gives is kept, with the certificate's version where that is higher. Another one is made
    /// of the catalogue's codes, the district, a keyed digest of the certificate's number, so that it stays the same from
    /// version to version, and the version.
    ///
    /// - Parameters:
    ///   - idNumber: the person.
    ///   - certificate: 救助证编号; nil for all.
    ///   - now: as of when the state holds, unix seconds.
    /// - Returns: one line per certificate, by number.
    /// - Throws: ``RegistryError`` `person_unknown`, `certificate_unknown`, or `licence_type_unknown` where the catalogue has no
    ///   code for the category; what the store and the sealer throw.
    public func certificates(
        of idNumber: IDNumber,
        certificate: String? = nil,
        at now: Int64
    ) throws -> RegistryExport {
        guard let file = try file(of: idNumber, payments: 0) else {
            throw RegistryError(.personUnknown, "nobody with this id number is known")
        }
        let found = file.certificates(at: now)
            .filter { certificate == nil || $0.relief.certificate == certificate }
            .sorted { ($0.relief.certificate, $0.relief.entry.key) < ($1.relief.certificate, $1.relief.entry.key) }
        guard !found.isEmpty else { throw RegistryError(.certificateUnknown, "the person has no such certificate") }
        var text = CSVText()
        text.add(
            [
                "证照名称", "证照类型代码", "电子证照标识", "证照编号", "证照版本", "持证主体", "持证主体代码类型", "持证主体代码", "证照颁发机构代码", "救助类别",
                "有效期起始日期", "有效期截止日期", "证照状态", "区划代码",
            ]
            .map { .text($0) }
        )
        for certificate in found {
            let entry = certificate.relief.entry
            let licence = try licence(of: certificate.relief)
            text.add([
                .text(catalogue.licences.name(of: entry.category)), .text(licence.type), .text(licence.description),
                .text(certificate.relief.certificate), .figure("\(entry.version)"),
                .text(file.name?.description ?? ""), .figure("111"), .text(file.idNumber.description),
                .text(licence.issuer), .text(entry.category.words.chinese), .figure("\(entry.validFrom)"),
                .figure(entry.validUntil?.description ?? ""), .text(certificate.state.rawValue),
                .figure(entry.region.description),
            ])
        }
        return RegistryExport(
            bytes: text.bytes,
            rows: found.count,
            incomplete: file.name == nil ? found.count : 0
        )
    }

    private func licence(of relief: PersonFile.Relief) throws -> LicenceID {
        let entry = relief.entry
        if let given = try relief.licence.map({ try LicenceID($0) }) {
            guard given.version < entry.version else { return given }
            return try LicenceID(
                type: given.type,
                issuer: given.issuer,
                serial: given.serial,
                version: entry.version
            )
        }
        guard let type = catalogue.licences.types[entry.category] else {
            throw RegistryError(.licenceType, "the deployment's catalogue has no 证照类型代码 for this category")
        }
        let digest = try vault.licenceDigest(of: relief.certificate)
            .map { byte in
                let digits = String(byte, radix: 16, uppercase: true)
                return digits.count == 1 ? "0" + digits : digits
            }
            .joined()
        return try LicenceID(
            type: type,
            issuer: catalogue.licences.issuer,
            serial: "\(entry.region.district)" + digest,
            version: entry.version
        )
    }
}
