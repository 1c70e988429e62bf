// SPDX-License-Identifier: EUPL-1.2
// Telling something without typing: pictures with words to pick from.
#include <array>

#include "kiosk/screens/view.hpp"

namespace peilpunt::screens {
namespace {

using look::Rect;
using look::Tint;

struct Pictured {
    std::string_view id, icon;
    Tint tint;
};

constexpr std::array<Pictured, flow::kSentences.size()> kSentencePictures{
    {{"onveilig", "report_problem", Tint::sun},
     {"kapot", "build", Tint::brick},
     {"duur", "euro_symbol", Tint::dune},
     {"komen", "directions_bus", Tint::sea},
     {"snap", "question_mark", Tint::heath},
     {"alleen", "person_outline", Tint::sand}}};
constexpr std::array<Pictured, flow::kHelps.size()> kHelpPictures{{{"praten", "forum", Tint::sea},
                                                                   {"uitleg", "menu_book", Tint::sun},
                                                                   {"maken", "construction", Tint::brick},
                                                                   {"buren", "handshake", Tint::dune},
                                                                   {"tijden", "event", Tint::heath}}};
constexpr std::array<Pictured, flow::kOwnParts.size()> kOwnPictures{
    {{"meehelpen", "volunteer_activism", Tint::sea},
     {"samen", "people", Tint::dune},
     {"vertellen", "campaign", Tint::sun},
     {"meepraten", "forum", Tint::heath},
     {"niets", "close", Tint::sand}}};

std::string help_line(const View& view, text::Key usual) {
    return view.state.hint ? view.say(flow::can_skip(view.state) ? text::Key("kiosk.hint.choose")
                                                                 : text::Key("kiosk.hint.pick"))
                           : view.say(usual);
}

std::vector<Rect> places_for(const View& view, std::size_t count) {
    const look::Grid& grid = view.ui.grid();
    if (view.ui.larger()) return look::rows(grid.answers, count, 60);
    if (grid.landscape) return look::cells(grid.answers, 3, 2);
    return look::cells(grid.answers, 2, 3);
}

/// Ready answers, of which more may be picked; the last tile leads to one's own words.
template <std::size_t N>
void ready_answers(const View& view, const std::array<Pictured, N>& pictures, std::string_view prefix,
                   bool own_words) {
    const auto places = places_for(view, N + (own_words ? 1 : 0));
    for (std::size_t i = 0; i < N; ++i) {
        look::Tile tile{.id = "klaar-" + std::string(pictures[i].id),
                        .role = "checkbox",
                        .label = view.named(prefix, pictures[i].id),
                        .icon = look::icon(pictures[i].icon),
                        .tint = pictures[i].tint,
                        .row = view.ui.larger(),
                        .many = true};
        tile.chosen = flow::is_picked(view.state, pictures[i].id);
        if (tile.chosen) tile.spoken = view.say("kiosk.spoken.chosen", {{"option", tile.label}});
        if (look::tile(view.ui, places[i], tile)) view.emit(flow::Pick{std::string(pictures[i].id)});
    }
    if (!own_words) return;
    look::Tile tile{.id = "zelf",
                    .role = "button",
                    .label = view.say("kiosk.own-words"),
                    .icon = look::icon("edit"),
                    .tint = Tint::sand,
                    .row = view.ui.larger(),
                    .check = false};
    if (look::tile(view.ui, places[N], tile)) view.emit(flow::OwnWords{});
}

}  // namespace

void draw_kind(const View& view) {
    page_head(view, view.say("kiosk.kind.title"), help_line(view, "kiosk.kind.help"));
    static constexpr std::array<Pictured, 3> kPictures{{{"merk", "visibility", Tint::sea},
                                                        {"nodig", "volunteer_activism", Tint::brick},
                                                        {"voorstel", "lightbulb_outline", Tint::sun}}};
    const auto places = look::rows(view.ui.grid().answers, kPictures.size(), 83.4f);
    for (std::size_t i = 0; i < kPictures.size(); ++i) {
        look::Tile tile{.id = "soort-" + std::string(kPictures[i].id),
                        .label = view.named("soort.", kPictures[i].id),
                        .icon = look::icon(kPictures[i].icon),
                        .tint = kPictures[i].tint,
                        .row = true};
        tile.disc = std::min(52.0f, places[i].h - 12);
        tile.cap = std::min(look::scaled(view.ui, 11), places[i].h * 0.2f);
        tile.chosen = word(view.state.session.kind) == kPictures[i].id;
        if (look::tile(view.ui, places[i], tile)) view.emit(flow::Pick{std::string(kPictures[i].id)});
    }
    page_foot(view);
}

void draw_where(const View& view) {
    page_head(view, view.say("kiosk.where.title"), help_line(view, "kiosk.where.help"));
    if (!view.state.content) return page_foot(view);
    const auto& areas = view.state.content->places;
    const auto [first, last] = flow::page_range(view.state, areas.size());
    const bool more = flow::pages(view.state, areas.size()) > 1;
    const look::Grid& grid = view.ui.grid();
    const auto places = view.ui.larger() ? look::rows(grid.answers, 6, 60) : look::cells(grid.answers, 2, 5);
    static constexpr std::array kTints{Tint::sea, Tint::dune, Tint::sun, Tint::heath, Tint::sand};
    for (std::size_t i = first; i < last; ++i) {
        const std::string code = areas[i].code.str();
        look::Tile tile{.id = "plek-" + code,
                        .label = areas[i].name,
                        .icon = look::icon("cottage"),
                        .tint = kTints[i % kTints.size()],
                        .row = true,
                        .check = view.ui.larger() || grid.landscape};
        tile.cap = view.ui.larger() ? 0 : 7.6f;
        tile.chosen = view.state.session.area == code;
        if (look::tile(view.ui, places[i - first], tile)) view.emit(flow::Pick{code});
    }
    if (more && look::tile(view.ui, places[last - first],
                           {.id = "meer",
                            .role = "button",
                            .label = view.say("kiosk.more"),
                            .icon = look::icon("arrow_forward"),
                            .tint = Tint::sand,
                            .row = true,
                            .check = false}))
        view.emit(flow::TurnPage{});
    page_foot(view);
}

void draw_how(const View& view) {
    page_head(view, view.say("kiosk.how.title"), view.say("kiosk.how.help"));
    const auto places = look::rows(view.ui.grid().answers, 3, 83.4f);
    if (large_choice(view, places[0], "hoe-zinnen", "touch_app", Tint::sea, view.say("kiosk.how.sentences")))
        view.emit(flow::Pick{"zinnen"});
    if (large_choice(view, places[1], "hoe-tikken", "edit", Tint::sun, view.say("kiosk.how.type")))
        view.emit(flow::OwnWords{});
    if (view.state.voice.microphone &&
        large_choice(view, places[2], "hoe-spreken", "mic", Tint::dune, view.say("kiosk.how.speak")))
        view.emit(flow::Speak{});
    draw_bar(view);
}

void draw_sentences(const View& view) {
    page_head(view, view.say("kiosk.sentences.title"), help_line(view, "kiosk.sentences.help"));
    ready_answers(view, kSentencePictures, "kiosk.sentence.", false);
    const look::ButtonStyle style{.plain = true, .cap = view.ui.larger() ? 8.0f : 7.4f};
    if (look::button(view.ui, view.ui.grid().skip, "zelf", view.say("kiosk.how.type"), style))
        view.emit(flow::OwnWords{});
    if (look::next_button(view.ui, view.ui.grid().next, view.say("kiosk.next"),
                          flow::can_continue(view.state)))
        view.emit(flow::Next{});
    draw_bar(view);
}

void draw_helps(const View& view) {
    page_head(view, view.say("kiosk.helps.title"), help_line(view, "kiosk.helps.pick"));
    ready_answers(view, kHelpPictures, "kiosk.helps.", true);
    page_foot(view);
}

void draw_own_part(const View& view) {
    page_head(view, view.say("kiosk.own-part.title"), help_line(view, "kiosk.own-part.help"));
    ready_answers(view, kOwnPictures, "kiosk.own.", true);
    page_foot(view);
}

}  // namespace peilpunt::screens
