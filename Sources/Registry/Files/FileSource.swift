// SPDX-License-Identifier: Apache-2.0

/// Gives a file's bytes piece by piece, nil at its end; a piece may be empty.
public typealias FileSource = () throws -> [UInt8]?
