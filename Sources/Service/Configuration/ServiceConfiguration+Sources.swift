// SPDX-License-Identifier: Apache-2.0

import Configuration
public import Foundation
import Logging
import SystemPackage

extension ServiceConfiguration {
    /// A configuration from a file, the environment and flags; the later one wins.
    ///
    /// A key such as `limits.picture` is nested in the file, `HEYIMA_LIMITS_PICTURE` in the environment. A key of the file
    /// that there is not is refused, since a misspelt limit would be none.
    ///
    /// - Parameters:
    ///   - file: JSON; `nil` for none. Relative paths in it are taken from its directory.
    ///   - environment: the environment.
    ///   - flags: values by key, as of a command line.
    /// - Throws: ``ServiceError`` `service.configuration`, which names the key.
    public init(file: URL?, environment: [String: String], flags: [String: String]) async throws {
        self.init()
        let sources = try await Sources(file: file, environment: environment, flags: flags)
        for setting in Setting.all {
            guard let (value, origin) = try sources.value(of: setting) else { continue }
            guard setting.take(value, file?.deletingLastPathComponent(), &self) else {
                throw ServiceError(.configuration, "\(setting.key) (\(origin)): expected \(setting.expected)")
            }
        }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ServiceError(.configuration, "tls.certificate and tls.key go together: one of them is missing")
        }
    }

    /// The configuration as lines of `key = value`, secrets as `<redacted>`.
    public var redactedLines: [String] {
        Setting.all.compactMap { setting in
            setting.show(self).map { "\(setting.key) = \(setting.isSecret ? "<redacted>" : $0)" }
        }
    }
}

/// Where values come from, the strongest first.
private struct Sources {
    private let providers: [(name: String, provider: any ConfigProvider)]

    init(file: URL?, environment: [String: String], flags: [String: String]) async throws {
        let secrets = Set(Setting.all.filter(\.isSecret).map(\.key))
        let values = try flags.map { key, text in
            guard let setting = Setting.all.first(where: { $0.key == key }) else {
                throw ServiceError(.configuration, "there is no setting \(key)")
            }
            return (AbsoluteConfigKey(setting), ConfigValue(setting.content(of: text), isSecret: setting.isSecret))
        }
        var providers: [(String, any ConfigProvider)] = [
            ("flag", InMemoryProvider(values: Dictionary(values) { $1 })),
            (
                "environment",
                EnvironmentVariablesProvider(
                    environmentVariables: environment,
                    secretsSpecifier: .specific(Set(secrets.map { "HEYIMA_" + $0.uppercased() }))
                )
                .prefixKeys(with: "heyima")
            ),
        ]
        if let file {
            try Self.checkKeys(of: file)
            do {
                providers.append(
                    (
                        file.lastPathComponent,
                        try await FileProvider<JSONSnapshot>(
                            parsingOptions: .init(secretsSpecifier: .specific(secrets)),
                            filePath: FilePath(file.path(percentEncoded: false))
                        )
                    )
                )
            } catch {
                throw ServiceError(.configuration, "\(file.lastPathComponent) is no JSON object of settings")
            }
        }
        self.providers = providers
    }

    /// The value of a setting from the first source that has one.
    func value(of setting: Setting) throws(ServiceError) -> (ConfigContent, String)? {
        let key = AbsoluteConfigKey(setting)
        for (name, provider) in providers {
            do {
                if let value = try provider.value(forKey: key, type: setting.type).value {
                    return (value.content, name)
                }
            } catch { throw ServiceError(.configuration, "\(setting.key) (\(name)): expected \(setting.expected)") }
        }
        return nil
    }

    private static func checkKeys(of file: URL) throws(ServiceError) {
        guard let data = try? Data(contentsOf: file) else {
            throw ServiceError(.configuration, "cannot read \(file.path(percentEncoded: false))")
        }
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw ServiceError(.configuration, "\(file.lastPathComponent) is no JSON object of settings")
        }
        let known = Set(Setting.all.map(\.key))
        func unknown(_ object: [String: Any], under prefix: String) -> String? {
            for (name, value) in object {
                let key = prefix + name
                if let nested = value as? [String: Any] {
                    if let found = unknown(nested, under: key + ".") { return found }
                } else if !known.contains(key) {
                    return key
                }
            }
            return nil
        }
        if let key = unknown(object, under: "") {
            throw ServiceError(.configuration, "\(file.lastPathComponent): there is no setting \(key)")
        }
    }
}

extension AbsoluteConfigKey {
    fileprivate init(_ setting: Setting) { self.init(setting.key.split(separator: ".").map(String.init)) }
}
