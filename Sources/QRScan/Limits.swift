// SPDX-License-Identifier: Apache-2.0

/// Every bound on what a picture may cost, all settled before a pixel is decoded.
public enum Limits {
    /// The largest picture file, in bytes.
    public static let fileBytes = 24 << 20
    /// The most memory that reading one picture may take at its peak, in bytes.
    public static let peakMemory = 64 << 20
    /// The most pixels a compressed picture may declare: it bounds the time that decoding takes.
    static let declaredPixels = 64 << 20
    /// The most bytes a PNG file's pixels may inflate to: the same bound for files of many bits a pixel.
    static let inflatedBytes = 96 << 20
    /// The most pixels that are looked at in full; larger pictures are reduced while or right after they are decoded.
    static let fullPixels = 12_582_912
    /// What the changed copies of a picture and their readers take at most, in bytes: the largest is a picture of
    /// ``Budget/ladderPixels`` doubled in both directions.
    static let ladderMemory = 20 << 20
    /// The most symbols looked for in one picture.
    static let symbols = 16
}
