// SPDX-License-Identifier: EUPL-1.2
#include "server/web/browser_name.hpp"

#include <span>
#include <utility>

namespace peilpunt::web {
namespace {

using Name = std::pair<std::string_view, std::string_view>;  ///< what it says, and how people know it

// In this order: each browser also says to be most of those below it.
constexpr Name kBrowsers[] = {
    {"Edg", "Edge"},          {"OPR/", "Opera"},      {"SamsungBrowser", "Samsung Internet"},
    {"FxiOS", "Firefox"},     {"Firefox", "Firefox"}, {"CriOS", "Chrome"},
    {"Chromium", "Chromium"}, {"Chrome", "Chrome"},   {"Safari", "Safari"}};
constexpr Name kSystems[] = {{"iPhone", "iPhone"},   {"iPad", "iPad"},     {"Android", "Android"},
                             {"Windows", "Windows"}, {"CrOS", "ChromeOS"}, {"Macintosh", "Mac"},
                             {"Linux", "Linux"}};

std::string first_of(std::span<const Name> names, std::string_view text) {
    for (const auto& [said, known] : names)
        if (text.find(said) != std::string_view::npos) return std::string(known);
    return {};
}

}  // namespace

std::string browser_name(std::string_view user_agent) {
    const auto browser = first_of(kBrowsers, user_agent), system = first_of(kSystems, user_agent);
    return browser.empty() && system.empty() ? std::string() : browser + '/' + system;
}

}  // namespace peilpunt::web
