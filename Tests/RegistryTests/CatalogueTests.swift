// SPDX-License-Identifier: Apache-2.0

import Registry
import Testing

struct CatalogueTests {
    @Test func `what is written is read again`() throws {
        #expect(try Catalogue(json: Catalogue.foshan.json()) == .foshan)
        #expect(try Catalogue(json: Array("{}".utf8)) == .foshan)
    }

    @Test func `a list that is there replaces Foshan's, the others stay`() throws {
        let text = """
            {"reliefCategories": {"城镇低保": 1, "孤儿": 100},
             "payCalendar": {"usual": {"monthsLater": 0, "day": 20}, "regions": {"440605": {"monthsLater": 1, "day": 5}}},
             "items": [{"name": "低保金", "kind": 1}, {"name": "价补", "aliases": ["补贴"], "kind": 4, "isMonthly": false}]}
            """
        let catalogue = try Catalogue(json: Array(text.utf8))
        #expect(catalogue.reliefCategories == ["城镇低保": .urbanDibao, "孤儿": ReliefCategory(rawValue: 100)])
        #expect(catalogue.payCalendar.usual == PayCalendar.PayDay(monthsLater: 0, day: 20))
        #expect(catalogue.payCalendar.graceDays == 0)
        #expect(catalogue.item(named: "补贴")?.isMonthly == false)
        #expect(catalogue.cardStatuses == Catalogue.foshan.cardStatuses)
    }

    @Test func `codes of certificates are the deployment's, and Foshan's has none`() throws {
        #expect(Catalogue.foshan.licences.types.isEmpty)
        let text =
            #"{"licences": {"issuer": "114406000000000193", "types": {"1": "114406000000000193001", "100": "114406000000000193100"}}}"#
        let catalogue = try Catalogue(json: Array(text.utf8))
        #expect(catalogue.licences.types[.urbanDibao] == "114406000000000193001")
        #expect(catalogue.licences.types.count == 2 && catalogue.licences.issuer == "114406000000000193")
        #expect(try Catalogue(json: catalogue.json()) == catalogue)
    }

    @Test(arguments: [
        "", "[]", "{", #"{"cardStatus": {}}"#, #"{"cardStatuses": {"正常": "good"}}"#, #"{"cardStatuses": ["正常"]}"#,
        #"{"cardStatuses": {"": "normal"}}"#, #"{"reliefCategories": {"五保": 9}}"#,
        #"{"reliefCategories": {"五保": "1"}}"#, #"{"rosterStates": {"迁出": "moved"}}"#,
        #"{"items": [{"name": "低保金"}]}"#, #"{"items": [{"name": "低保金", "kind": 7}]}"#,
        #"{"items": [{"name": "低保金", "kind": 1, "colour": 1}]}"#,
        #"{"items": [{"name": "低保金", "kind": 1}, {"name": "救助", "aliases": ["低保金"], "kind": 3}]}"#,
        #"{"payCalendar": {"usual": {"monthsLater": 1, "day": 31}}}"#, #"{"payCalendar": {"graceDays": 5}}"#,
        #"{"payCalendar": {"usual": {"monthsLater": 1, "day": 5}, "graceDays": -1}}"#,
        #"{"payCalendar": {"usual": {"monthsLater": 1, "day": 5}, "regions": {"佛山": {"monthsLater": 1, "day": 5}}}}"#,
        #"{"licences": {"issuer": "114406000000000193"}}"#, #"{"licences": {"types": {}}}"#,
        #"{"licences": {"issuer": "1", "types": {"1": "114406000000000193001"}}}"#,
        #"{"licences": {"issuer": "114406000000000193", "types": {"1": "001"}}}"#,
        #"{"licences": {"issuer": "114406000000000193", "types": {"低保": "114406000000000193001"}}}"#,
    ])
    func `what has no meaning is refused`(text: String) {
        #expect(code { try Catalogue(json: Array(text.utf8)) } == "catalogue_invalid")
    }
}
