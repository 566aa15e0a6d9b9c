// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// What Heyima costs, measured against the libraries under it. A package of its own, so that nobody who uses Heyima
// builds it.

import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "heyima", path: "../"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // The libraries under ours, called as one would call them without us.
        .target(
            name: "CPeers",
            linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("qrencode"), .linkedLibrary("png")]
        ),
        // A link to Tests/TestSupport: the deployment that the tests have.
        .target(name: "VirtualDeployment", dependencies: [.product(name: "Heyima", package: "heyima")]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CPeers", "VirtualDeployment",
                .product(name: "Heyima", package: "heyima"),
                .product(name: "HeyimaService", package: "heyima"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        // The service with a clock that stands still, in a process of its own.
        .executableTarget(
            name: "bench-server",
            dependencies: [
                .product(name: "HeyimaService", package: "heyima"), .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ]
)

for target in package.targets where target.name != "CPeers" {
    target.swiftSettings = [
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
