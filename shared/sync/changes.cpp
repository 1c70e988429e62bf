// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/json.hpp"
#include "shared/sync/reader.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::sync {
namespace {

constexpr std::size_t kMaxPolls = 500;
constexpr std::size_t kMaxHelpLines = 50;

/// The faults of a part, with the place of that part before their names.
void take_over(const Error& error, const std::string& where, std::vector<Fault>& faults) {
    if (error.faults.empty()) faults.push_back({where, "ongeldig", error.message});
    for (const Fault& fault : error.faults)
        faults.push_back({where + "." + fault.field, fault.code, fault.message});
}

}  // namespace

std::string write_changes(const Changes& changes) {
    nlohmann::json tree{{"cursor", changes.cursor}, {"gewijzigd", changes.changed}};
    if (!changes.changed) return tree.dump();
    auto polls = nlohmann::json::array();
    for (const Poll& poll : changes.polls) polls.push_back(json::poll_tree(poll));
    auto lines = nlohmann::json::array();
    for (const auto& [name, number] : changes.help_lines)
        lines.push_back({{"naam", name}, {"nummer", number}});
    tree["peilingen"] = std::move(polls);
    tree["gebieden"] = json::areas_tree(AreaTree(changes.areas));
    tree["hulplijnen"] = std::move(lines);
    tree["adres"] = changes.site_url;
    return tree.dump();
}

Result<Changes> parse_changes(std::string_view text) {
    const auto tree = json::parse(text, {.bytes = kMaxChangesBytes, .depth = 32, .nodes = 400'000});
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    Changes changes;
    changes.cursor = reader.text("cursor", 200);
    changes.changed = reader.flag("gewijzigd");
    if (!faults.empty()) return wrong(std::move(faults));
    if (!changes.changed) return changes;
    if (const nlohmann::json* polls = reader.list("peilingen", kMaxPolls))
        for (std::size_t i = 0; i < polls->size(); ++i) {
            auto poll = json::poll_from((*polls)[i]);
            if (poll)
                changes.polls.push_back(std::move(*poll));
            else
                take_over(poll.error(), item("peilingen", i), faults);
        }
    if (const nlohmann::json* areas = reader.need("gebieden")) {
        auto read = json::areas_from(*areas);
        if (read)
            changes.areas = read->all();
        else
            take_over(read.error(), "gebieden", faults);
    }
    if (const nlohmann::json* lines = reader.list("hulplijnen", kMaxHelpLines))
        for (std::size_t i = 0; i < lines->size(); ++i) {
            Reader line((*lines)[i], item("hulplijnen", i), faults);
            std::string name = line.text("naam", 200);
            std::string number = line.text("nummer", 40);
            changes.help_lines.emplace_back(std::move(name), std::move(number));
        }
    changes.site_url = reader.text("adres", 500);
    if (!faults.empty()) return wrong(std::move(faults));
    return changes;
}

std::string changes_question(std::string_view kiosk, std::string_view cursor) {
    return std::string(kiosk).append(1, '\n').append(cursor);
}

}  // namespace peilpunt::sync
