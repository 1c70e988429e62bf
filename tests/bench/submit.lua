-- SPDX-License-Identifier: EUPL-1.2
-- A submission of about 400 bytes of JSON with a fresh random id each time.
local common = dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "common.lua")
local municipalities = { "GM0375", "GM0396", "GM0453" }
local ages = { "13-15", "16-17", "18-21" }
local choices = { "dijk", "stad", "anders" }
local words = string.rep("a", 220)
local number = 0

function init()
  common.seed()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.path = "/api/v1/peilingen/fietsen/inzendingen"
end

function request()
  number = number + 1
  return wrk.format(nil, nil, nil, string.format(
    '{"id":"%s","revisie":1,"gemeente":"%s","leeftijdsgroep":"%s","taal":"nl","antwoorden":{"v1":"%s","v2":"ja","v3":"%s"}}',
    common.uuid(), municipalities[number % 3 + 1], ages[math.floor(number / 3) % 3 + 1],
    choices[math.floor(number / 9) % 3 + 1], words))
end

function done(summary, latency) common.print_figure(summary, latency, 1) end
