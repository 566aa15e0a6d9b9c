// SPDX-License-Identifier: Apache-2.0

import Testing
import Wallet

@Suite struct ServiceAddressTests {
    @Test(arguments: [
        ("https://heyima.example", "https://heyima.example"), ("HTTPS://Heyima.Example/", "https://heyima.example"),
        ("https://heyima.example:443", "https://heyima.example"),
        ("https://heyima.example:8443", "https://heyima.example:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://127.8.9.1", "http://127.8.9.1"),
        ("http://localhost:80", "http://localhost"), ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://社保.example", "https://xn--ruqr22h.example"), ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
    ])
    func `https anywhere and http on this machine have one origin`(text: String, origin: String) throws {
        #expect(try ServiceAddress(text).origin == origin)
    }

    @Test(arguments: [
        "http://heyima.example", "http://10.0.0.1:8080", "http://127.0.0.1.heyima.example", "http://127.0.0.256",
        "http://127.1", "http://localhost.heyima.example", "http://[::2]", "http://0.0.0.0:8080",
    ])
    func `http elsewhere needs the consent that is named after its risk`(text: String) throws {
        #expect { try ServiceAddress(text) } throws: { ($0 as? WalletError)?.code == .serviceUnencrypted }
        #expect(try ServiceAddress(acceptingUnencryptedUnsafe: text).origin == text)
    }

    @Test(arguments: [
        "", "heyima.example", "ftp://heyima.example", "https://", "https://heyima.example/v1", "https://a.example?x",
        "https://a.example#x", "https://user@a.example", "https://user:word@a.example", "https://a.example:0",
        "https://a.example:99999", "https://a%2eexample", "file:///etc/passwd", "https://a b",
    ])
    func `what is no address is refused, with consent too`(text: String) {
        for make in [{ try ServiceAddress(text) }, { try ServiceAddress(acceptingUnencryptedUnsafe: text) }] {
            #expect { try make() } throws: { ($0 as? WalletError)?.code == .serviceAddress }
        }
    }
}
