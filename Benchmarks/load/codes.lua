-- SPDX-License-Identifier: Apache-2.0
-- wrk posts each line of BODIES once, in order, with the header fields of HEADERS. `wrapped` counts how often it had to
-- begin again, which makes codes that were used before. With PAUSE (milliseconds) a connection waits that long on
-- average between two requests.

local bodies, pause, lines = os.getenv("BODIES"), tonumber(os.getenv("PAUSE") or "0"), nil
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init()
    wrapped = 0
    lines = io.lines(bodies)
    wrk.method = "POST"
    wrk.path = os.getenv("ROUTE")
    wrk.headers["Content-Type"] = "application/json"
    for line in io.lines(os.getenv("HEADERS")) do
        local name, value = line:match("^([^:]+): (.*)$")
        wrk.headers[name] = value
    end
end

function request()
    local body = lines()
    if body == nil then
        wrapped = wrapped + 1
        lines = io.lines(bodies)
        body = lines()
    end
    return wrk.format(nil, nil, nil, body)
end

if pause > 0 then
    -- Between nothing and twice the average, so that connections do not march in step.
    function delay() return math.random(0, 2 * pause) end
end

function done(summary, latency)
    local again = 0
    for _, thread in ipairs(threads) do again = again + thread:get("wrapped") end
    local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    io.write(string.format(
        '\n{"requests":%d,"seconds":%f,"refused":%d,"failed":%d,"wrapped":%d,"p50":%f,"p99":%f}\n',
        summary.requests, summary.duration / 1e6, summary.errors.status, failed, again,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
