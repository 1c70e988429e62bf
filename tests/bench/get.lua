-- SPDX-License-Identifier: EUPL-1.2
local common = dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "common.lua")

function done(summary, latency) common.print_figure(summary, latency, 1) end
