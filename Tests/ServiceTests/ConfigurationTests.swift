// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Service

struct ConfigurationTests {
    private func file(_ text: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "service-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: url)
        return url
    }

    @Test func `a flag wins over the environment, and that over the file`() async throws {
        let file = try file(
            #"{"serve": "issue", "limits": {"picture": 2048, "jsonBody": 4096}, "listen": "0.0.0.0:1"}"#
        )
        let configuration = try await ServiceConfiguration(
            file: file,
            environment: ["HEYIMA_LIMITS_PICTURE": "4096", "HEYIMA_SERVE": "all", "HEYIMA_LIMITS_JSON_BODY": "2048"],
            flags: ["serve": "verify"]
        )
        #expect(configuration.mode == .verify)
        #expect(configuration.limits.picture == 4096)
        #expect(configuration.limits.jsonBody == 2048)
        #expect(configuration.listen == .init(host: "0.0.0.0", port: 1))
    }

    @Test func `paths in a file begin at its directory`() async throws {
        let file = try file(#"{"items": "items.json", "tls": {"certificate": "/etc/c.pem", "key": "k.pem"}}"#)
        let configuration = try await ServiceConfiguration(file: file, environment: [:], flags: [:])
        let directory = file.deletingLastPathComponent()
        #expect(configuration.items?.path == directory.appending(path: "items.json").path)
        #expect(configuration.tlsCertificate?.path == "/etc/c.pem")
    }

    @Test(arguments: [
        (#"{"serve": "everything"}"#, "serve"), (#"{"serve": 1}"#, "serve"), (#"{"listen": "8080"}"#, "listen"),
        (#"{"listen": "a:b"}"#, "listen"), (#"{"limits": {"picture": 1}}"#, "limits.picture"),
        (#"{"limits": {"picture": "big"}}"#, "limits.picture"), (#"{"limits": {"pictures": 4096}}"#, "limits.pictures"),
        (#"{"tls": {"certificate": "c.pem"}}"#, "tls.key"), (#"{"log": {"level": "loud"}}"#, "log.level"),
        (#"{"behindProxy": "perhaps"}"#, "behindProxy"), (#"{"database": "file"}"#, "database"),
    ])
    func `a value that a key does not take is refused by the key's name`(_ text: String, _ key: String) async throws {
        let file = try file(text)
        await #expect {
            _ = try await ServiceConfiguration(file: file, environment: [:], flags: [:])
        } throws: { error in
            (error as? ServiceError)?.code == .configuration && "\(error)".contains(key)
        }
    }

    @Test(arguments: ["[1]", "{", "", "\"serve\""])
    func `a file that is no object of settings is refused`(_ text: String) async throws {
        let file = try file(text)
        await #expect(throws: ServiceError(.configuration, "")) {
            _ = try await ServiceConfiguration(file: file, environment: [:], flags: [:])
        }
    }

    @Test func `a flag and a variable that are wrong are refused too`() async throws {
        await #expect(throws: ServiceError(.configuration, "")) {
            _ = try await ServiceConfiguration(file: nil, environment: [:], flags: ["limits.picture": "x"])
        }
        await #expect(throws: ServiceError(.configuration, "")) {
            _ = try await ServiceConfiguration(file: nil, environment: ["HEYIMA_SERVE": "x"], flags: [:])
        }
        await #expect(throws: ServiceError(.configuration, "")) {
            _ = try await ServiceConfiguration(file: nil, environment: [:], flags: ["colour": "red"])
        }
    }

    @Test func `what is shown of a configuration holds no secret`() async throws {
        let url = "postgres://heyima:hunter2@db.example/heyima"
        let configuration = try await ServiceConfiguration(
            file: nil,
            environment: ["HEYIMA_DATABASE": url],
            flags: [:]
        )
        #expect(configuration.database == url)
        #expect(configuration.redactedLines.contains("database = <redacted>"))
        #expect(!configuration.redactedLines.joined().contains("hunter2"))
        #expect(configuration.redactedLines.contains("limits.picture = 8388608"))
    }

    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:0", "::1", 0), ("heyima.example:443", "heyima.example", 443),
    ])
    func `an address is a host and a port`(_ text: String, _ host: String, _ port: Int) {
        let address = ServiceConfiguration.Address(text)
        #expect(address == .init(host: host, port: port))
        #expect(address?.description == text)
    }

    @Test(arguments: ["", ":", ":80", "host", "host:", "host:65536", "host:-1", "host:8 ", "a/b:80", "[::1:80"])
    func `another text is no address`(_ text: String) { #expect(ServiceConfiguration.Address(text) == nil) }
}
