// SPDX-License-Identifier: Apache-2.0

extension QRSymbol {
    /// An SVG picture with the quiet zone: a white ground and one black path.
    ///
    /// - Parameter moduleSize: Side of a module in CSS pixels (1/96 inch), at least 1. The drawing scales to any size
    ///   without loss; this is the size at which it shows when nobody says otherwise.
    /// - Returns: A whole SVG document.
    public func svg(moduleSize: Int = 4) -> String {
        precondition(moduleSize >= 1, "a module has a size")
        let side = size + 2 * Self.quietZone
        let shown = side * moduleSize
        var path = ""
        for y in 0..<size {
            forEachDarkRun(inRow: y) { run in
                path += "M\(run.lowerBound + Self.quietZone) \(y + Self.quietZone)h\(run.count)v1h-\(run.count)z"
            }
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(shown)" height="\(shown)" viewBox="0 0 \(side) \(side)" \
            shape-rendering="crispEdges">
            <rect width="\(side)" height="\(side)" fill="#fff"/>
            <path fill="#000" d="\(path)"/>
            </svg>

            """
    }
}
