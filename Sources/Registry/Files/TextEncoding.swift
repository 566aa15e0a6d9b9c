// SPDX-License-Identifier: Apache-2.0

/// The encodings that departments' files come in.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "utf-8"
    /// GB 18030, which includes GBK and GB 2312.
    case gb18030
}
