// SPDX-License-Identifier: EUPL-1.2
#include "server/results/progress.hpp"

#include <nlohmann/json.hpp>

#include "server/results/groups.hpp"
#include "server/results/revisions.hpp"

namespace peilpunt::results {
namespace {

std::int64_t tens(std::int64_t people) { return people / 10 * 10; }

}  // namespace

Progress progress_of(PollId poll, const std::vector<Poll>& revisions, const CellsByRevision& counted,
                     Date today) {
    const auto combined = combine(poll, revisions, counted);
    Progress progress{today, tens(combined.responses()), {}};
    for (const auto by : kBreakdowns) {
        Progress::Part part{std::string(by), {}};
        for (const auto& group : groups_of(combined.poll, combined.cells, by))
            part.groups.emplace_back(group.value, tens(group.tally.responses));
        progress.parts.push_back(std::move(part));
    }
    return progress;
}

std::string write_progress(const Progress& progress) {
    auto parts = nlohmann::json::array();
    for (const auto& part : progress.parts) parts.push_back({{"naar", part.by}, {"groepen", part.groups}});
    return nlohmann::json{
        {"dag", format_date(progress.day)}, {"mensen", progress.people}, {"delen", std::move(parts)}}
        .dump();
}

Result<Progress> parse_progress(std::string_view text) {
    const auto tree = nlohmann::json::parse(text, nullptr, false);
    if (tree.is_discarded()) return Error{ErrorCode::damaged, "De voortgang is geen JSON."};
    try {
        const auto day = parse_date(tree.at("dag").get<std::string>());
        if (!day) return day.error();
        Progress progress{*day, tree.at("mensen").get<std::int64_t>(), {}};
        for (const auto& part : tree.at("delen")) {
            progress.parts.push_back(
                {part.at("naar").get<std::string>(),
                 part.at("groepen").get<std::vector<std::pair<std::string, std::int64_t>>>()});
        }
        return progress;
    } catch (const nlohmann::json::exception&) {
        return Error{ErrorCode::damaged, "De voortgang is niet compleet."};
    }
}

}  // namespace peilpunt::results
