// SPDX-License-Identifier: EUPL-1.2
// What can lie over any screen: help, "stop?", and "are you still there?".
#include "kiosk/screens/view.hpp"
#include "shared/model/languages.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;

Rect card_place(const View& view) {
    const look::Grid& grid = view.ui.grid();
    if (grid.landscape) return {98, 12, grid.width - 196, 244};
    return {20, 96, grid.width - 40, 296};
}

bool card_button(const View& view, const Rect& r, std::string_view id, const std::string& label,
                 bool strong) {
    look::ButtonStyle style{.danger = !strong, .strong = strong, .cap = strong ? 11.0f : 8.6f};
    return look::button(view.ui, r, id, label, style);
}

void person_row(const View& view, const Rect& r) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    ui.rect(r, c.surface, 7);
    constexpr float kNarrowCap = 8.2f;
    const bool narrow = r.w < 180;  // no room for the picture
    const float d = narrow ? 0.0f : std::min(34.0f, r.h - 8);
    if (!narrow) {
        ui.circle(r.x + 9 + d / 2, r.mid_y(), d / 2, c.of(look::Tint::sun));
        ui.icon(r.x + 9 + d / 2, r.mid_y(), d * 0.66f, look::icon("emoji_people"), c.ink);
    }
    ui.text(r.x + (narrow ? 8 : 18) + d, r.mid_y(), view.say("kiosk.aids.person"),
            {.cap = narrow ? kNarrowCap : look::scaled(ui, 8.2f),
             .colour = c.ink,
             .max_w = r.w - d - (narrow ? 14 : 28),
             .max_h = r.h - 6,
             .pitch = 1.6f,
             .middle = true});
    ui.readable({.id = "persoon", .rect = r, .label = view.say("kiosk.aids.person")});
}

/// Softer, how loud it is as a row of bars, louder.
void volume_row(const View& view, const Rect& r) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const int volume = view.state.session.volume;
    ui.rect(r, c.surface, 7);
    const float w = 58;
    const Rect softer{r.x + 4, r.y + 4, w, r.h - 8};
    const Rect louder{r.right() - 4 - w, r.y + 4, w, r.h - 8};
    const auto step = [&](const Rect& place, std::string_view id, std::string_view icon,
                          const std::string& label, int by, bool end) {
        const bool tall = r.h > 36;
        look::ButtonStyle style{.disabled = end, .stacked = tall};
        if (tall) style.icon = look::icon(icon);
        if (look::button(ui, place, id, label, style)) view.emit(flow::ChangeVolume{by});
    };
    step(softer, "geluid-zachter", "remove", view.say("kiosk.aids.softer"), -1,
         volume == flow::kLowestVolume);
    const float x = softer.right() + 8;
    const float room = louder.x - 8 - x;
    constexpr int kBars = flow::kHighestVolume;
    for (int i = 0; i < kBars; ++i) {
        const float h = (r.h - 12) * (0.3f + 0.7f * static_cast<float>(i) / (kBars - 1));
        const float bar_w = room / (kBars * 1.6f);
        const float left =
            x + room / 2 + (static_cast<float>(i) - kBars / 2.0f) * bar_w * 1.6f + bar_w * 0.3f;
        const Rect bar{left, r.bottom() - 6 - h, bar_w, h};
        ui.rect(bar, i < volume ? c.action : c.sunken, 2, {c.line, i < volume ? 0.0f : 0.5f});
    }
    ui.readable({.id = "geluid",
                 .rect = {x, r.y, room, r.h},
                 .label = view.say("kiosk.aids.volume"),
                 .spoken = view.say("kiosk.spoken.volume", {{"level", std::to_string(volume)},
                                                            {"of", std::to_string(flow::kHighestVolume)}})});
    step(louder, "geluid-harder", "add", view.say("kiosk.aids.louder"), 1, volume == flow::kHighestVolume);
}

look::Tile language_tile(const View& view, std::string_view language) {
    look::Tile tile{.id = "taal-" + std::string(language),
                    .label = std::string(language_row(language).own_name),
                    .language = std::string(language),
                    .row = true,
                    .check = false};
    tile.chosen = view.state.session.language == language;
    tile.cap = 8.2f;
    return tile;
}

/// The languages are a page of their own.
void language_row(const View& view, const Rect& r) {
    look::Tile tile{.id = "talen",
                    .role = "button",
                    .label = view.say("kiosk.start.languages"),
                    .icon = look::icon("translate"),
                    .tint = look::Tint::heath,
                    .row = true,
                    .check = false};
    tile.cap = look::scaled(view.ui, 8.2f);
    if (look::tile(view.ui, r, tile)) view.emit(flow::ShowLanguages{});
}

void all_languages(const View& view) {
    look::Ui& ui = view.ui;
    look::header(ui);
    look::title(ui, view.say("kiosk.start.languages"), "");
    const auto lines = static_cast<int>((kLanguages.size() + 1) / 2);
    const auto places = look::cells(ui.grid().answers, 2, lines);
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
        if (look::tile(ui, places[i], language_tile(view, kLanguages[i])))
            view.emit(flow::ChooseLanguage{std::string(kLanguages[i])});
    draw_bar(view, look::BarWords{.back = view.say("kiosk.back")});
}

}  // namespace

void draw_help(const View& view) {
    if (view.state.languages) return all_languages(view);
    look::Ui& ui = view.ui;
    const look::Grid& grid = ui.grid();
    const flow::Session& session = view.state.session;
    look::header(ui);
    look::title(ui, view.say("kiosk.aids.title"), view.say("kiosk.aids.help"), grid.landscape ? 84.0f : 0.0f);
    const bool voice = flow::can_speak(view.state);
    // On a wide screen the last row stands under the title.
    const std::size_t count = (voice ? 5u : 3u) + (grid.landscape ? 0u : 1u);
    const auto places = look::rows(grid.answers, count, 61);
    std::size_t row = 0;
    const auto words = [&](const std::string& label, bool on) {
        return look::SwitchWords{
            label, view.say("kiosk.aids.on"), view.say("kiosk.aids.off"),
            label + ". " + view.say(on ? text::Key("kiosk.aids.is-on") : text::Key("kiosk.aids.is-off"))};
    };
    if (look::toggle(ui, places[row++], "groter", look::icon("format_size"), look::Tint::sea,
                     words(view.say("kiosk.aids.larger"), session.larger), session.larger))
        view.emit(flow::SetLarger{!session.larger});
    if (look::toggle(ui, places[row++], "contrast", look::icon("contrast"), look::Tint::sand,
                     words(view.say("kiosk.aids.contrast"), session.contrast), session.contrast))
        view.emit(flow::SetContrast{!session.contrast});
    if (voice) {
        if (look::toggle(ui, places[row++], "voorlezen", look::icon("volume_up"), look::Tint::sun,
                         words(view.say("kiosk.aids.read"), session.read_aloud), session.read_aloud))
            view.emit(flow::SetReadAloud{!session.read_aloud});
        volume_row(view, places[row++]);
    }
    language_row(view, places[row++]);
    person_row(view, grid.landscape ? Rect{grid.title.x, 136, grid.title.w, 62} : places[row]);
    if (look::next_button(ui, grid.next_wide, view.say("kiosk.aids.close"), true, "sluit"))
        view.emit(flow::CloseHelp{});
    draw_bar(view, look::BarWords{.back = view.say("kiosk.back")});
}

void draw_stop(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    ui.raise();
    const Rect card = card_place(view);
    look::dim(ui, card);
    const float x = card.mid_x();
    const bool wide = ui.grid().landscape;
    ui.circle(x, card.y + (wide ? 38.0f : 66.0f), wide ? 24.0f : 34.0f, c.of(look::Tint::brick));
    if (c.contrast) ui.ring(x, card.y + (wide ? 38.0f : 66.0f), wide ? 24.0f : 34.0f, {c.line, 1});
    ui.icon(x, card.y + (wide ? 38.0f : 66.0f), wide ? 30.0f : 44.0f, look::icon("close"), c.stop);
    const float y = card.y + (wide ? 76.0f : 118.0f);
    ui.text(x, y, view.say("kiosk.stop.title"),
            {.cap = 12,
             .bold = true,
             .align = Align::centre,
             .colour = c.ink,
             .max_w = card.w - 24,
             .max_h = 34,
             .pitch = 1.5f});
    ui.text(x, y + (wide ? 26.0f : 40.0f), view.say("kiosk.stop.words"),
            {.cap = 8,
             .align = Align::centre,
             .colour = c.ink_soft,
             .max_w = card.w - 24,
             .max_h = 26,
             .pitch = 1.7f});
    ui.readable({.id = "vraag-stop",
                 .rect = {card.x, card.y, card.w, card.h - 110},
                 .label = view.say("kiosk.stop.title"),
                 .spoken = view.say("kiosk.stop.title") + " " + view.say("kiosk.stop.words")});
    const float w = card.w - 24;
    if (card_button(view, {card.x + 12, card.bottom() - 104, w, 48}, "blijf", view.say("kiosk.stop.no"),
                    true))
        view.emit(flow::Stay{});
    if (card_button(view, {card.x + 12, card.bottom() - 48, w, 36}, "wis", view.say("kiosk.stop.yes"), false))
        view.emit(flow::Stop{});
}

void draw_idle(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    ui.raise();
    const Rect card = card_place(view);
    look::dim(ui, card);
    const float x = card.mid_x();
    const bool wide = ui.grid().landscape;
    const float r = wide ? 30.0f : 44.0f;
    const float y = card.y + (wide ? 42.0f : 66.0f);
    const int seconds = flow::stay_seconds(view.state, view.now);
    const float share = static_cast<float>(seconds) * 1000.0f / static_cast<float>(flow::kStay.count());
    ui.ring(x, y, r, {c.contrast ? look::Colour{0x444444} : c.sunken, 7});
    ui.arc(x, y, r - 3.5f, 1 - share, 1, {c.action, 7});  // empties clockwise from the top
    ui.text(x, y, std::to_string(seconds),
            {.cap = r * 0.5f, .bold = true, .align = Align::centre, .colour = c.ink, .middle = true});
    ui.readable({.id = "seconden",
                 .rect = {x - r, y - r, 2 * r, 2 * r},
                 .label = std::to_string(seconds),
                 .aside = true});
    const float ty = wide ? card.y + 82 : card.y + 126;
    ui.text(x, ty, view.say("kiosk.idle.title"),
            {.cap = 13,
             .bold = true,
             .align = Align::centre,
             .colour = c.ink,
             .max_w = card.w - 24,
             .max_h = 15});
    ui.text(x, ty + (wide ? 24.0f : 29.0f), view.say("kiosk.idle.words"),
            {.cap = 8,
             .align = Align::centre,
             .colour = c.ink_soft,
             .max_w = card.w - 24,
             .max_h = 26,
             .pitch = 1.7f});
    ui.readable({.id = "vraag-er-nog",
                 .rect = {card.x, ty, card.w, card.bottom() - 110 - ty},
                 .label = view.say("kiosk.idle.title"),
                 .spoken = view.say("kiosk.idle.title") + " " + view.say("kiosk.idle.words")});
    const float w = card.w - 24;
    if (card_button(view, {card.x + 12, card.bottom() - 104, w, 48}, "blijf", view.say("kiosk.idle.yes"),
                    true))
        view.emit(flow::Stay{});
    if (card_button(view, {card.x + 12, card.bottom() - 48, w, 36}, "wis", view.say("kiosk.idle.no"), false))
        view.emit(flow::Stop{});
}

}  // namespace peilpunt::screens
