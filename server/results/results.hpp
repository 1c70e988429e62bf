// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/results/count_table.hpp"
#include "server/results/interim.hpp"
#include "server/results/release.hpp"
#include "server/results/tally.hpp"

/// The only code that turns tallies into figures for anyone, the council included: tussenstand (interim.hpp),
/// uitslag (release.hpp), tables of signals (count_table.hpp).
