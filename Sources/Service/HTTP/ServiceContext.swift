// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Synchronization
import Verification

/// What belongs to one request on its way.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the other end of the connection, without its port; `nil` where there is no connection.
    let peer: String?
    /// What the log says of the request besides the route.
    let notes = RequestNotes()

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }
}

/// What is found out about a request while it is answered, for the log line at its end: ids, never what was sent.
final class RequestNotes: Sendable {
    private struct Values {
        var terminal: String?
        var auditID: String?
    }

    private let values = Mutex(Values())

    /// The id of the terminal or department that asks.
    var terminal: String? {
        get { values.withLock { $0.terminal } }
        set { values.withLock { $0.terminal = newValue } }
    }

    /// The id under which the verification stands in the trace.
    var auditID: String? {
        get { values.withLock { $0.auditID } }
        set { values.withLock { $0.auditID = newValue } }
    }
}
