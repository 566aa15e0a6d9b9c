// SPDX-License-Identifier: Apache-2.0

/// The changes that make a symbol readable which was not; each costs a bounded number of steps a pixel.
extension Luma {
    /// Black for white: symbols are found only where dark modules lie on a light ground.
    var inverted: Luma { Luma(width: width, height: height, pixels: pixels.map { ~$0 }) }

    /// Both sides divided by `factor`, each pixel the mean of a square: noise averages out.
    func reduced(by factor: Int) -> Luma {
        let (columns, rows) = (width / factor, height / factor)
        guard factor > 1, columns > 0, rows > 0 else { return self }
        var result = [UInt8](repeating: 0, count: columns * rows)
        var sums = [UInt32](repeating: 0, count: columns)
        // Multiplying by the rounded-up reciprocal is exact for sums of up to 255 × area, area below 2¹⁶.
        let area = UInt64(factor * factor)
        let reciprocal = ((1 << 40) + area - 1) / area
        let source = pixels.span
        var target = result.mutableSpan
        for row in 0..<rows {
            for column in 0..<columns { sums[column] = 0 }
            for line in row * factor..<(row + 1) * factor {
                var index = line * width
                for column in 0..<columns {
                    var sum: UInt32 = 0
                    for _ in 0..<factor {
                        sum &+= UInt32(source[index])
                        index &+= 1
                    }
                    sums[column] &+= sum
                }
            }
            for column in 0..<columns {
                target[row * columns + column] = UInt8(truncatingIfNeeded: (UInt64(sums[column]) &* reciprocal) >> 40)
            }
        }
        return Luma(width: columns, height: rows, pixels: result)
    }

    /// The binomial filter (1 2 1) in both directions; the outermost pixels stay.
    var blurred: Luma {
        guard width > 2, height > 2 else { return self }
        var result = pixels
        var sums = [UInt16](repeating: 0, count: width)
        let source = pixels.span
        var target = result.mutableSpan
        for row in 1..<height - 1 {
            let start = row * width
            for column in 0..<width {
                let index = start &+ column
                sums[column] =
                    UInt16(source[index &- width]) &+ 2 &* UInt16(source[index]) &+ UInt16(source[index &+ width])
            }
            for column in 1..<width - 1 {
                let sum = sums[column &- 1] &+ 2 &* sums[column] &+ sums[column &+ 1]
                target[start &+ column] = UInt8(truncatingIfNeeded: (sum &+ 8) >> 4)
            }
        }
        return Luma(width: width, height: height, pixels: result)
    }

    /// Black where a pixel is darker than the mean around it, white elsewhere: for low contrast and uneven light.
    ///
    /// The neighbourhood is a square with a side of about an eighth of the picture, several modules of any symbol that
    /// is large enough to be read.
    var thresholded: Luma {
        let radius = max(8, min(width, height) / 16)
        var result = [UInt8](repeating: 255, count: pixels.count)
        var columns = [UInt32](repeating: 0, count: width)
        let source = pixels.span
        var target = result.mutableSpan
        for line in 0..<min(radius, height) {
            for column in 0..<width { columns[column] &+= UInt32(source[line * width + column]) }
        }
        for row in 0..<height {
            let (entering, leaving) = (row + radius, row - radius - 1)
            if entering < height {
                for column in 0..<width { columns[column] &+= UInt32(source[entering &* width &+ column]) }
            }
            if leaving >= 0 {
                for column in 0..<width { columns[column] &-= UInt32(source[leaving &* width &+ column]) }
            }
            let lines = UInt32(min(entering, height - 1) - max(leaving, -1))
            var sum: UInt32 = 0
            for column in 0..<min(radius, width) { sum &+= columns[column] }
            for column in 0..<width {
                if column + radius < width { sum &+= columns[column &+ radius] }
                if column > radius { sum &-= columns[column &- radius &- 1] }
                let count = lines &* UInt32(min(column + radius, width - 1) - max(column - radius, 0) + 1)
                let index = row &* width &+ column
                // Two steps below the mean, so that an even ground stays white.
                if (UInt32(source[index]) &+ 2) &* count < sum { target[index] = 0 }
            }
        }
        return Luma(width: width, height: height, pixels: result)
    }

    /// Twice as wide and high, with linear interpolation: for modules of barely more than a pixel.
    var doubled: Luma {
        let (columns, rows) = (width * 2, height * 2)
        var result = [UInt8](repeating: 0, count: columns * rows)
        let source = pixels.span
        var target = result.mutableSpan
        for row in 0..<rows {
            // A pixel's two copies lie a quarter to either side of it: three parts of it and one of its neighbour.
            let line = row / 2 * width
            let other = min(max(row & 1 == 0 ? row / 2 - 1 : row / 2 + 1, 0), height - 1) * width
            for column in 0..<width {
                let (left, right) = (max(column - 1, 0), min(column + 1, width - 1))
                let here = 3 &* UInt16(source[line &+ column]) &+ UInt16(source[other &+ column])
                let before = 3 &* UInt16(source[line &+ left]) &+ UInt16(source[other &+ left])
                let after = 3 &* UInt16(source[line &+ right]) &+ UInt16(source[other &+ right])
                let index = row &* columns &+ 2 &* column
                target[index] = UInt8(truncatingIfNeeded: (3 &* here &+ before &+ 8) >> 4)
                target[index &+ 1] = UInt8(truncatingIfNeeded: (3 &* here &+ after &+ 8) >> 4)
            }
        }
        return Luma(width: columns, height: rows, pixels: result)
    }

    /// Each side of the picture turned by 45°, in pixels.
    var rotatedSide: Int { Int((Double(width + height) * 0.5.squareRoot()).rounded(.up)) }

    /// Turned by 45° on a mid-grey ground, at the same scale.
    var rotated: Luma {
        let side = rotatedSide
        var result = [UInt8](repeating: 128, count: side * side)
        let source = pixels.span
        var target = result.mutableSpan
        // 16.16 fixed point: a step along a row of the result is one of (√½, √½) in the source.
        let step = 46_341
        let half = side / 2
        for row in 0..<side {
            var x = (width << 15) + (-half - (row - half)) * step
            var y = (height << 15) + (-half + (row - half)) * step
            for column in 0..<side {
                let (sourceX, sourceY) = (x >> 16, y >> 16)
                if sourceX >= 0, sourceX < width, sourceY >= 0, sourceY < height {
                    target[row &* side &+ column] = source[sourceY &* width &+ sourceX]
                }
                x &+= step
                y &+= step
            }
        }
        return Luma(width: side, height: side, pixels: result)
    }
}
