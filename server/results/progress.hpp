// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/results/release.hpp"

/// How far an open poll is, for those who steer: whom to look for, not what people say.
namespace peilpunt::results {

/// How many took part, in whole tens, rounded down: 0 is fewer than ten.
struct Progress {
    Date day{};  ///< made once on that day
    std::int64_t people = 0;
    struct Part {
        std::string by;  ///< as in Breakdown
        std::vector<std::pair<std::string, std::int64_t>> groups;
        bool operator==(const Part&) const = default;
    };
    std::vector<Part> parts;
    bool operator==(const Progress&) const = default;
};

Progress progress_of(PollId poll, const std::vector<Poll>& revisions, const CellsByRevision& counted,
                     Date today);
std::string write_progress(const Progress& progress);
Result<Progress> parse_progress(std::string_view json);

}  // namespace peilpunt::results
