// SPDX-License-Identifier: Apache-2.0

/// A clock that moves by itself at each reading, or not at all.
final class StepClock {
    private var time = Duration.zero
    private let step: Duration
    private(set) var readings = 0

    init(step: Duration) { self.step = step }

    func now() -> Duration {
        readings += 1
        time += step
        return time
    }

    /// Time stands still, so that every budget is endless.
    static var frozen: StepClock { StepClock(step: .zero) }
}
