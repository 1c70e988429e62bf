// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/words.hpp"

#include <algorithm>

namespace peilpunt {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, kChannels.size()> kChannelWords{
    "web", "kiosk", "gesprek", "netwerk", "bijeenkomst", "papier", "telefoon", "kiosk-met-hulp"};
constexpr std::array<std::string_view, kPerspectives.size()> kPerspectiveWords{
    "client",       "mantelzorger", "naaste",      "bewoner",    "jongere",
    "vrijwilliger", "professional", "organisatie", "liever-niet"};

constexpr std::array<std::string_view, 4> kSignalKindWords{"", "merk", "nodig", "voorstel"};

template <class Words>
std::optional<std::size_t> place_of(const Words& words, std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<std::size_t>(found - words.begin());
}

}  // namespace

std::string_view word(Channel channel) { return kChannelWords.at(static_cast<std::size_t>(channel)); }

std::string_view word(Perspective perspective) {
    return kPerspectiveWords.at(static_cast<std::size_t>(perspective));
}

std::string_view word(SignalKind kind) { return kSignalKindWords.at(static_cast<std::size_t>(kind)); }

std::optional<SignalKind> signal_kind_of(std::string_view word) {
    const auto place = place_of(kSignalKindWords, word);
    if (!place || *place == 0) return std::nullopt;
    return static_cast<SignalKind>(*place);
}

std::optional<Channel> channel_of(std::string_view word) {
    const auto place = place_of(kChannelWords, word);
    return place ? std::optional(kChannels[*place]) : std::nullopt;
}

std::optional<Perspective> perspective_of(std::string_view word) {
    if (word == "cliënt") word = kPerspectiveWords[0];  // as people spell it
    const auto place = place_of(kPerspectiveWords, word);
    return place ? std::optional(kPerspectives[*place]) : std::nullopt;
}

bool is_age_group(std::string_view text) { return place_of(kAgeGroups, text).has_value(); }

bool is_theme(std::string_view text) { return place_of(kThemes, text).has_value(); }

}  // namespace peilpunt
