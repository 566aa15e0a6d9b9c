// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// Keeps measurements and writes them in Prometheus' text format, version 0.0.4.
///
/// Labels are closed sets of words (routes' templates, methods, states), so that neither a person nor a stranger's input
/// can become one.
final class PrometheusFactory: MetricsFactory {
    /// Upper bounds of durations, in seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Series {
        var kind: String
        var lines: [String: any PrometheusSeries] = [:]
    }

    private let series = Mutex<[String: Series]>([:])

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler("counter", label, dimensions) { PrometheusCounter() }
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        handler("counter", label, dimensions) { PrometheusCounter() }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        handler("gauge", label, dimensions) { PrometheusGauge() }
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        handler("gauge", label, dimensions) { PrometheusGauge() }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        handler("histogram", label, dimensions) { PrometheusHistogram(bounds: Self.bounds) }
    }

    // A scrape comes after the end of what was measured, so nothing is forgotten.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// All that was measured.
    var text: String {
        series.withLock { series in
            var text = ""
            for (name, one) in series.sorted(by: { $0.key < $1.key }) {
                text += "# TYPE \(name) \(one.kind)\n"
                for (labels, line) in one.lines.sorted(by: { $0.key < $1.key }) { text += line.text(name, labels) }
            }
            return text
        }
    }

    private func handler<Handler: PrometheusSeries>(
        _ kind: String,
        _ name: String,
        _ dimensions: [(String, String)],
        _ make: () -> Handler
    ) -> Handler {
        let labels = dimensions.map { "\($0)=\"\($1)\"" }.joined(separator: ",")
        return series.withLock { series in
            if let known = series[name]?.lines[labels] as? Handler { return known }
            let new = make()
            series[name, default: Series(kind: kind)].lines[labels] = new
            return new
        }
    }
}

/// One line, or the lines of one histogram.
private protocol PrometheusSeries: AnyObject, Sendable {
    func text(_ name: String, _ labels: String) -> String
}

extension PrometheusSeries {
    func line(_ name: String, _ labels: String, _ value: some CustomStringConvertible) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}

private final class PrometheusCounter: CounterHandler, FloatingPointCounterHandler, PrometheusSeries {
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func reset() { value.withLock { $0 = 0 } }

    func text(_ name: String, _ labels: String) -> String { line(name, labels, value.withLock { $0 }) }
}

private final class PrometheusGauge: MeterHandler, RecorderHandler, PrometheusSeries {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func text(_ name: String, _ labels: String) -> String { line(name, labels, value.withLock { $0 }) }
}

private final class PrometheusHistogram: TimerHandler, PrometheusSeries {
    private struct Counts {
        var buckets: [Int]
        var count = 0
        var seconds = 0.0
    }

    private let bounds: [Double]
    private let counts: Mutex<Counts>

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count)))
    }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = bounds.firstIndex { seconds <= $0 }
        counts.withLock { counts in
            if let bucket { counts.buckets[bucket] += 1 }
            counts.count += 1
            counts.seconds += seconds
        }
    }

    func text(_ name: String, _ labels: String) -> String {
        let counts = counts.withLock { $0 }
        let start = labels.isEmpty ? "" : labels + ","
        var text = ""
        var below = 0
        for (bound, count) in zip(bounds, counts.buckets) {
            below += count
            text += line(name + "_bucket", "\(start)le=\"\(bound)\"", below)
        }
        text += line(name + "_bucket", "\(start)le=\"+Inf\"", counts.count)
        return text + line(name + "_sum", labels, counts.seconds) + line(name + "_count", labels, counts.count)
    }
}
