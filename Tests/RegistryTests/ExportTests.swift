// SPDX-License-Identifier: Apache-2.0

import Registry
import TestSupport
import Testing

/// Lists for others: what stands in them, and what must not.
@Suite struct ExportTests {
    private let office: Office

    init() throws {
        office = Office()
        try office.loadDemo()
    }

    private func rows(_ list: RegistryExport) -> [[String]] {
        let text = String(decoding: list.bytes, as: UTF8.self)
        #expect(list.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        return text.split(separator: "\r\n")
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    private func paylist(_ period: String, region: String = "") throws -> RegistryExport {
        try office.registry.paylist(of: Period(period), region: region, at: Office.now)
    }

    @Test func `the payment list has one line per payee with the sum of what is due, and the same bytes each time`()
        throws
    {
        let list = try paylist("202609")
        let rows = rows(list)
        #expect(rows[0][1...7] == ["领款人姓名", "领款人证件号码", "领款银行卡号", "开户银行", "补贴类型", "笔数", "应发金额"])
        #expect(list.rows == rows.count - 1)
        #expect(list.incomplete == 0)
        // The mother is paid for herself and for her ward.
        let mother = rows.filter { $0[2] == Invented.mai }
        #expect(mother.count == 1)
        #expect(
            mother.first?[1...7] == ["麦桂芳", Invented.mai, "6217212013000002023", "中国工商银行佛山分行", "低保金", "2", "1240.00"]
        )
        #expect(!rows.contains { $0[2] == Invented.ward })
        #expect(Set(rows.map { $0[2] }).count == rows.count)
        let sum = try rows.dropFirst().reduce(Int64(0)) { try $0 + Amount($1[7]).fen }
        #expect(sum == 4_720_00)
        #expect(try paylist("202609").bytes == list.bytes)
    }

    @Test func `without a paylist the list follows from the roster, and lines that cannot be paid are counted`() throws
    {
        let list = try paylist("202612")
        let lines = rows(list).dropFirst()
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0[11] == "名册" })
        #expect(lines.first { $0[2] == Invented.chen }?[3] == "6217003080000001019")
        try office.registry.reportCardLost(
            of: IDNumber(Invented.chen),
            card: CardNumber("FS1009184"),
            now: Office.now,
            by: "test"
        )
        let without = try paylist("202612")
        #expect(without.incomplete == list.incomplete + 1)
        #expect(rows(without).first { $0[2] == Invented.chen }?[3] == "")
    }

    @Test func `a region has its own lines only`() throws {
        let all = try paylist("202609").rows
        #expect(try paylist("202609", region: "440605").rows == 2)
        #expect(try paylist("202609", region: "4406").rows == all)
        #expect(try paylist("202609", region: "4407").rows == 0)
    }

    @Test func `what is put up in public names nobody in full and holds no number of anybody`() throws {
        let list = try office.registry.publicity(at: Office.now)
        let text = String(decoding: list.bytes, as: UTF8.self)
        for column in ["公民身份号码", "救助证编号", "家庭编号"] {
            let lines = try Fixtures.text("demo/roster.csv").split(separator: "\n")
                .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            let index = try #require(lines[0].firstIndex { $0 == column })
            for line in lines.dropFirst() { #expect(!text.contains(line[index]), "\(column)") }
        }
        for line in try Fixtures.text("demo/cards.csv").split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            #expect(!text.contains(fields[2]) && !text.contains(fields[5]))
            #expect(!text.contains("," + fields[1] + ","))
        }
        let rows = rows(list)
        let chen = try #require(rows.first { $0[1] == "陈**" })
        #expect(chen[2...4] == ["城市低保", "3", "850.00"])
        // Two people of one household, each paid for themselves, one line.
        #expect(rows.first { $0[1] == "麦**" }?[3...4] == ["2", "1240.00"])
        #expect(try office.registry.publicity(at: Office.now).bytes == list.bytes)
        #expect(try office.registry.publicity(region: "440604010", at: Office.now).rows == 1)
    }

    @Test func `a household whose head is no longer entitled is put up under another name, and a child under none`()
        throws
    {
        func end(_ number: String, _ certificate: String) throws {
            try office.registry.endRelief(of: IDNumber(number), certificate: certificate, now: Office.now, by: "test")
        }
        try end(Invented.mai, "粤佛南低保20230112")
        let rows = rows(try office.registry.publicity(at: Office.now))
        #expect(!rows.contains { $0[1] == "麦**" })
        #expect(rows.first { $0[1] == "（未成年人）" }?[3...4] == ["1", "620.00"])
        try end(Invented.ward, "粤佛南低保20230112")
        #expect(!self.rows(try office.registry.publicity(at: Office.now)).contains { $0[1] == "（未成年人）" })
    }

    /// No authority's: a credit code of the form, with its check digit.
    private let invented = "114406000000000193"

    @Test func `a certificate keeps the identifier that the roster gives, and gets a valid one where it gives none`()
        throws
    {
        var catalogue = Catalogue.foshan
        catalogue.licences = LicenceCatalogue(types: [.urbanDibao: invented + "001"], issuer: invented)
        let registry = PersonRegistry(store: office.store, sealer: OpenSealer(), catalogue: catalogue)
        func certificates(_ number: String, _ certificate: String? = nil) throws -> [[String]] {
            rows(try registry.certificates(of: IDNumber(number), certificate: certificate, at: Office.now))
        }
        let given = try certificates(Invented.chen)
        #expect(given.count == 2)
        #expect(given[1][2] == "1.2.156.3005.2.114406000000000193001.114406000000000193.44060400000020240001.001.S")
        #expect(given[1][6...7] == ["111", Invented.chen])

        let header = try #require(try Fixtures.text("demo/roster.csv").split(separator: "\n").first)
        func row(_ version: Int) -> String {
            "\nFSJT9001,440606197001010011,何无名,户主,城市低保,粤佛禅低保20200001,\(version),2020-03-01,,440604010,按人,850.00,在保,,,,,,,,,\n"
        }
        try office.load(.roster, header + row(1))
        let first = try LicenceID(certificates(Invented.stranger)[1][2])
        try office.load(.roster, header + row(2))
        let second = try LicenceID(certificates(Invented.stranger)[1][2])
        #expect(first.serial == second.serial && first.version == 1 && second.version == 2)
        #expect(first.serial.hasPrefix("440604") && first.type == invented + "001")
        #expect(first.description != second.description)

        try office.registry.apply(
            .relief(certificate: "粤佛禅低保20240001", .version(2)),
            to: IDNumber(Invented.chen),
            now: Office.now,
            by: "test"
        )
        let renewed = try certificates(Invented.chen)[1]
        #expect(renewed[2] == "1.2.156.3005.2.114406000000000193001.114406000000000193.44060400000020240001.002.Q")
        #expect(renewed[4] == "2")

        #expect(code { try certificates(Invented.chen, "粤佛禅低保20990001") } == "certificate_unknown")
        #expect(code { try certificates("44060619680315002X") } == "person_unknown")
    }

    @Test func `where the deployment has set no code no identifier is made`() throws {
        let header = try #require(try Fixtures.text("demo/roster.csv").split(separator: "\n").first)
        try office.load(
            .roster,
            header
                + "\nFSJT9001,440606197001010011,何无名,户主,城市低保,粤佛禅低保20200001,1,2020-03-01,,440604010,按人,850.00,在保,,,,,,,,,\n"
        )
        #expect(
            code { try office.registry.certificates(of: IDNumber(Invented.stranger), at: Office.now) }
                == "licence_type_unknown"
        )
        // The roster's own is told.
        #expect(try office.registry.certificates(of: IDNumber(Invented.chen), at: Office.now).rows == 1)
    }

    @Test func `identifiers of parts that are not of their form are refused`() {
        #expect(code { try LicenceID(type: "1", issuer: "440604", serial: "A", version: 1) } == "licence_invalid")
        let type = "114406000000000193001"
        #expect(code { try LicenceID(type: type, issuer: "440604", serial: "粤", version: 1) } == "licence_invalid")
        #expect(code { try LicenceID(type: type, issuer: "440604", serial: "A", version: 1000) } == "licence_invalid")
    }
}
