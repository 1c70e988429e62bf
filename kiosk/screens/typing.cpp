// SPDX-License-Identifier: EUPL-1.2
// Typing on the screen: large keys in the order of the alphabet, because that is what people who never typed
// know.
#include <optional>

#include "kiosk/screens/keyboards.hpp"
#include "kiosk/screens/view.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;

float box_height(const look::Grid& grid) { return grid.landscape ? 80.0f : 116.0f; }

void key(const View& view, const Rect& r, std::string_view face, bool capital) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const std::string types = capital ? text::in_capitals(face, view.language()) : std::string(face);
    const look::Touch touch =
        ui.touch({.id = "toets-" + std::string(face), .role = "key", .rect = r, .label = types});
    ui.rect(r, touch.held ? c.tint : c.surface, 4,
            {touch.held ? c.action : c.line, touch.held ? 1.2f : c.tile_line_mm});
    ui.text(r.mid_x(), r.mid_y(), types,
            {.cap = 9, .bold = true, .align = Align::centre, .colour = c.ink, .middle = true});
    if (touch.tapped) view.emit(flow::TypeText{types});
}

bool wide_key(const View& view, const Rect& r, std::string_view id, const std::string& label, look::Icon icon,
              bool words) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Touch touch =
        ui.touch({.id = "toets-" + std::string(id), .role = "key", .rect = r, .label = label});
    ui.rect(r, touch.held ? c.surface : c.tint, 4,
            {touch.held ? c.action : c.line, touch.held ? 1.2f : c.tile_line_mm});
    const float icon_w = icon.empty() ? 0 : words ? 17.0f : 22.0f;
    float cap = 7.4f;
    while (words && cap > 5 && ui.text_width(label, cap, true) + icon_w + 4 > r.w) cap *= 0.95f;
    const float width = (words ? ui.text_width(label, cap, true) : 0) + icon_w;
    const float left = r.mid_x() - width / 2;
    ui.icon(left + (words ? 7.0f : 11.0f), r.mid_y(), words ? 14.0f : 22.0f, icon, c.ink);
    if (words)
        ui.text(left + icon_w, r.mid_y(), label, {.cap = cap, .bold = true, .colour = c.ink, .middle = true});
    return touch.tapped;
}

void text_box(const View& view, const Rect& r) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const std::string text = flow::text_on_screen(view.state);
    ui.rect(r, c.surface, 7, {c.action, 1.2f});
    const float cap = ui.larger() ? 10.0f : 9.0f;
    const float pitch = cap * 1.75f;
    const float room = r.h - 36;  // the button below keeps its place
    const auto most = std::max(1, static_cast<int>((room - cap) / pitch) + 1);
    auto lines = ui.wrap(text, cap, false, r.w - 18);
    if (!text.empty() && text.back() == ' ' && !lines.back().empty() && lines.back().back() != ' ')
        lines.back() += ' ';
    if (static_cast<int>(lines.size()) > most) lines.erase(lines.begin(), lines.end() - most);
    float y = r.y + 11;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) y += pitch;
        ui.text(r.x + 9, y, lines[i], {.cap = cap, .colour = c.ink});
    }
    ui.rect({r.x + 10 + ui.text_width(lines.back(), cap, false), y - cap * 0.3f, 1.2f, cap * 1.55f},
            c.action);
    if (text.empty())
        ui.text(r.x + 15, r.y + 11, view.say("kiosk.typing.empty"),
                {.cap = 7.8f, .colour = c.ink_soft, .max_w = r.w - 24});
    ui.readable({.id = "tekst", .rect = r, .label = text.empty() ? view.say("kiosk.typing.empty") : text});
    const int left = flow::text_limit(view.state) - text::count_characters(text);
    if (left <= 100) {
        ui.readable({.id = "over",
                     .rect = {r.x + 9, r.bottom() - 28, 90, 18},
                     .label = view.say("kiosk.typing.left", {{"left", std::to_string(left)}})});
        ui.text(r.x + 9, r.bottom() - 19, view.say("kiosk.typing.left", {{"left", std::to_string(left)}}),
                {.cap = 7.4f, .colour = c.ink_soft, .middle = true});
    }
    const bool restorable = !view.state.session.cleared.empty();
    if (text.empty() && !restorable) return;
    const float w = std::min(96.0f, r.w - 12);
    if (look::button(
            ui, {r.right() - 6 - w, r.bottom() - 32, w, 26}, "leeg",
            view.say(restorable ? text::Key("kiosk.typing.restore") : text::Key("kiosk.typing.clear")),
            {.icon = look::icon(restorable ? "undo" : "delete")}))
        view.emit(flow::ClearText{});
}

void bottom_row(const View& view, const Rect& r) {
    const bool qwerty = view.state.keyboard == flow::Keyboard::qwerty;
    const bool signs = view.state.keyboard == flow::Keyboard::signs;
    const std::string letters(letters_name(view.language()));
    const float g = look::kKeyGap;
    const float unit = (r.w - 3 * g) / 234.8f;  // widths in parts of the portrait keyboard
    float x = r.x;
    const auto place = [&](float part) {
        const Rect rect{x, r.y, part * unit, r.h};
        x += rect.w + g;
        return rect;
    };
    const Rect layout = place(51.7f);
    if (wide_key(view, layout, "letters", qwerty ? letters : "QWERTY", {}, true))
        view.emit(flow::SwitchKeyboard{qwerty ? flow::Keyboard::abc : flow::Keyboard::qwerty});
    const Rect numbers = place(33);
    if (wide_key(view, numbers, "tekens", signs ? letters : "123", {}, true))
        view.emit(flow::SwitchKeyboard{signs ? flow::Keyboard::abc : flow::Keyboard::signs});
    if (wide_key(view, place(88), "spatie", view.say("kiosk.typing.space"), look::icon("space_bar"), false))
        view.emit(flow::TypeText{" "});
    if (wide_key(view, place(62.1f), "wis", view.say("kiosk.typing.backspace"), look::icon("backspace"),
                 true))
        view.emit(flow::Backspace{});
}

void told(const View& view, text::Key title, text::Key help) {
    const bool missing = view.state.hint;
    page_head(view, view.say(title), missing ? view.say("kiosk.hint.words") : view.say(help),
              title_height_when_typing(view));
    draw_keyboard(view);
    page_foot(view);
}

}  // namespace

float title_height_when_typing(const View& view) {
    const look::Grid& grid = view.ui.grid();
    return grid.landscape ? grid.answers.bottom() - box_height(grid) - 4 - grid.title.y : 0;
}

void draw_keyboard(const View& view) {
    const look::Grid& grid = view.ui.grid();
    const float box_h = box_height(grid);
    const Rect box = grid.landscape ? Rect{grid.title.x, grid.answers.bottom() - box_h, grid.title.w, box_h}
                                    : Rect{grid.answers.x, grid.answers.y, grid.answers.w, box_h};
    text_box(view, box);
    const auto& rows = keys_of(view.state.keyboard, view.language());
    const auto lines = static_cast<float>(rows.size() + 1);
    const float top = grid.landscape ? grid.answers.y : 236.0f;
    const float room = grid.landscape ? grid.answers.h : 129.0f;
    const float key_h = (room - (lines - 1) * look::kKeyGap) / lines;
    const Rect area{grid.answers.x, top, grid.answers.w, room};
    const bool capital = flow::wants_capital(flow::text_on_screen(view.state));
    {
        // The letters follow the script; other keys keep their direction.
        std::optional<look::Ui::Straight> straight;
        if (view.state.keyboard != flow::Keyboard::abc) straight.emplace(view.ui, area);
        for (std::size_t line = 0; line < rows.size(); ++line) {
            const Rect row{area.x, area.y + static_cast<float>(line) * (key_h + look::kKeyGap), area.w,
                           key_h};
            const auto places = look::cells(row, static_cast<int>(rows[line].size()), 1, look::kKeyGap);
            for (std::size_t i = 0; i < rows[line].size(); ++i) key(view, places[i], rows[line][i], capital);
        }
    }
    bottom_row(view, {area.x, area.bottom() - key_h, area.w, key_h});
}

void digit_pad(const View& view, const Rect& area, bool pin) {
    look::Ui& ui = view.ui;
    const look::Ui::Straight straight(ui, area);
    const look::Palette& c = ui.colours();
    const auto places = look::cells(area, 3, 4);
    static constexpr std::string_view kDigits = "123456789";
    const auto digit = [&](const Rect& r, char value) {
        const std::string face(1, value);
        const look::Touch touch =
            ui.touch({.id = "cijfer-" + face, .role = "button", .rect = r, .label = face, .aside = true});
        ui.rect(r, touch.held ? c.tint : c.surface, 7,
                {touch.held ? c.action : c.line, touch.held ? 1.2f : c.tile_line_mm});
        ui.text(r.mid_x(), r.mid_y(), face,
                {.cap = std::min(15.0f, r.h * 0.4f),
                 .bold = true,
                 .align = Align::centre,
                 .colour = c.ink,
                 .middle = true});
        if (!touch.tapped) return;
        if (pin)
            view.emit(flow::PinDigit{value});
        else
            view.emit(flow::TypeText{face});
    };
    for (std::size_t i = 0; i < kDigits.size(); ++i) digit(places[i], kDigits[i]);
    digit(places[10], '0');
    if (look::button(ui, places[9], "cijfer-wis", view.say("kiosk.typing.backspace"),
                     {.icon = look::icon("backspace"), .cap = 9}))
        pin ? view.emit(flow::PinBackspace{}) : view.emit(flow::Backspace{});
    if (pin) {
        if (look::button(ui, places[11], "cijfer-open", view.say("kiosk.staff.open"),
                         {.strong = true, .cap = 9}))
            view.emit(flow::PinEnter{});
    } else if (look::button(ui, places[11], "leeg", view.say("kiosk.typing.empty-all"),
                            {.icon = look::icon("delete"), .cap = 9})) {
        view.emit(flow::ClearText{});
    }
}

void draw_story(const View& view) { told(view, "kiosk.story.title", "kiosk.story.help"); }
void draw_helps_words(const View& view) { told(view, "kiosk.helps.title", "kiosk.helps.help"); }
void draw_own_words(const View& view) { told(view, "kiosk.own-part.title", "kiosk.own-part.help"); }
void draw_note(const View& view) { told(view, "kiosk.note.title", "kiosk.note.help"); }

}  // namespace peilpunt::screens
