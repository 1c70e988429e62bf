-- SPDX-License-Identifier: EUPL-1.2
-- A visit by a phone without script: the poll's page, then its form, in turn. Half of the requests are visits.
local common = dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "common.lua")
local words = string.rep("a", 220)
local number = 0

function init() common.seed() end

function request()
  number = number + 1
  if number % 2 == 1 then
    wrk.headers["Content-Type"] = nil
    return wrk.format("GET", "/peiling/fietsen")
  end
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", "/peiling/fietsen", nil,
    "id=" .. common.uuid() .. "&revisie=1&gemeente=GM0453&leeftijd=16-17&a.v1=dijk&a.v2=ja&a.v3=" .. words)
end

function done(summary, latency) common.print_figure(summary, latency, 2) end
