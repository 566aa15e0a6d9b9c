// SPDX-License-Identifier: Apache-2.0

import CPeers
import Crypto
import QRSymbol
import Signing
import VirtualDeployment

/// From a credential to the picture of a code, against a signature, libqrencode and libpng alone.
enum SymbolGroup {
    private static let codes = 8
    private static let rounds = 41
    private static let scale = 4

    static func measure(_ report: (Figure) -> Void) async throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let key = P256.Signing.PrivateKey()
        let text = try deployment.dynamic(credential)
        let message = try Sample(text).holderProof.message
        let symbol = try QRSymbol(encoding: text)
        let comparison = try await Comparison(rounds: rounds) { _ in
            for _ in 0..<codes {
                let picture = try QRSymbol(encoding: deployment.dynamic(credential)).png(scale: scale)
                try expect(!picture.isEmpty, "an empty picture")
            }
        } peer: { _ in
            for _ in 0..<codes {
                let signature = try key.signature(for: SHA256.hash(data: message))
                try expect(signature.rawRepresentation.count == 64, "a signature of another length")
                try expect(picture(of: text, like: symbol) > 0, "libqrencode or libpng failed")
            }
        }
        report(
            Figure(
                name: "symbol.png version \(symbol.version), scale \(scale)",
                value: comparison.ours.median / Double(codes) * 1e6,
                unit: "µs",
                ratio: comparison.ratio,
                target: .atMost(1.25)
            )
        )
    }

    /// The size of the peer's file.
    private static func picture(of text: String, like symbol: QRSymbol) -> Int {
        let capacity = 1 << 17
        var count = 0
        _ = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, written in
            count = unsafe peer_symbol_png(
                text,
                Int32(symbol.version),
                Int32(symbol.level.rawValue),
                Int32(scale),
                Int32(QRSymbol.quietZone),
                buffer.baseAddress,
                capacity
            )
            written = count
        }
        return count
    }
}
