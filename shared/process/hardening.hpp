// SPDX-License-Identifier: EUPL-1.2
#pragma once

/// What a program does to itself before anything else.
namespace peilpunt::process {

/// Files that are made from here on are their owner's alone (umask 0077); no core file is written; no other
/// program of the same user may read this one's memory. Call it first in `main`.
void harden();

}  // namespace peilpunt::process
