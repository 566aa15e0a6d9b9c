// SPDX-License-Identifier: Apache-2.0

import Glibc
import QRScan

/// The helper process in which pictures are decoded: a picture on standard input, one line of JSON on standard output.
///
/// Hostile pictures reach C libraries here and nowhere else. It holds no keys, opens no files, and its death costs its
/// parent one `image_unreadable`.
@main
enum HeyimaScan {
    private static let usage = """
        Usage: heyima-scan [--camera] [--prefix PREFIX] [--luma WIDTHxHEIGHT[xSTRIDE]] < PICTURE
               heyima-scan --serve

        Finds the texts of the QR symbols in a PNG or JPEG picture, or in raw 8-bit luma, and writes
        {"texts":[{"text":…,"format":"qr_code","by":"zxing|zbar","rung":…}],"error":null|{"code":…,"message":…},
        "milliseconds":…} in one line.

          --camera   look for 40 ms, as at one frame of many, not for 400 ms
          --prefix   look on until a text starts with PREFIX
          --serve    answer requests until the end of input; a request is the length of a header in 4 bytes, big-endian,
                     the header {"bytes":N,"camera":true|false,"prefix":…,"luma":{"width":…,"height":…,"stride":…}},
                     all but "bytes" optional, and N bytes of picture

        """

    static func main() {
        Confinement.enter()
        do {
            let arguments = try Arguments(CommandLine.arguments.dropFirst())
            switch arguments.mode {
            case .help: Output.write(usage)
            case .serve: try serve()
            case .once(let request): answerOnce(request)
            }
        } catch {
            Output.complain(error.message)
            exit(2)
        }
    }

    private static func answerOnce(_ request: Request) {
        // One byte more than allowed is enough to tell that a file is too large.
        let bytes = Input.read(upTo: request.byteLimit + 1)
        Output.write(Answer(to: request, bytes: bytes, scanner: Scanner()).line)
    }

    private static func serve() throws(UsageError) {
        let scanner = Scanner()
        while let request = try Request.next() {
            guard let count = request.bytes, (0...request.byteLimit).contains(count) else {
                throw UsageError(message: "a request without \"bytes\" or with too many")
            }
            let bytes = Input.read(upTo: count)
            guard bytes.count == count else { throw UsageError(message: "the input ends within a request") }
            Output.write(Answer(to: request, bytes: bytes, scanner: scanner).line)
        }
    }
}
