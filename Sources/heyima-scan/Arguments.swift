// SPDX-License-Identifier: Apache-2.0

/// What was asked for in a way that cannot be answered.
struct UsageError: Error {
    let message: String
}

/// The command line.
struct Arguments {
    enum Mode {
        case help
        case serve
        case once(Request)
    }

    let mode: Mode

    init(_ arguments: some Sequence<String>) throws(UsageError) {
        var request = Request()
        var isRequest = false
        var serves = false
        var iterator = arguments.makeIterator()
        while let argument = iterator.next() {
            switch argument {
            case "--help", "-h":
                mode = .help
                return
            case "--serve":
                serves = true
                continue
            case "--camera": request.camera = true
            case "--prefix":
                guard let prefix = iterator.next() else { throw UsageError(message: "--prefix needs a text") }
                request.prefix = prefix
            case "--luma":
                guard let shape = iterator.next().flatMap(Request.Shape.init) else {
                    throw UsageError(message: "--luma needs WIDTHxHEIGHT or WIDTHxHEIGHTxSTRIDE")
                }
                request.luma = shape
            default: throw UsageError(message: "unknown argument '\(argument)'")
            }
            isRequest = true
        }
        guard !(serves && isRequest) else { throw UsageError(message: "--serve takes its options from each request") }
        mode = serves ? .serve : .once(request)
    }
}

extension Request.Shape {
    /// Reads `WIDTHxHEIGHT` or `WIDTHxHEIGHTxSTRIDE`.
    fileprivate init?(_ text: String) {
        let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(numbers.count), let width = numbers[0], let height = numbers[1] else { return nil }
        if numbers.count == 3, numbers[2] == nil { return nil }
        self.init(width: width, height: height, stride: numbers.count == 3 ? numbers[2] : nil)
    }
}
