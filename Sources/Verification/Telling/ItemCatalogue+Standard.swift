// SPDX-License-Identifier: Apache-2.0

import MergedCode

extension ItemCatalogue {
    /// What a deployment begins with until it names its own: the errands that people come with.
    public static let standard: ItemCatalogue = {
        do {
            return try ItemCatalogue([
                ServiceItem(
                    code: "SF-01",
                    chineseName: "身份核对",
                    englishName: "Confirming identity",
                    requires: [.identity],
                    shows: [.identity]
                ),
                ServiceItem(
                    code: "MZ-01",
                    chineseName: "社会救助对象身份核验",
                    englishName: "Confirming entitlement to social assistance",
                    requires: [.identity, .relief],
                    shows: [.identity, .card, .relief]
                ),
                ServiceItem(
                    code: "MZ-02",
                    chineseName: "救助金发放查询",
                    englishName: "Enquiry about relief payments",
                    requires: [.identity],
                    shows: [.identity, .card, .relief, .payment]
                ),
                ServiceItem(
                    code: "MZ-03",
                    chineseName: "水电气费用减免",
                    englishName: "Reduced water, electricity and gas bills",
                    requires: [.identity, .relief],
                    shows: [.identity, .relief]
                ),
                ServiceItem(
                    code: "RS-01",
                    chineseName: "社会保障卡业务",
                    englishName: "Social security card services",
                    requires: [.identity, .card],
                    shows: [.identity, .card]
                ),
                ServiceItem(
                    code: "WJ-01",
                    chineseName: "健康状态查验",
                    englishName: "Checking health status",
                    requires: [.identity, .health],
                    shows: [.identity, .health]
                ),
            ])
        } catch {
            preconditionFailure("the built-in catalogue: \(error)")
        }
    }()
}
