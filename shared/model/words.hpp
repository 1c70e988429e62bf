// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace peilpunt {

/// How something reached us ("weg").
enum class Channel {
    web,
    kiosk,
    conversation,
    network,
    meeting,
    paper,
    phone,
    helped  ///< at the kiosk, typed by a helper for somebody else
};
inline constexpr std::array kChannels{Channel::web,     Channel::kiosk,   Channel::conversation,
                                      Channel::network, Channel::meeting, Channel::paper,
                                      Channel::phone,   Channel::helped};

/// From whose point of view a signal is told ("perspectief").
enum class Perspective {
    client,
    carer,
    relative,
    resident,
    youth,
    volunteer,
    professional,
    organisation,
    unsaid
};
inline constexpr std::array kPerspectives{
    Perspective::client,       Perspective::carer,        Perspective::relative,
    Perspective::resident,     Perspective::youth,        Perspective::volunteer,
    Perspective::professional, Perspective::organisation, Perspective::unsaid};

/// What kind of thing somebody tells ("soort").
enum class SignalKind { unsaid, notice, need, proposal };
inline constexpr std::array kSignalKinds{SignalKind::notice, SignalKind::need, SignalKind::proposal};

/// Wire words, e.g. "web", "gesprek", "mantelzorger", "liever-niet", "merk"; an unsaid kind is "".
std::string_view word(Channel channel);
std::string_view word(Perspective perspective);
std::string_view word(SignalKind kind);
std::optional<Channel> channel_of(std::string_view word);
std::optional<Perspective> perspective_of(std::string_view word);
std::optional<SignalKind> signal_kind_of(std::string_view word);

/// Age bands ("leeftijdsgroep"); the youngest are coarse on purpose (standards PRI-2).
inline constexpr std::array<std::string_view, 8> kAgeGroups{"0-12",  "13-15", "16-17", "18-21",
                                                            "22-44", "45-64", "65-79", "80+"};
bool is_age_group(std::string_view text);

/// Theme ids and the order in which they are offered; names are in the text catalogues as `thema.<id>`.
inline constexpr std::array<std::string_view, 10> kThemes{
    "voorzieningen", "wonen",      "geld-en-werk", "zorg-en-hulp", "jeugd",
    "eenzaamheid",   "veiligheid", "vervoer",      "meedoen",      "anders"};
bool is_theme(std::string_view text);

}  // namespace peilpunt
