// SPDX-License-Identifier: Apache-2.0

/// A change made to a picture before it is looked at.
public enum Rung: String, CaseIterable, Sendable {
    /// As it came, or reduced to the budget's pixels for a look: quick, and noise averages out.
    case direct
    /// As it came, where `direct` was reduced: for symbols of small modules in large pictures.
    case full
    /// Negative.
    case inverted
    /// Smoothed: against noise.
    case blurred
    /// Black and white by the mean around each pixel, after smoothing: against low contrast and uneven light.
    case thresholded
    /// Half as wide and high: against noise.
    case halved
    /// A third as wide and high: against heavy noise.
    case thirded
    /// Twice as wide and high: for small modules.
    case doubled
    /// Turned by 45°: zbar looks along rows and columns only.
    case rotated

    /// The changed picture, or nil where the change cannot help.
    func applied(to luma: Luma) -> Luma? {
        switch self {
        case .direct, .full: luma
        case .inverted: luma.inverted
        case .blurred: luma.blurred
        case .thresholded: luma.blurred.thresholded
        case .halved: smallestSide(of: luma) >= 2 * Self.smallestReduced ? luma.reduced(by: 2) : nil
        case .thirded: smallestSide(of: luma) >= 3 * Self.smallestReduced ? luma.reduced(by: 3) : nil
        case .doubled: luma.doubled
        case .rotated: luma.rotatedSide * luma.rotatedSide <= Self.rotatedRatio * luma.pixels.count ? luma.rotated : nil
        }
    }

    /// How many pixels the changed picture has for each one of the picture's.
    var pixelRatio: Double {
        switch self {
        case .direct, .full, .inverted, .blurred, .thresholded: 1
        case .halved: 1.0 / 4
        case .thirded: 1.0 / 9
        case .doubled: 4
        case .rotated: Double(Self.rotatedRatio)
        }
    }

    /// A version 9 symbol at three pixels a module does not fit in less.
    private static let smallestReduced = 180

    /// A square turned by 45° takes twice its pixels, a strip any multiple; it stays as it is.
    private static let rotatedRatio = 3

    private func smallestSide(of luma: Luma) -> Int { min(luma.width, luma.height) }
}
