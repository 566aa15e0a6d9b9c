// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Verification

/// Tells whoever sends what is no HTTP, or more header fields than are taken, the problem as a document.
///
/// There is no request then that a route could answer: Hummingbird answers with status 400 and nothing else, and closes. Here that
/// bare answer becomes ours, and the closing stays with Hummingbird.
final class ParserProblems: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var problem: ProblemDocument?

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError { problem = ProblemDocument(error) }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // An answer of a route has a body whenever its status is 400, so this one is not a route's.
        guard let problem, case .head(let bare) = unwrapOutboundIn(data), bare.status == .badRequest,
            bare.headerFields[.contentLength] == "0"
        else { return context.write(data, promise: promise) }
        let body = problem.json(in: .english)
        var head = HTTPResponse(status: problem.kind.status, headerFields: problem.fields(in: .english))
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.xContentTypeOptions] = "nosniff"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: promise)
    }
}
