// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTPTypes

/// A request did not arrive whole in the time that it is given.
struct RequestTookTooLong: Error {}

/// Gives each request a time in which it has to arrive whole, so that nobody can hold a connection by sending slowly.
final class RequestDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let time: TimeAmount
    private var isUnderWay = false
    private var deadline: Scheduled<Void>?

    init(seconds: Int) { time = .seconds(Int64(seconds)) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isUnderWay = true
        case .body: break
        case .end: cancel()
        }
        context.fireChannelRead(data)
    }

    /// All that has arrived is read: most requests are whole by now, and need no timer.
    func channelReadComplete(context: ChannelHandlerContext) {
        if isUnderWay, deadline == nil {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            deadline = context.eventLoop.scheduleTask(in: time) {
                bound.value.fireErrorCaught(RequestTookTooLong())
            }
        }
        context.fireChannelReadComplete()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    private func cancel() {
        isUnderWay = false
        deadline?.cancel()
        deadline = nil
    }
}
