// SPDX-License-Identifier: Apache-2.0

/// One look at a picture: a change and a reader.
struct Step: Hashable, Sendable {
    let rung: Rung
    let reader: Reader

    /// All looks in the order of what they find for their time; the first one is always taken.
    static let ladder: [Step] = [
        Step(rung: .direct, reader: .zxing),
        Step(rung: .full, reader: .zxing),
        Step(rung: .thresholded, reader: .zxing),
        Step(rung: .inverted, reader: .zxing),
        Step(rung: .halved, reader: .zbar),
        Step(rung: .blurred, reader: .zxing),
        Step(rung: .halved, reader: .zxing),
        Step(rung: .direct, reader: .zbar),
        Step(rung: .thirded, reader: .zbar),
        Step(rung: .doubled, reader: .zxing),
        Step(rung: .thresholded, reader: .zbar),
        Step(rung: .inverted, reader: .zbar),
        Step(rung: .rotated, reader: .zbar),
        Step(rung: .doubled, reader: .zbar),
    ]

    /// Whether zxing-cpp also looks between scan lines and in reduced copies.
    var isThorough: Bool { !isChanged }

    private var isChanged: Bool { rung != .direct && rung != .full }

    /// How long the step is expected to take, change included.
    ///
    /// Nanoseconds a pixel as measured on noise, the worst case, on a server of 2023; ``Scanner`` corrects it by what
    /// earlier steps took.
    func cost(pixels: Int) -> Duration {
        let reading: Double =
            switch reader {
            case .zxing: isThorough ? 11 : 6
            case .zbar: 33
            }
        return .nanoseconds(Int64(Double(pixels) * (rung.pixelRatio * reading + (isChanged ? 5 : 0))))
    }
}
