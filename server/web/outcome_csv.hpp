// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/results/results.hpp"
#include "server/web/words.hpp"
#include "shared/model/area.hpp"

namespace peilpunt::web {

/// The figures of a release for people who open a file in a Dutch spreadsheet: a byte order mark, semicolons,
/// decimal commas, and the words of the page. Machines have the API's RFC 4180.
std::string outcome_csv(const Words& words, const std::vector<Poll>& revisions,
                        const results::Release& release, const AreaTree& areas);
/// The same of a tussenstand, in tenths.
std::string outcome_csv(const Words& words, const std::vector<Poll>& revisions,
                        const results::Interim& interim);

}  // namespace peilpunt::web
