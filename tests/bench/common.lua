-- SPDX-License-Identifier: EUPL-1.2
-- What the scripts of wrk share.
local common = {}

function common.seed()
  local file = io.open("/dev/urandom", "rb")
  local a, b, c, d = file:read(4):byte(1, 4)
  file:close()
  math.randomseed(((a * 256 + b) * 256 + c) * 128 + d)
end

function common.uuid()
  return string.format("%04x%04x-%04x-4%03x-8%03x-%04x%04x%04x", math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535), math.random(0, 4095), math.random(0, 4095), math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535))
end

-- Prints what answered well a second, where each counts `requests`, and how long one request took.
function common.print_figure(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURE %.1f %.3f %.3f %d\n",
    (summary.requests - summary.errors.status) / requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors))
end

return common
