-- SPDX-License-Identifier: EUPL-1.2
-- A visit by a phone without script: the poll's page, then its form, in turn. Half of the requests are visits.
local number = 0

function init()
  local file = io.open("/dev/urandom", "rb")
  local a, b, c, d = file:read(4):byte(1, 4)
  file:close()
  math.randomseed(((a * 256 + b) * 256 + c) * 128 + d)
end

function request()
  number = number + 1
  if number % 2 == 1 then
    wrk.headers["Content-Type"] = nil
    return wrk.format("GET", "/peiling/fietsen")
  end
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  local id = string.format("%04x%04x-%04x-4%03x-8%03x-%04x%04x%04x", math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535), math.random(0, 4095), math.random(0, 4095), math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535))
  return wrk.format("POST", "/peiling/fietsen", nil,
    "id=" .. id .. "&revisie=1&gemeente=GM0453&leeftijd=16-17&a.v1=dijk&a.v2=ja&a.v3=" .. string.rep("a", 220))
end

function done(summary, latency)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURE %.1f %.3f %.3f %d\n", (summary.requests - summary.errors.status) / 2 / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end
