// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// The house of Heyima 合一码. Which module may import which is decided here and in docs/architecture.md;
// .ci/arrows checks the imports against both.

import PackageDescription

let package = Package(
    name: "heyima",
    products: [
        .executable(name: "heyima", targets: ["heyima"]),
        .executable(name: "heyima-scan", targets: ["heyima-scan"]),
        .library(
            name: "Heyima",
            targets: ["COSE", "Signing", "QRSymbol", "QRScan", "MergedCode", "Trust", "Verification"]
        ),
        .library(
            name: "HeyimaService",
            targets: [
                "COSE", "Signing", "MergedCode", "Trust", "Verification", "Registry", "Issuance", "Audit", "Storage",
                "Deployment", "Service",
            ]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // C libraries, each behind one owner type in the module that imports it.
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg62-turbo-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZBar", pkgConfig: "zbar", providers: [.apt(["libzbar-dev"])]),
        .systemLibrary(name: "CZXingLibrary", pkgConfig: "zxing", providers: [.apt(["libzxing-dev"])]),
        .systemLibrary(
            name: "CPangoCairo",
            pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]
        ),
        .target(name: "CZXing", dependencies: ["CZXingLibrary"]),

        // Ours, from the bytes up.
        .target(name: "COSE"),
        .target(
            name: "Signing",
            dependencies: ["COSE", "CLibcrypto", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .target(name: "QRSymbol", dependencies: ["CQREncode", "CPNG"]),
        .target(name: "QRScan", dependencies: ["CZXing", "CZBar", "CPNG", "CJPEG"]),
        .target(name: "MergedCode", dependencies: ["COSE"]),
        .target(name: "Trust", dependencies: ["COSE", "CZlib"]),
        .target(name: "Verification", dependencies: ["MergedCode", "Trust", "COSE"]),
        .target(name: "Registry"),
        .target(name: "Issuance", dependencies: ["Registry", "MergedCode", "Trust", "COSE"]),
        .target(name: "Audit", dependencies: ["COSE"]),
        .target(
            name: "Storage",
            dependencies: [
                "Registry", "Issuance", "Verification", "Audit", "Trust", "MergedCode", "COSE", "CLibpq", "CSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Wallet",
            dependencies: [
                "MergedCode", "Signing", "COSE", .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]
        ),
        .target(name: "PrintedSheet", dependencies: ["QRSymbol", "CPangoCairo"]),
        .target(
            name: "Deployment",
            dependencies: [
                "COSE", "Signing", "MergedCode", "Trust", "Verification", "Registry", "Issuance", "Audit", "Storage",
                .product(name: "Configuration", package: "swift-configuration"),
            ]
        ),
        .target(
            name: "Service",
            dependencies: [
                "COSE", "Signing", "QRSymbol", "MergedCode", "Trust", "Verification", "Registry", "Issuance", "Audit",
                "Storage", "Deployment",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            resources: [.embedInCode("openapi.yaml")]
        ),
        .executableTarget(
            name: "heyima",
            dependencies: [
                "COSE", "Signing", "QRSymbol", "MergedCode", "Trust", "Verification", "Registry", "Issuance",
                "Audit", "Storage", "Wallet", "PrintedSheet", "Deployment", "Service",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        .executableTarget(name: "heyima-scan", dependencies: ["QRScan"]),

        .target(
            name: "TestSupport",
            dependencies: ["Registry", "MergedCode", "Trust", "Signing", "COSE"],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "COSETests", dependencies: ["COSE", "TestSupport"]),
        .testTarget(name: "SigningTests", dependencies: ["Signing", "COSE", "TestSupport"]),
        .testTarget(name: "QRSymbolTests", dependencies: ["QRSymbol", "TestSupport"]),
        .testTarget(name: "QRScanTests", dependencies: ["QRScan", "heyima-scan", "TestSupport"]),
        .testTarget(name: "MergedCodeTests", dependencies: ["MergedCode", "Signing", "COSE", "TestSupport"]),
        .testTarget(name: "TrustTests", dependencies: ["Trust", "Signing", "COSE", "TestSupport"]),
        .testTarget(
            name: "VerificationTests",
            dependencies: ["Verification", "MergedCode", "Trust", "Signing", "COSE", "TestSupport"]
        ),
        .testTarget(name: "RegistryTests", dependencies: ["Registry", "TestSupport"]),
        .testTarget(
            name: "IssuanceTests",
            dependencies: [
                "Issuance", "Registry", "MergedCode", "Trust", "Signing", "Storage", "COSE", "TestSupport",
            ]
        ),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "Registry", "Issuance", "Verification", "MergedCode", "Trust", "Signing", "COSE",
                "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(name: "WalletTests", dependencies: ["Wallet", "MergedCode", "Signing", "COSE", "TestSupport"]),
        .testTarget(name: "PrintedSheetTests", dependencies: ["PrintedSheet", "TestSupport"]),
        .testTarget(name: "AuditTests", dependencies: ["Audit", "COSE", "Signing", "TestSupport"]),
        .testTarget(
            name: "DeploymentTests",
            dependencies: [
                "Deployment", "Storage", "Issuance", "Registry", "MergedCode", "Trust", "Signing", "COSE",
                "TestSupport",
            ]
        ),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "Service", "Deployment", "Storage", "Wallet", "Issuance", "Registry", "Verification", "MergedCode",
                "Trust", "Signing", "COSE", "QRSymbol", "heyima-scan", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "heyima", "heyima-scan", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
    ],
    cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system && target.name != "CZXing" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
            .enableUpcomingFeature("ExistentialAny"),  // SE-0335
            .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
            .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
            .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
            .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
        ]
}
