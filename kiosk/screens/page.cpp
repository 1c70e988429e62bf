// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/view.hpp"
#include "shared/model/utf8.hpp"

namespace peilpunt::screens {
namespace {

void draw_page(const View& view) {
    switch (view.state.screen) {
        case flow::Screen::out_of_order:
            return draw_out_of_order(view);
        case flow::Screen::start:
            return draw_start(view);
        case flow::Screen::choose:
            return draw_choose(view);
        case flow::Screen::polls:
            return draw_polls(view);
        case flow::Screen::privacy:
            return draw_privacy(view);
        case flow::Screen::question:
            return draw_question(view);
        case flow::Screen::note:
            return draw_note(view);
        case flow::Screen::age:
            return draw_age(view);
        case flow::Screen::theme:
            return draw_theme(view);
        case flow::Screen::kind:
            return draw_kind(view);
        case flow::Screen::where:
            return draw_where(view);
        case flow::Screen::how:
            return draw_how(view);
        case flow::Screen::sentences:
            return draw_sentences(view);
        case flow::Screen::story:
            return draw_story(view);
        case flow::Screen::speaking:
            return draw_speaking(view);
        case flow::Screen::helps:
            return draw_helps(view);
        case flow::Screen::helps_words:
            return draw_helps_words(view);
        case flow::Screen::own_part:
            return draw_own_part(view);
        case flow::Screen::own_words:
            return draw_own_words(view);
        case flow::Screen::follow_number:
            return draw_follow_number(view);
        case flow::Screen::follow_steps:
            return draw_follow_steps(view);
        case flow::Screen::poster:
            return draw_poster(view);
        case flow::Screen::check:
            return draw_check(view);
        case flow::Screen::saving:
            return draw_saving(view);
        case flow::Screen::failed:
            return draw_failed(view);
        case flow::Screen::thanks:
            return draw_thanks(view);
        case flow::Screen::staff_pin:
            return draw_staff_pin(view);
        case flow::Screen::staff:
            return draw_staff(view);
        case flow::Screen::self_test:
            return draw_self_test(view);
        case flow::Screen::stick:
            return draw_stick(view);
    }
}

}  // namespace

void draw(const View& view) {
    const flow::Overlay overlay = view.state.overlay;
    if (view.state.screen != flow::Screen::poster) look::bar_band(view.ui);
    if (overlay == flow::Overlay::help) return draw_help(view);
    if (overlay != flow::Overlay::none) view.ui.freeze();
    draw_page(view);
    if (overlay == flow::Overlay::stop) draw_stop(view);
    if (overlay == flow::Overlay::idle) draw_idle(view);
}

void page_head(const View& view, std::string_view title, std::string_view help, float max_h,
               std::string_view language) {
    const auto [step, of] = flow::progress(view.state);
    std::string words;
    if (of > 0)
        words = view.say("kiosk.progress", {{"step", std::to_string(step)}, {"of", std::to_string(of)}});
    look::header(view.ui, step, of, words);
    look::title(view.ui, title, help, max_h, language);
}

void page_foot(const View& view) {
    const look::Grid& grid = view.ui.grid();
    const bool skip = flow::can_skip(view.state);
    if (skip) {
        const look::ButtonStyle style{.plain = true, .cap = view.ui.larger() ? 8.0f : 7.4f};
        if (look::button(view.ui, grid.skip, "overslaan", view.say("kiosk.skip"), style))
            view.emit(flow::Skip{});
    }
    const bool ready = flow::can_continue(view.state);
    if (look::next_button(view.ui, skip ? grid.next : grid.next_wide, view.say("kiosk.next"), ready))
        view.emit(flow::Next{});
    draw_bar(view);
}

void draw_bar(const View& view, bool back_works) {
    look::BarWords words{.back = view.say("kiosk.back"),
                         .help = view.say("kiosk.help"),
                         .stop = view.say("kiosk.stop"),
                         .back_faded = !back_works};
    draw_bar(view, std::move(words));
}

void draw_bar(const View& view, look::BarWords words) {
    words.speaking = view.state.speech.on;
    if (flow::can_speak(view.state))
        words.read = view.say(words.speaking ? text::Key("kiosk.quiet") : text::Key("kiosk.read"));
    switch (look::bar(view.ui, words)) {
        case look::BarTouch::back:
            return words.back_faded ? void() : view.emit(flow::Back{});
        case look::BarTouch::read:
            return view.emit(flow::ReadAloud{});
        case look::BarTouch::help:
            return view.emit(flow::AskHelp{});
        case look::BarTouch::stop:
            return view.emit(flow::AskStop{});
        case look::BarTouch::none:
            return;
    }
}

std::string View::spoken_in(const LocalText& text) const {
    const auto& all = text.all();
    for (const std::string_view each : {std::string_view(language()), std::string_view("nl-simple")})
        if (all.contains(std::string(each))) return std::string(each) == language() ? "" : std::string(each);
    return all.contains("nl") ? "nl" : "";
}

std::string picked_in_words(const View& view, std::string_view prefix, const std::vector<std::string>& ids,
                            std::string_view typed) {
    std::string words;
    for (const std::string& id : ids) words += (words.empty() ? "" : ", ") + view.named(prefix, id);
    if (words.empty()) return std::string(typed);
    return typed.empty() ? words : words + ". " + std::string(typed);
}

std::string shortened(std::string_view text, std::size_t characters) {
    const auto whole = utf8::within_characters(text, characters);
    if (whole.size() == text.size()) return std::string(text);
    // Between words, where one ends before the cut or at it.
    const auto blank = text.rfind(' ', whole.size());
    return std::string(blank == std::string_view::npos || blank == 0 ? whole : text.substr(0, blank)) + " …";
}

bool large_choice(const View& view, const look::Rect& r, std::string_view id, std::string_view icon,
                  look::Tint tint, const std::string& label) {
    look::Tile tile{.id = std::string(id),
                    .role = "button",
                    .label = label,
                    .icon = look::icon(icon),
                    .tint = tint,
                    .row = true,
                    .check = false};
    tile.disc = std::min(52.0f, r.h - 12);
    tile.cap = std::min(look::scaled(view.ui, 11), r.h * 0.2f);
    return look::tile(view.ui, r, tile);
}

}  // namespace peilpunt::screens
