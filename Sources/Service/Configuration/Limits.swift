// SPDX-License-Identifier: Apache-2.0

/// Every bound of the service on what strangers can send, in one place.
public struct Limits: Hashable, Sendable {
    /// A rate that may be kept up, and how much may come at once.
    public struct Rate: Hashable, Sendable {
        /// Requests a minute, kept up.
        public var perMinute: Int
        /// Requests at once.
        public var burst: Int

        /// A rate.
        public init(perMinute: Int, burst: Int) {
            self.perMinute = perMinute
            self.burst = burst
        }
    }

    /// The longest JSON body, in bytes.
    public var jsonBody = 16 << 10
    /// The longest picture, in bytes.
    public var picture = 8 << 20
    /// The longest file of a department, in bytes; it goes to a file of the data directory and not into memory.
    public var importFile = 256 << 20
    /// The longest single header field, in bytes.
    public var headerField = 8 << 10
    /// All header fields together, in bytes.
    public var headers = 16 << 10
    /// How many header fields.
    public var headerCount = 64
    /// For how long a request may take to arrive whole, in seconds.
    public var requestSeconds = 15
    /// For how long a connection may stand without a request, in seconds.
    public var idleSeconds = 60
    /// For how long requests under way may take to finish once the service is told to stop, in seconds.
    public var stopSeconds = 20
    /// How many connections at once; more wait at the door.
    public var connections = 1024
    /// How many pictures wait for a helper process; more are told to come back.
    public var waitingPictures = 32
    /// For how long a helper process may look at one picture by the wall clock, in milliseconds: its own budget, twice.
    public var pictureMilliseconds = 1_500
    /// What one address may ask without being known: wallets, and whoever shows a token that is none.
    public var stranger = Rate(perMinute: 60, burst: 30)
    /// What one terminal may ask.
    public var terminal = Rate(perMinute: 6_000, burst: 600)

    /// The defaults.
    public init() {}
}
