// SPDX-License-Identifier: EUPL-1.2
// JSON that people and other systems send.
#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"
#include "shared/rules/rules.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/shared/core_examples.hpp"

namespace peilpunt::fuzz {

void json_text(std::string_view bytes) {
    const auto tree = json::parse(bytes);
    if (!tree) return;
    const auto again = json::parse(tree->dump(), {.bytes = 1 << 20});
    must(again && *again == *tree, "what was read can be written and read again");
}

void poll(std::string_view bytes) {
    const auto read = json::parse_poll(bytes);
    if (!read) return;
    const auto written = json::write_poll(*read);
    const auto again = json::parse_poll(written);
    must(again && json::write_poll(*again) == written, "a poll that is written reads the same");
    (void)rules::check_poll(*read);
}

void response(std::string_view bytes) {
    static const Poll asked = examples::poll();
    const auto tree = json::parse(bytes);
    if (!tree) return;
    (void)json::response_head_from(*tree);
    const auto checked = json::checked_response(*tree, asked);
    if (!checked) return;
    const auto written = json::response_tree(*checked);
    const auto again = json::checked_response(written, asked);
    must(again && json::response_tree(*again) == written, "a response that is written reads the same");
}

void signal(std::string_view bytes) {
    static const AreaTree areas = examples::areas();
    const auto tree = json::parse(bytes);
    if (!tree) return;
    (void)json::areas_from(*tree);
    const auto checked = json::checked_signal(*tree, areas);
    if (!checked) return;
    const auto written = json::signal_tree(*checked);
    const auto again = json::checked_signal(written, areas);
    must(again && json::signal_tree(*again) == written, "a signal that is written reads the same");
}

}  // namespace peilpunt::fuzz
