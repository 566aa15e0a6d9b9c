// SPDX-License-Identifier: Apache-2.0

/// Why no text came out of a picture.
///
/// Two errors are equal when their codes are.
public struct QRScanError: Error, Hashable, Sendable {
    /// A stable reason; its text is the problem code that services answer with.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable text of the code.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// More pixels, bytes or memory than a picture may take.
        public static let imageTooLarge = Code("image_too_large")
        /// Not a picture, or a damaged or truncated one.
        public static let imageUnreadable = Code("image_unreadable")
        /// A picture in which no QR symbol was found.
        public static let qrNotFound = Code("qr_not_found")
    }

    /// The stable reason.
    public let code: Code
    /// What was expected and found, for people.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether both stand for the same reason.
    public static func == (left: QRScanError, right: QRScanError) -> Bool { left.code == right.code }

    /// Feeds the reason to the hasher.
    ///
    /// - Parameter hasher: takes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
