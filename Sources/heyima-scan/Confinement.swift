// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What this process may use up; whoever feeds it a picture that needs more sees it die.
enum Confinement {
    /// Twice what the estimate allows a picture, and what the process itself needs.
    private static let memory: rlim_t = 256 << 20
    /// Far over any budget: only a picture made to trouble a reader gets there, by a thousand finder patterns, say.
    private static let seconds: rlim_t = 2

    /// Limits memory, and forbids a core file, which would hold what people showed.
    static func enter() {
        // Swift's handlers would print registers and what they point at: parts of what people showed.
        for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP] { signal(number, SIG_DFL) }
        // The limit of processor time is a signal, and a parent can leave its children with all signals blocked.
        signal(SIGXCPU, SIG_DFL)
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGXCPU)
        unsafe sigprocmask(SIG_UNBLOCK, &signals, nil)
        set(RLIMIT_CORE, 0)
        set(RLIMIT_DATA, memory)
    }

    /// From now on about two seconds of processor time are left; each picture gets them anew.
    static func limitProcessorTime() {
        var usage = rusage()
        guard unsafe getrusage(CInt(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
        let used = rlim_t(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        // Parts of a second of both sums, and the kernel's rounding.
        set(RLIMIT_CPU, used + 1 + seconds)
    }

    /// Sets a soft limit, so that a later picture's can be set higher.
    private static func set(_ resource: __rlimit_resource, _ value: rlim_t) {
        var limit = rlimit()
        guard unsafe getrlimit(CInt(resource.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(value, limit.rlim_max)
        _ = unsafe setrlimit(CInt(resource.rawValue), &limit)
    }
}
