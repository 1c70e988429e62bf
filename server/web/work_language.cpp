// SPDX-License-Identifier: EUPL-1.2
#include "server/web/work_language.hpp"

#include <algorithm>
#include <chrono>

#include "server/http/text.hpp"
#include "shared/model/languages.hpp"

namespace peilpunt::web {
namespace {

constexpr auto kKept = std::chrono::hours(24 * 365);

bool speaks(std::string_view language) {
    return is_known_language(language) && language_row(language).of_workspace;
}

/// "en" of "en-GB;q=0.8".
std::string_view best_of(std::string_view accept) {
    std::string_view best;
    double most = 0;
    while (!accept.empty()) {
        auto parameters = http::take_until(accept, ',');
        auto range = http::trim(http::take_until(parameters, ';'));
        const auto wanted = http::take_until(range, '-');
        const auto weight = http::weight_of(parameters);
        for (const auto& row : kLanguageTable) {
            if (!row.of_workspace || !http::same_name(row.tag, wanted) || weight <= most) continue;
            best = row.code;
            most = weight;
        }
    }
    return best;
}

}  // namespace

std::string work_language(const http::Request& request) {
    for (const auto asked : {std::string_view(request.query.get("taal")), request.cookie("taal"),
                             best_of(request.headers.get("accept-language"))})
        if (speaks(asked)) return std::string(asked);
    return std::string(kLanguages.front());
}

bool asks_work_language(const http::Request& request) { return speaks(request.query.get("taal")); }

void keep_work_language(http::Reply& reply, std::string_view language, bool secure) {
    http::set_cookie(reply, "taal", language, secure, kKept);
}

}  // namespace peilpunt::web
