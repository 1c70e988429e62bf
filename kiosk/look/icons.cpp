// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/icons.hpp"

#include <algorithm>
#include <array>

namespace peilpunt::look {
namespace {

// One picture, one meaning. Sorted by name; all below U+FFFF, which is as far as ImGui 1.86 goes.
constexpr std::array kIcons{
    Icon{"add", 0xE145},
    Icon{"arrow_back", 0xE5C4},
    Icon{"arrow_forward", 0xE5C8},
    Icon{"assignment_turned_in", 0xE862},
    Icon{"backspace", 0xE14A},
    Icon{"build", 0xE869},
    Icon{"call", 0xE0E8},
    Icon{"campaign", 0xEF49},
    Icon{"chair", 0xEFED},
    Icon{"check", 0xE5CA},
    Icon{"child_care", 0xEB41},
    Icon{"cleaning_services", 0xF0FF},
    Icon{"close", 0xE5CD},
    Icon{"cloud_upload", 0xE2C3},
    Icon{"computer", 0xE30A},
    Icon{"construction", 0xEA3C},
    Icon{"contrast", 0xEB37},
    Icon{"cottage", 0xE587},
    Icon{"delete", 0xE872},
    Icon{"directions_bike", 0xE52F},
    Icon{"directions_bus", 0xE530},
    Icon{"directions_car", 0xE531},
    Icon{"edit", 0xE3C9},
    Icon{"elderly", 0xF21A},
    Icon{"emoji_people", 0xEA1D},
    Icon{"escalator_warning", 0xF1AC},
    Icon{"euro_symbol", 0xE926},
    Icon{"event", 0xE878},
    Icon{"event_seat", 0xE903},
    Icon{"favorite", 0xE87D},
    Icon{"flag", 0xE153},
    Icon{"format_size", 0xE245},
    Icon{"forum", 0xE0BF},
    Icon{"groups", 0xF233},
    Icon{"handshake", 0xEBCB},
    Icon{"hearing", 0xE023},
    Icon{"home", 0xE88A},
    Icon{"how_to_vote", 0xE175},
    Icon{"language", 0xE894},
    Icon{"lightbulb_outline", 0xE90F},
    Icon{"link", 0xE157},
    Icon{"local_cafe", 0xE541},
    Icon{"local_hospital", 0xE548},
    Icon{"menu_book", 0xEA19},
    Icon{"mic", 0xE029},
    Icon{"more_horiz", 0xE5D3},
    Icon{"music_note", 0xE405},
    Icon{"nightlight", 0xF03D},
    Icon{"park", 0xEA63},
    Icon{"pause", 0xE034},
    Icon{"people", 0xE7FB},
    Icon{"person_off", 0xE510},
    Icon{"person_outline", 0xE7FF},
    Icon{"pets", 0xE91D},
    Icon{"play_arrow", 0xE037},
    Icon{"power_settings_new", 0xE8AC},
    Icon{"question_answer", 0xE8AF},
    Icon{"question_mark", 0xEB8B},
    Icon{"record_voice_over", 0xE91F},
    Icon{"redeem", 0xE8B1},
    Icon{"remove", 0xE15B},
    Icon{"replay", 0xE042},
    Icon{"report_problem", 0xE8B2},
    Icon{"savings", 0xE2EB},
    Icon{"schedule", 0xE8B5},
    Icon{"school", 0xE80C},
    Icon{"shield", 0xE9E0},
    Icon{"smartphone", 0xE32C},
    Icon{"space_bar", 0xE256},
    Icon{"sports_soccer", 0xEA2F},
    Icon{"stadium", 0xEB90},
    Icon{"star", 0xE838},
    Icon{"stop", 0xE047},
    Icon{"storage", 0xE1DB},
    Icon{"storefront", 0xEA12},
    Icon{"support_agent", 0xF0E2},
    Icon{"sync", 0xE627},
    Icon{"thumb_up", 0xE8DC},
    Icon{"timer", 0xE425},
    Icon{"touch_app", 0xE913},
    Icon{"traffic", 0xE565},
    Icon{"train", 0xE534},
    Icon{"translate", 0xE8E2},
    Icon{"undo", 0xE166},
    Icon{"usb", 0xE1E0},
    Icon{"visibility", 0xE8F4},
    Icon{"volume_up", 0xE050},
    Icon{"volunteer_activism", 0xEA70},
};
static_assert(std::is_sorted(kIcons.begin(), kIcons.end(),
                             [](const Icon& a, const Icon& b) { return a.name < b.name; }));

// The names that poll authors use, and our picture for each.
struct Pictogram {
    std::string_view name, icon;
};
constexpr std::array kPictograms{
    Pictogram{"agenda", "event"},
    Pictogram{"alleen", "person_outline"},
    Pictogram{"anders", "more_horiz"},
    Pictogram{"app", "smartphone"},
    Pictogram{"auto", "directions_car"},
    Pictogram{"bank", "chair"},
    Pictogram{"bel", "call"},
    Pictogram{"bus", "directions_bus"},
    Pictogram{"buurthuis", "local_cafe"},
    Pictogram{"computer", "computer"},
    Pictogram{"dieren", "pets"},
    Pictogram{"eten", "local_cafe"},
    Pictogram{"fiets", "directions_bike"},
    Pictogram{"geld", "euro_symbol"},
    Pictogram{"groep", "groups"},
    Pictogram{"hand", "volunteer_activism"},
    Pictogram{"huis", "cottage"},
    Pictogram{"idee", "lightbulb_outline"},
    Pictogram{"jeugd", "escalator_warning"},
    Pictogram{"jongeren", "sports_soccer"},
    Pictogram{"kast", "redeem"},
    Pictogram{"kind", "child_care"},
    Pictogram{"lamp", "nightlight"},
    Pictogram{"lezen", "menu_book"},
    Pictogram{"licht", "nightlight"},
    Pictogram{"maken", "construction"},
    Pictogram{"meedoen", "groups"},
    Pictogram{"meer", "more_horiz"},
    Pictogram{"megafoon", "campaign"},
    Pictogram{"muziek", "music_note"},
    Pictogram{"oog", "visibility"},
    Pictogram{"ouder", "elderly"},
    Pictogram{"oversteken", "traffic"},
    Pictogram{"park", "park"},
    Pictogram{"plek", "event_seat"},
    Pictogram{"praten", "forum"},
    Pictogram{"raad", "groups"},
    Pictogram{"schild", "shield"},
    Pictogram{"school", "school"},
    Pictogram{"schoon", "cleaning_services"},
    Pictogram{"spelen", "sports_soccer"},
    Pictogram{"sport", "sports_soccer"},
    Pictogram{"stem", "how_to_vote"},
    Pictogram{"taal", "translate"},
    Pictogram{"tafel", "handshake"},
    Pictogram{"telefoon", "smartphone"},
    Pictogram{"thuis", "home"},
    Pictogram{"trein", "train"},
    Pictogram{"veilig", "shield"},
    Pictogram{"veld", "stadium"},
    Pictogram{"vervoer", "directions_bus"},
    Pictogram{"vraag", "question_answer"},
    Pictogram{"winkel", "storefront"},
    Pictogram{"wonen", "cottage"},
    Pictogram{"ziekenhuis", "local_hospital"},
    Pictogram{"zorg", "favorite"},
};
static_assert(std::is_sorted(kPictograms.begin(), kPictograms.end(),
                             [](const Pictogram& a, const Pictogram& b) { return a.name < b.name; }));

}  // namespace

Icon icon(std::string_view name) {
    const auto found =
        std::lower_bound(kIcons.begin(), kIcons.end(), name,
                         [](const Icon& a, std::string_view wanted) { return a.name < wanted; });
    return found != kIcons.end() && found->name == name ? *found : Icon{};
}

Icon pictogram(std::string_view name) {
    const auto found =
        std::lower_bound(kPictograms.begin(), kPictograms.end(), name,
                         [](const Pictogram& a, std::string_view wanted) { return a.name < wanted; });
    return icon(found != kPictograms.end() && found->name == name ? found->icon : name);
}

std::span<const Icon> all_icons() { return kIcons; }

}  // namespace peilpunt::look
