// SPDX-License-Identifier: EUPL-1.2
// Before anything is asked: start, choosing what to do, which questions, and what happens with the answers.
#include <array>

#include "kiosk/screens/view.hpp"
#include "shared/model/languages.hpp"
#include "shared/rules/rules.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;

/// Staff tap the mark five times; nobody else needs to know.
void corner(const View& view) {
    if (view.ui.touch({.id = "hoek", .role = "corner", .rect = {8, 8, 70, 23}, .label = "Peilpunt"}).tapped)
        view.emit(flow::CornerTap{});
}

/// So that a helper sees that this visit is marked.
void helping_band(const View& view, const Rect& sea) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const Rect r{look::kMargin, sea.bottom() - 32, sea.w - 2 * look::kMargin, 24};
    ui.rect(r, c.voice, 6, {c.on_voice, 0.8f});
    ui.icon(r.x + 14, r.mid_y(), 15, look::icon("support_agent"), c.on_voice);
    ui.text(
        r.x + 28, r.mid_y(), view.say("kiosk.helping"),
        {.cap = 7.6f, .bold = true, .colour = c.on_voice, .max_w = r.w - 34, .max_h = 18, .middle = true});
    ui.readable({.id = "met-hulp", .rect = r, .label = view.say("kiosk.helping")});
}

struct BigTile {
    std::string_view id;
    std::string_view icon;
    look::Tint tint;
    std::string label;
    std::string help;
    std::string language{};
};

bool big_tile(const View& view, const Rect& r, const BigTile& tile) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Touch touch = ui.touch({.id = std::string(tile.id),
                                        .role = "button",
                                        .rect = r,
                                        .label = tile.label,
                                        .spoken = tile.label + ". " + tile.help,
                                        .language = tile.language});
    ui.rect(r, touch.held ? c.tint : c.surface, 9,
            {touch.held ? c.action : c.line, touch.held ? 1.2f : c.tile_line_mm});
    const float side = std::min(66.0f, r.h - 12);
    const Rect field{r.x + 6, r.y + 6, side, r.h - 12};
    ui.rect(field, c.of(tile.tint), 6, {c.line, c.contrast ? 0.8f : 0.0f});
    ui.icon(field.mid_x(), field.mid_y(), std::min(44.0f, side * 0.7f), look::icon(tile.icon), c.ink);
    const float x = field.right() + 10;
    const float w = r.right() - 10 - x;
    float cap = look::scaled(ui, 10);
    const auto block = [&] {  // both texts and the space between them
        const auto lines = static_cast<float>(ui.wrap(tile.label, cap, true, w).size());
        const auto help_lines = static_cast<float>(ui.wrap(tile.help, cap * 0.8f, false, w).size());
        return cap * (1 + (lines - 1) * 1.5f) + 9 + cap * 0.8f * (1 + (help_lines - 1) * 1.6f);
    };
    while (cap > 7.4f && block() > r.h - 14) cap *= 0.95f;
    const float end = ui.text(x, r.mid_y() - block() / 2, tile.label,
                              {.cap = cap, .bold = true, .colour = c.ink, .max_w = w, .pitch = 1.5f});
    ui.text(x, end + 9, tile.help, {.cap = cap * 0.8f, .colour = c.ink_soft, .max_w = w, .pitch = 1.6f});
    return touch.tapped;
}

void languages(const View& view, const Rect& area) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    // Two in a row; the longest name, of the language for who reads little, has a row of its own.
    constexpr std::string_view kLong = "nl-simple";
    std::vector<std::string> order(kLanguages.begin(), kLanguages.end());
    std::stable_partition(order.begin(), order.begin() + 3, [](const auto& each) { return each != kLong; });
    const auto cells = look::cells(area, 2, static_cast<int>(order.size() / 2 + 1));
    auto place = cells.begin();
    for (const std::string& language : order) {
        Rect r = *place++;
        if (language == kLong) r.w = place++->right() - r.x;
        // Each by its own name, in its own language.
        const std::string name(language_row(language).own_name);
        const std::string& welcome = view.texts.get("kiosk.start.welcome", language);
        const look::Touch touch = ui.touch({.id = "taal-" + language,
                                            .role = "button",
                                            .rect = r,
                                            .label = name,
                                            .spoken = welcome + ". " + name,
                                            .language = language});
        ui.rect(r, touch.held ? c.tint : c.surface, 7,
                {touch.held ? c.action : c.line, touch.held ? 1.2f : c.tile_line_mm});
        const bool low = r.h < 40;
        const float cap = low ? 8.2f : look::scaled(ui, 9);
        const bool from_right = text::reads_right_to_left(language) != ui.mirrored();
        const float x = from_right ? r.right() - 36 : r.x + (low ? 7.0f : 10.0f);
        const Align side = from_right ? Align::right : Align::left;
        const float w = r.w - (low ? 44.0f : 50.0f);
        ui.text(x, r.mid_y() - cap - (low ? 2.5f : 1.5f), name,
                {.cap = cap, .bold = true, .align = side, .colour = c.ink, .max_w = w, .max_h = cap * 1.1f});
        ui.text(x, r.mid_y() + (low ? 3.5f : 6.0f), welcome,
                {.cap = low ? 7.4f : look::scaled(ui, 7.4f),
                 .align = side,
                 .colour = c.ink_soft,
                 .max_w = w,
                 .max_lines = 1});
        ui.circle(r.right() - 21, r.mid_y(), 12, c.action);
        ui.icon(r.right() - 21, r.mid_y(), 15, look::icon("arrow_forward"), c.on_action);
        if (touch.tapped) view.emit(flow::ChooseLanguage{language});
    }
}

}  // namespace

void draw_start(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const bool wide = grid.landscape;
    const Rect sea = wide ? Rect{0, 0, 230, grid.bar.y} : Rect{0, 0, grid.width, 206};
    look::shore(ui, sea, {.sky = 0.56f, .sun = 0.62f, .sun_radius = 22, .pole = wide ? 0.88f : 0.83f});
    look::wordmark(ui, look::kMargin, 13, c.contrast ? look::Colour{0xFFFFFF} : c.band,
                   c.contrast ? look::Colour{0x000000} : look::Colour{0xFFFFFF});
    ui.text(look::kMargin + 17, 15.8f, "Peilpunt", {.cap = 7.4f, .bold = true, .colour = c.ink});
    corner(view);
    const float w = sea.w - 2 * look::kMargin;
    ui.text(
        look::kMargin, 44, view.say("kiosk.start.title"),
        {.cap = wide ? 15.0f : 17.0f, .bold = true, .colour = c.ink, .max_w = w, .max_h = 48, .pitch = 1.6f});
    ui.text(look::kMargin, wide ? 97.0f : 103.0f, view.say("kiosk.start.help"),
            {.cap = 8.2f, .colour = c.ink, .max_w = w, .max_h = 9});
    ui.readable({.id = "titel",
                 .rect = {look::kMargin, 44, w, 68},
                 .label = view.say("kiosk.start.title"),
                 .spoken = view.say("kiosk.start.title") + " " + view.say("kiosk.start.help")});
    if (view.state.session.helped) helping_band(view, sea);
    const float x = wide ? 242.0f : look::kMargin;
    const float y = wide ? 32.0f : 230.0f;
    look::hand(ui, x + 23, y, 0.82f);
    ui.text(x + 50, y + 4, view.say("kiosk.start.languages"),
            {.cap = 10,
             .bold = true,
             .colour = c.ink,
             .max_w = grid.width - x - 62,
             .max_h = 12,
             .middle = true});
    ui.readable({.id = "kies-taal",
                 .rect = {x + 48, y - 4, grid.width - x - 60, 16},
                 .label = view.say("kiosk.start.languages")});
    languages(view, wide ? Rect{x, 62, grid.width - x - look::kMargin, 134}
                         : Rect{x, 256, grid.width - 2 * look::kMargin, 148});
    draw_bar(view, look::BarWords{.help = view.say("kiosk.help")});
}

void draw_choose(const View& view) {
    page_head(view, view.say("kiosk.choose.title"), view.say("kiosk.choose.help"));
    const flow::Content* content = view.state.content.get();
    const std::size_t polls = content ? content->polls.size() : 0;
    Rect area = view.ui.grid().answers;
    if (!view.ui.grid().landscape) area.h = 292;  // nothing else to press here
    const bool follow = content && content->can_follow;
    const auto places = look::rows(area, (polls > 0 ? 2u : 1u) + (follow ? 1u : 0u), follow ? 94.0f : 120.0f);
    std::size_t place = 0;
    if (polls > 0) {
        std::string help = view.say("kiosk.choose.poll.many");
        if (polls == 1) {
            const Poll& poll = *content->polls.front();
            help = view.say("kiosk.choose.poll.one",
                            {{"questions", std::to_string(poll.questions.size())},
                             {"minutes", std::to_string(rules::estimated_minutes(poll))}});
        }
        if (big_tile(
                view, places[place++],
                {"kies-peiling", "question_answer", look::Tint::sea, view.say("kiosk.choose.poll"), help}))
            view.emit(flow::ChooseTask{flow::Task::poll});
    }
    if (big_tile(view, places[place++],
                 {"kies-vertellen", "record_voice_over", look::Tint::sun, view.say("kiosk.choose.signal"),
                  view.say("kiosk.choose.signal.help")}))
        view.emit(flow::ChooseTask{flow::Task::signal});
    if (follow && big_tile(view, places[place],
                           {"kies-volgen", "assignment_turned_in", look::Tint::dune,
                            view.say("kiosk.choose.follow"), view.say("kiosk.choose.follow.help")}))
        view.emit(flow::ChooseTask{flow::Task::follow});
    draw_bar(view);
}

void draw_polls(const View& view) {
    page_head(view, view.say("kiosk.polls.title"), view.say("kiosk.choose.help"));
    if (!view.state.content) return draw_bar(view);
    const auto& polls = view.state.content->polls;
    const auto [first, last] = flow::page_range(view.state, polls.size());
    const bool more = flow::pages(view.state, polls.size()) > 1;
    Rect area = view.ui.grid().answers;
    if (!view.ui.grid().landscape) area.h = 292;
    const auto places = look::rows(area, 3, 94);
    static constexpr std::array kTints{look::Tint::sea, look::Tint::dune, look::Tint::heath};
    for (std::size_t i = first; i < last; ++i) {
        const Poll& poll = *polls[i];
        const std::string language = view.spoken_in(poll.title);
        const std::string help =
            view.say("kiosk.choose.poll.one", {{"questions", std::to_string(poll.questions.size())},
                                               {"minutes", std::to_string(rules::estimated_minutes(poll))}});
        const std::string id = "peiling-" + std::to_string(i + 1);
        if (big_tile(view, places[i - first],
                     {id, "question_answer", kTints[i % 3], view.in(poll.title), help, language}))
            view.emit(flow::ChoosePoll{i});
    }
    if (more && big_tile(view, places[2],
                         {"meer", "arrow_forward", look::Tint::sand, view.say("kiosk.more"),
                          view.say("kiosk.more.help")}))
        view.emit(flow::TurnPage{});
    draw_bar(view);
}

void draw_privacy(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    page_head(view, view.say("kiosk.privacy.title"), view.say("kiosk.privacy.help"));
    struct Promise {
        std::string_view icon;
        look::Tint tint;
        const std::string& title;
        const std::string& words;
    };
    const Promise promises[] = {
        {"person_off", look::Tint::sea, view.say("kiosk.privacy.name"), view.say("kiosk.privacy.name.help")},
        {"shield", look::Tint::dune, view.say("kiosk.privacy.locked"), view.say("kiosk.privacy.locked.help")},
        {"close", look::Tint::brick, view.say("kiosk.privacy.stop"), view.say("kiosk.privacy.stop.help")}};
    const auto places = look::rows(ui.grid().answers, 3, 83.4f);
    std::string spoken;
    for (std::size_t i = 0; i < 3; ++i) {
        const Rect& r = places[i];
        ui.rect(r, c.surface, 7);  // no border: nothing to touch
        const float d = std::min(23.0f, r.h / 2 - 6);
        ui.circle(r.x + 33, r.mid_y(), d, c.of(promises[i].tint));
        if (c.contrast) ui.ring(r.x + 33, r.mid_y(), d, {c.line, 0.8f});
        ui.icon(r.x + 33, r.mid_y(), d * 1.26f, look::icon(promises[i].icon), c.ink);
        const float w = r.w - 76;
        const float cap = ui.larger() ? 11.4f : 9.4f;
        const float end =
            ui.text(r.x + 66, r.mid_y() - cap * 1.6f, promises[i].title,
                    {.cap = cap, .bold = true, .colour = c.ink, .max_w = w, .max_h = cap * 1.1f});
        ui.text(r.x + 66, end + 8, promises[i].words,
                {.cap = look::scaled(ui, 7.8f),
                 .colour = c.ink_soft,
                 .max_w = w,
                 .max_h = r.bottom() - end - 12,
                 .pitch = 1.6f});
        spoken += promises[i].title + " " + promises[i].words + " ";
    }
    ui.readable({.id = "afspraken",
                 .rect = ui.grid().answers,
                 .label = view.say("kiosk.privacy.title"),
                 .spoken = spoken});
    const look::ButtonStyle style{.plain = true, .cap = ui.larger() ? 8.0f : 7.4f};
    if (look::button(ui, ui.grid().skip, "overslaan", view.say("kiosk.privacy.no"), style))
        view.emit(flow::Back{});
    if (look::next_button(ui, ui.grid().next, view.say("kiosk.privacy.yes"), true)) view.emit(flow::Next{});
    draw_bar(view);
}

void draw_out_of_order(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const bool wide = grid.landscape;
    const Rect sea = wide ? Rect{0, 0, 200, grid.height} : Rect{0, 0, grid.width, 236};
    look::shore(ui, sea, {.sky = 0.18f, .sun = 0.68f, .sun_radius = 30, .pole = 0.16f});
    look::wordmark(ui, look::kMargin, 13, c.contrast ? look::Colour{0xFFFFFF} : c.band,
                   c.contrast ? look::Colour{0x000000} : look::Colour{0xFFFFFF});
    ui.text(look::kMargin + 17, 15.8f, "Peilpunt", {.cap = 7.4f, .bold = true, .colour = c.ink});
    corner(view);
    const float x = wide ? 216.0f : look::kMargin;
    const float y = wide ? 30.0f : 262.0f;
    const float w = grid.width - x - look::kMargin;
    float end = ui.text(x, y, view.say("kiosk.broken.title"),
                        {.cap = 15, .bold = true, .colour = c.ink, .max_w = w, .max_h = 44, .pitch = 1.6f});
    end = ui.text(x, end + 15, view.say("kiosk.broken.safe"),
                  {.cap = 8.2f, .colour = c.ink, .max_w = w, .max_h = 22});
    const Rect card{x, wide ? 110.0f : 344.0f, w, 62};
    ui.rect(card, c.surface, 7);
    ui.circle(card.x + 30, card.mid_y(), 20, c.of(look::Tint::sun));
    ui.icon(card.x + 30, card.mid_y(), 26, look::icon("people"), c.ink);
    ui.text(card.x + 60, card.y + 15, view.say("kiosk.broken.tell"),
            {.cap = 8.6f, .bold = true, .colour = c.ink, .max_w = w - 70, .max_h = 14});
    ui.text(card.x + 60, card.y + 35, view.say("kiosk.broken.person"),
            {.cap = 7.8f, .colour = c.ink, .max_w = w - 70, .max_h = 22});
    const Rect foot = wide ? Rect{sea.w, grid.bar.y, grid.width - sea.w, grid.height - grid.bar.y}
                           : Rect{0, 414, grid.width, 62.2f};
    ui.rect(foot, c.sunken);
    const auto reason = [&]() -> const std::string& {
        switch (view.state.trouble) {
            case flow::Trouble::not_paired:
                return view.say("kiosk.broken.not-paired");
            case flow::Trouble::storage_full:
                return view.say("kiosk.broken.full");
            case flow::Trouble::storage_failed:
                return view.say("kiosk.broken.disk");
            case flow::Trouble::damaged:
                return view.say("kiosk.broken.damaged");
            default:
                return view.say("kiosk.broken.no-content");
        }
    };
    ui.text(x, foot.y + 17, view.say("kiosk.broken.staff"),
            {.cap = 7.4f, .colour = c.ink, .max_w = w, .max_h = 9});
    ui.text(x, foot.y + 35, reason(), {.cap = 7.4f, .bold = true, .colour = c.ink, .max_w = w, .max_h = 20});
    ui.readable({.id = "titel",
                 .rect = {x, y, w, end - y},
                 .label = view.say("kiosk.broken.title"),
                 .spoken = view.say("kiosk.broken.title") + " " + view.say("kiosk.broken.safe")});
    ui.readable({.id = "vertel",
                 .rect = card,
                 .label = view.say("kiosk.broken.tell"),
                 .spoken = view.say("kiosk.broken.tell") + " " + view.say("kiosk.broken.person")});
    ui.readable({.id = "reden",
                 .rect = {x, foot.y + 12, w, foot.h - 14},
                 .label = reason(),
                 .spoken = view.say("kiosk.broken.staff") + " " + reason()});
}

}  // namespace peilpunt::screens
