// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled alike: Swift 6 mode, nothing imported by accident, no warning left standing.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioTestUtils = Target.Dependency.product(name: "NIOTestUtils", package: "swift-nio")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let persistent = Target.Dependency.product(
  name: "HashTreeCollections", package: "swift-collections")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "rosemary",
  products: [.executable(name: "rosemary", targets: ["rosemary"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // C, reached through one seam.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CBLAS", providers: [.apt(["libopenblas-dev"])]),
    library("CKernels", []),
    library("LinearAlgebra", ["CBLAS", "CKernels"]),

    // Pure values.
    library("KnowledgeModel", []),
    library("Language", ["KnowledgeModel", "LinearAlgebra"]),
    library("Belief", ["KnowledgeModel"]),
    library("InterestDecay", ["KnowledgeModel"]),
    library("WireProtocol", ["KnowledgeModel"]),
    library("SystemSeam", ["KnowledgeModel", "CZlib"]),

    // Engines, ignorant of each other.
    library("AMR", ["KnowledgeModel", "Language"]),
    library("LexicalSearch", ["KnowledgeModel"]),
    library("GraphStore", ["KnowledgeModel", "Belief", "InterestDecay", grdb, crypto]),

    // Services.
    library("Ingestion", ["KnowledgeModel", "AMR", "GraphStore", logging]),
    library(
      "Retrieval",
      [
        "KnowledgeModel", "Language", "AMR", "Belief", "InterestDecay", "LexicalSearch",
        "GraphStore", persistent,
      ]),

    // Edges of the system.
    library("SlackImport", ["KnowledgeModel", "SystemSeam"]),
    library(
      "Server",
      [
        "KnowledgeModel", "SystemSeam", "WireProtocol", "AMR", "InterestDecay", "GraphStore",
        "Ingestion", "Retrieval", nioCore, nioPosix, lifecycle, logging,
      ]),
    .executableTarget(
      name: "rosemary",
      dependencies: [
        "KnowledgeModel", "WireProtocol", "Language", "AMR", "SlackImport", "Server",
        "SystemSeam", lifecycle, signals, logging, arguments,
      ],
      swiftSettings: strict),

    tests("TidyTests", []),
    tests("KnowledgeModelTests", ["SeededTesting", "KnowledgeModel"]),
    tests("BeliefTests", ["SeededTesting", "KnowledgeModel", "Belief"]),
    tests("InterestDecayTests", ["SeededTesting", "KnowledgeModel", "InterestDecay"]),
    tests(
      "GraphStoreTests",
      [
        "SeededTesting", "KnowledgeModel", "Belief", "InterestDecay", "GraphStore", "StoreTesting",
        grdb,
      ]),
    tests(
      "IngestionTests",
      [
        "SeededTesting", "KnowledgeModel", "Language", "AMR", "GraphStore", "Ingestion",
        "StoreTesting", logging,
      ]),
    // Random numbers that a seed determines.
    .target(name: "SeededTesting", path: "Tests/SeededTesting", swiftSettings: strict),
    // A file layer that loses what was not synced, and what the tests of the store share.
    .target(
      name: "CFaultVFS", path: "Tests/CFaultVFS", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(
      name: "StoreTesting", dependencies: ["KnowledgeModel", "GraphStore", "CFaultVFS"],
      path: "Tests/StoreTesting", swiftSettings: strict),
    tests("LinearAlgebraTests", ["SeededTesting", "LinearAlgebra"]),
    tests("LanguageTests", ["SeededTesting", "KnowledgeModel", "Language", "LinearAlgebra"]),
    tests("AMRTests", ["SeededTesting", "KnowledgeModel", "Language", "AMR"]),
    tests("LexicalSearchTests", ["SeededTesting", "LexicalSearch"]),
    tests("SystemSeamTests", ["SeededTesting", "KnowledgeModel", "SystemSeam", "CZlib"]),
    tests("WireProtocolTests", ["SeededTesting", "KnowledgeModel", "WireProtocol"]),
    tests(
      "ServerNetworkTests",
      [
        "KnowledgeModel", "WireProtocol", "Server", nioCore, nioPosix, nioEmbedded, nioTestUtils,
        lifecycle, logging,
      ]),
    tests(
      "ServerTests",
      [
        "SeededTesting",
        "KnowledgeModel", "Language", "SystemSeam", "WireProtocol", "AMR", "LexicalSearch",
        "GraphStore", "Ingestion", "Retrieval", "SlackImport", "Server", logging, lifecycle,
      ]),
    tests(
      "RetrievalTests",
      [
        "SeededTesting",
        "KnowledgeModel", "Language", "AMR", "InterestDecay", "LexicalSearch", "GraphStore",
        "Ingestion", "Retrieval", "SlackImport", logging,
      ]),
    tests(
      "SlackImportTests", ["SeededTesting", "KnowledgeModel", "SystemSeam", "SlackImport", "CZlib"]),
  ]
)
