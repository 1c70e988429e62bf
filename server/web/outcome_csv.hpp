// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

#include "server/results/results.hpp"
#include "server/web/words.hpp"
#include "shared/model/area.hpp"

namespace peilpunt::web {

/// The figures of a release for people who open a file in a Dutch spreadsheet: a byte order mark, semicolons,
/// decimal commas, and the words of the page. Machines have the API's RFC 4180. `asked` is the revision that
/// the release tells of.
std::string outcome_csv(const Words& words, const Poll& asked, const results::Release& release,
                        const AreaTree& areas);

}  // namespace peilpunt::web
