-- SPDX-License-Identifier: EUPL-1.2
-- A submission of about 400 bytes of JSON with a fresh random id each time.
local municipalities = { "GM0375", "GM0396", "GM0453" }
local ages = { "13-15", "16-17", "18-21" }
local choices = { "dijk", "stad", "anders" }
local words = string.rep("a", 220)
local number = 0


function init()
  local file = io.open("/dev/urandom", "rb")
  local a, b, c, d = file:read(4):byte(1, 4)
  file:close()
  math.randomseed(((a * 256 + b) * 256 + c) * 128 + d)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.path = "/api/v1/peilingen/fietsen/inzendingen"
end

function request()
  number = number + 1
  local id = string.format("%04x%04x-%04x-4%03x-8%03x-%04x%04x%04x", math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535), math.random(0, 4095), math.random(0, 4095), math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535))
  return wrk.format(nil, nil, nil, string.format(
    '{"id":"%s","revisie":1,"gemeente":"%s","leeftijdsgroep":"%s","taal":"nl","antwoorden":{"v1":"%s","v2":"ja","v3":"%s"}}',
    id, municipalities[number % 3 + 1], ages[math.floor(number / 3) % 3 + 1], choices[math.floor(number / 9) % 3 + 1],
    words))
end

function done(summary, latency)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("FIGURE %.1f %.3f %.3f %d\n", (summary.requests - summary.errors.status) / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end
