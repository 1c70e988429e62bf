// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>

#include "server/results/progress.hpp"
#include "server/results/results.hpp"

namespace peilpunt::store {

/// What has been told of the answers to one poll.
struct Told {
    std::optional<results::Interim> interim;  ///< the last one
    std::optional<results::Edition> edition;  ///< the last one, with how many answers came after it
    std::optional<results::Progress> progress;
};
using ToldOfPolls = std::map<PollId, Told>;

}  // namespace peilpunt::store
