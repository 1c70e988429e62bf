// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

#include "server/store/store.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::tests {

inline std::string random_bytes(Random& random, std::size_t size = 16) {
    std::string text(size, '\0');
    random.fill(std::span(reinterpret_cast<std::uint8_t*>(text.data()), size));
    return text;
}

/// One answer to the test poll, as the app gives it to the store.
inline store::NewResponse new_response(Random& random, const Clock& clock,
                                       const std::string& choice = "dijk") {
    Answers answers;
    answers.set("v1", Choice{choice, ""});
    store::NewResponse row;
    row.ledger = {random_bytes(random), random_bytes(random)};
    row.receipt_hash = random_bytes(random);
    row.row_id = random_bytes(random);
    row.poll = test_poll().id;
    row.cell = {AreaCode::parse("GM0453").value(), {}, "16-17", Channel::web};
    row.origin = {Channel::web, "", moment_of(clock.now())};
    row.language = "nl";
    row.answers_json = "{\"v1\":\"" + choice + "\"}";
    row.tally = results::tally_of(test_poll(), answers);
    return row;
}

}  // namespace peilpunt::tests
