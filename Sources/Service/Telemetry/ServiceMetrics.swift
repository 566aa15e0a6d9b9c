// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Metrics
import Synchronization
import Verification

/// What the service measures of itself.
final class ServiceMetrics: Sendable {
    private struct RequestKey: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct VerdictKey: Hashable {
        let outcome: Outcome
        let how: String
        let reason: String
    }

    private let factory = PrometheusFactory()
    private let requests = Mutex<[RequestKey: Timer]>([:])
    private let verdicts = Mutex<[VerdictKey: Counter]>([:])

    /// Pictures whose helper process had to be ended or died.
    let scannerRestarts: Counter
    /// Entries of status lists that changed because the registry did.
    let statusChanges: Counter
    /// Upkeep that failed, such as for want of a key that may sign.
    let upkeepFailures: Counter

    init() {
        scannerRestarts = Counter(label: "heyima_scanner_restarts_total", factory: factory)
        statusChanges = Counter(label: "heyima_status_changes_total", factory: factory)
        upkeepFailures = Counter(label: "heyima_upkeep_failures_total", factory: factory)
    }

    /// All measurements as Prometheus reads them.
    var text: String { factory.text }

    /// A request was answered.
    func answered(route: String, method: HTTPRequest.Method, status: HTTPResponse.Status, in duration: Duration) {
        let key = RequestKey(route: route, method: Self.name(of: method), status: status.code)
        let timer = requests.withLock { requests in
            if let timer = requests[key] { return timer }
            let timer = Timer(
                label: "heyima_http_request_duration_seconds",
                dimensions: [("route", key.route), ("method", key.method), ("status", "\(key.status)")],
                factory: factory
            )
            requests[key] = timer
            return timer
        }
        timer.recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }

    /// A verdict was given.
    ///
    /// Its worst reason is counted with it: a closed list of words.
    func gave(_ verdict: Verdict, how: String) {
        let key = VerdictKey(
            outcome: verdict.outcome,
            how: how,
            reason: verdict.reasons.first?.code.rawValue ?? "none"
        )
        let counter = verdicts.withLock { verdicts in
            if let counter = verdicts[key] { return counter }
            let counter = Counter(
                label: "heyima_verdicts_total",
                dimensions: [("verdict", key.outcome.rawValue), ("how", how), ("reason", key.reason)],
                factory: factory
            )
            verdicts[key] = counter
            return counter
        }
        counter.increment()
    }

    /// Methods are a stranger's input: the usual ones by name, all others as one.
    static func name(of method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .delete, .patch, .options: method.rawValue
        default: "other"
        }
    }
}
