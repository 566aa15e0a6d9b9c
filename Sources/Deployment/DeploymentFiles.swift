// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Signing

/// Where everything lies in a data directory.
public struct DeploymentFiles: Hashable, Sendable {
    /// The directory.
    public let directory: URL

    /// The files of a directory, whether they are there or not.
    public init(directory: URL) { self.directory = directory }

    /// Names, addresses and spans of time.
    public var settings: URL { directory.appending(path: "deployment.json") }
    /// The words that departments use, where they are others than Foshan's.
    public var catalogue: URL { directory.appending(path: "catalogue.json") }
    /// Tickets, credentials, the registry.
    public var database: URL { directory.appending(path: "heyima.sqlite") }
    /// Codes used, the trace, terminals: what verifying services keep.
    public var verification: URL { directory.appending(path: "verification.sqlite") }
    /// When the deployment was brought back from a backup; there only where it was.
    var restoration: URL { directory.appending(path: "restored.json") }
    /// The trust list as published.
    public var trustList: URL { directory.appending(path: "trust-list.cwt") }
    /// Private keys, each encrypted, and what is known about them.
    public var keys: URL { directory.appending(path: "keys") }
    /// The public half of the root key.
    public var rootPublicKey: URL { keys.appending(path: "root.pem") }
    /// The private half of the root key; it may be kept elsewhere.
    public var rootPrivateKey: URL { keys.appending(path: "root.p8") }
    /// What is known about the keys.
    public var keyRing: URL { keys.appending(path: "keys.json") }
    /// The key that personal data are sealed under, itself encrypted.
    public var sealingKey: URL { keys.appending(path: "sealing.key") }

    /// The key that takes its place, while that is under way.
    var nextSealingKey: URL { keys.appending(path: "sealing.next") }

    /// The private half of a key.
    public func privateKey(_ kid: String) -> URL { keys.appending(path: "\(kid).p8") }
}

/// Reading and writing of a deployment's files that are no secrets.
enum PlainFile {
    static func read(_ url: URL) throws(DeploymentError) -> [UInt8] {
        do { return [UInt8](try Data(contentsOf: url)) } catch {
            throw DeploymentError(.file, "cannot read \(url.path(percentEncoded: false))")
        }
    }

    /// Writes a file whole or not at all.
    static func write(_ bytes: [UInt8], to url: URL) throws(DeploymentError) {
        do { try Data(bytes).write(to: url, options: .atomic) } catch {
            throw DeploymentError(.file, "cannot write \(url.path(percentEncoded: false))")
        }
    }

    static func makeDirectory(_ url: URL, mode: Int = 0o755) throws(DeploymentError) {
        do {
            try FileManager.default.createDirectory(
                at: url,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: mode]
            )
        } catch { throw DeploymentError(.file, "cannot make \(url.path(percentEncoded: false))") }
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from url: URL) throws(DeploymentError) -> Value {
        let bytes = try read(url)
        do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
            throw DeploymentError(.damaged, "\(url.path(percentEncoded: false)) is not what it should be")
        }
    }

    static func encode(_ value: some Encodable) throws(DeploymentError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { return try [UInt8](encoder.encode(value)) + [UInt8(ascii: "\n")] } catch {
            throw DeploymentError(.damaged, "a value cannot be written")
        }
    }
}
