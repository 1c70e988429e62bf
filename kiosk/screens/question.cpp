// SPDX-License-Identifier: EUPL-1.2
// The questions of a poll: one kind, one form.
#include <algorithm>
#include <array>

#include "kiosk/screens/view.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;

constexpr std::array kTints{look::Tint::sea,   look::Tint::sun,   look::Tint::dune,
                            look::Tint::brick, look::Tint::heath, look::Tint::sand};

look::Tint tint_of(std::size_t index) { return kTints[index % kTints.size()]; }

/// "Verder" was touched too early: say what is missing, in the place of the help.
std::string help_line(const View& view, std::string_view usual) {
    return view.state.hint ? view.say(flow::can_skip(view.state) ? text::Key("kiosk.hint.choose")
                                                                 : text::Key("kiosk.hint.required"))
                           : std::string(usual);
}

/// "Gekozen: ..." in the language that the option itself is in.
std::string spoken_chosen(const View& view, const look::Tile& tile) {
    const std::string& language = tile.language.empty() ? view.language() : tile.language;
    return view.texts.format("kiosk.spoken.chosen", language, {{"option", tile.label}});
}

/// The page's places for options: a grid of pictures, or rows; the last place may turn the page.
struct Places {
    std::vector<Rect> rects;
    bool as_rows = true;
    std::size_t first = 0, last = 0;
    bool more = false;
};

Places option_places(const View& view, std::size_t count, bool pictures) {
    Places places;
    std::tie(places.first, places.last) = flow::page_range(view.state, count);
    places.more = flow::pages(view.state, count) > 1;
    const std::size_t shown = places.last - places.first + (places.more ? 1 : 0);
    // Every page of one question looks alike, so the shape follows the fullest page.
    const std::size_t slots =
        places.more ? static_cast<std::size_t>(flow::options_per_page(view.state, count)) + 1 : shown;
    const Rect& area = view.ui.grid().answers;
    places.as_rows = !pictures || view.ui.larger() || slots <= 3;
    if (places.as_rows) {
        places.rects = look::rows(area, slots, slots <= 3 ? 83.4f : 60.0f);
    } else if (view.ui.grid().landscape) {
        places.rects = look::cells(area, slots <= 4 ? 2 : 3, 2);
    } else {
        places.rects = look::cells(area, 2, slots <= 4 ? 2 : 3);
    }
    return places;
}

void more_tile(const View& view, const Places& places) {
    if (!places.more) return;
    if (look::tile(view.ui, places.rects[places.last - places.first],
                   {.id = "meer",
                    .role = "button",
                    .label = view.say("kiosk.more"),
                    .icon = look::icon("arrow_forward"),
                    .tint = look::Tint::sand,
                    .row = places.as_rows,
                    .check = false}))
        view.emit(flow::TurnPage{});
}

void options(const View& view, const Question& question) {
    const bool many = question.kind == QuestionKind::multiple;
    const bool pictures =
        std::all_of(question.options.begin(), question.options.end(),
                    [](const Option& option) { return !look::pictogram(option.pictogram).empty(); });
    const Places places = option_places(view, question.options.size(), pictures);
    for (std::size_t i = places.first; i < places.last; ++i) {
        const Option& option = question.options[i];
        look::Tile tile{.id = "optie-" + option.id,
                        .role = many ? "checkbox" : "option",
                        .label = view.in(option.text),
                        .language = view.spoken_in(option.text),
                        .icon = look::pictogram(option.pictogram),
                        .tint = tint_of(i),
                        .row = places.as_rows,
                        .many = many};
        tile.chosen = flow::is_chosen(question, view.state.session.answers, option.id);
        if (tile.chosen) tile.spoken = spoken_chosen(view, tile);
        if (look::tile(view.ui, places.rects[i - places.first], tile)) view.emit(flow::Pick{option.id});
    }
    more_tile(view, places);
}

void yes_no(const View& view, const Question& question) {
    struct Answer3 {
        std::string_view id, icon;
        look::Tint tint;
    };
    static constexpr std::array<Answer3, 3> kAnswers{{{"ja", "check", look::Tint::dune},
                                                      {"nee", "close", look::Tint::brick},
                                                      {"weet-niet", "question_mark", look::Tint::sand}}};
    const auto places = look::rows(view.ui.grid().answers, kAnswers.size(), 83.4f);
    for (std::size_t i = 0; i < kAnswers.size(); ++i) {
        const Rect& r = places[i];
        look::Tile tile{.id = "antwoord-" + std::string(kAnswers[i].id),
                        .label = view.named("antwoord.", kAnswers[i].id),
                        .icon = look::icon(kAnswers[i].icon),
                        .tint = kAnswers[i].tint,
                        .row = true};
        tile.cap = std::min(look::scaled(view.ui, 13), r.h * 0.2f);
        tile.disc = std::min(58.0f, r.h - 12);
        tile.chosen = flow::is_chosen(question, view.state.session.answers, kAnswers[i].id);
        if (tile.chosen) tile.spoken = spoken_chosen(view, tile);
        if (look::tile(view.ui, r, tile)) view.emit(flow::Pick{std::string(kAnswers[i].id)});
    }
}

int chosen_level(const View& view, const Question& question) {
    const Answer* answer = view.state.session.answers.find(question.id);
    const auto* number = answer ? std::get_if<Number>(answer) : nullptr;
    return number ? static_cast<int>(number->value) : 0;
}

void faces(const View& view, const Question& question) {
    const auto places = look::rows(view.ui.grid().answers, 5, 48);
    const int chosen = chosen_level(view, question);
    for (int row = 0; row < 5; ++row) {
        const int level = 5 - row;  // the glad face on top
        const Rect& r = places[static_cast<std::size_t>(row)];
        look::Tile tile{.id = "gezicht-" + std::to_string(level),
                        .label = view.named("kiosk.level.", std::to_string(level)),
                        .mood = level - 1,
                        .row = true,
                        .chosen = chosen == level};
        tile.disc = std::min(38.0f, r.h - 6);
        tile.spoken = view.say("kiosk.spoken.level",
                               {{"level", std::to_string(level)}, {"of", "5"}, {"word", tile.label}});
        if (tile.chosen) tile.spoken = spoken_chosen(view, tile);
        if (look::tile(view.ui, r, tile)) view.emit(flow::PickLevel{level});
    }
}

void levels(const View& view, const Question& question) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const int max = question.effective_max();
    const int columns = max <= 5 ? max : (max + 1) / 2;
    const int lines = max <= 5 ? 1 : 2;
    Rect area = ui.grid().answers;
    area.h = std::min(area.h - 30, lines == 1 ? 70.0f : 130.0f);
    const auto places = look::cells(area, columns, lines);
    const int chosen = chosen_level(view, question);
    for (int level = 1; level <= max; ++level) {
        const Rect& r = places[static_cast<std::size_t>(level - 1)];
        const std::string number = std::to_string(level);
        const bool on = chosen == level;
        std::string spoken =
            on ? view.say("kiosk.spoken.chosen", {{"option", number}})
               : view.say("kiosk.spoken.number", {{"level", number}, {"of", std::to_string(max)}});
        const look::Touch touch = ui.touch({.id = "cijfer-" + number,
                                            .role = "option",
                                            .rect = r,
                                            .label = number,
                                            .spoken = std::move(spoken),
                                            .chosen = on});
        ui.rect(r,
                on           ? c.action
                : touch.held ? c.tint
                             : c.surface,
                7, {on || touch.held ? c.action : c.line, touch.held ? 1.2f : c.tile_line_mm});
        ui.text(r.mid_x(), r.mid_y(), number,
                {.cap = 15,
                 .bold = true,
                 .align = Align::centre,
                 .colour = on ? c.on_action : c.ink,
                 .max_w = r.w - 3,
                 .max_h = r.h,
                 .middle = true});
        if (touch.tapped) view.emit(flow::PickLevel{level});
    }
    const float y = area.bottom() + 9;
    ui.text(area.x, y, view.say("kiosk.level.low"), {.cap = 8.2f, .colour = c.ink_soft, .max_w = area.w / 2});
    ui.text(area.right(), y, view.say("kiosk.level.high"),
            {.cap = 8.2f, .align = Align::right, .colour = c.ink_soft, .max_w = area.w / 2});
    ui.readable({.id = "van-tot",
                 .rect = {area.x, y, area.w, 10},
                 .label = view.say("kiosk.level.low"),
                 .spoken = "1: " + view.say("kiosk.level.low") + ". " + std::to_string(max) + ": " +
                           view.say("kiosk.level.high") + "."});
}

void ranking(const View& view, const Question& question) {
    Places places = option_places(view, question.options.size(), false);
    for (std::size_t i = places.first; i < places.last; ++i) {
        const Option& option = question.options[i];
        const int rank = flow::rank_of(question, view.state.session.answers, option.id);
        look::Tile tile{.id = "rang-" + option.id,
                        .label = view.in(option.text),
                        .language = view.spoken_in(option.text),
                        .icon = look::pictogram(option.pictogram),
                        .tint = tint_of(i),
                        .row = true,
                        .chosen = rank > 0,
                        .rank = rank};
        const std::string& language = tile.language.empty() ? view.language() : tile.language;
        tile.spoken =
            tile.label + ". " +
            (rank > 0 ? view.texts.format("kiosk.spoken.rank", language, {{"rank", std::to_string(rank)}})
                      : view.texts.get("kiosk.spoken.no-rank", language));
        if (look::tile(view.ui, places.rects[i - places.first], tile)) view.emit(flow::Pick{option.id});
    }
    more_tile(view, places);
}

/// What is left to give, as coins.
void purse(const View& view, const Question& question, const Rect& r) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const int left = flow::points_left(question, view.state.session.answers);
    ui.rect(r, c.voice_soft, 7, {c.line, c.contrast ? 1.0f : 0.0f});
    const std::string words = view.say("kiosk.points.left", {{"left", std::to_string(left)}});
    ui.text(r.x + 10, r.mid_y(), words,
            {.cap = look::scaled(ui, 8.6f),
             .bold = true,
             .colour = c.ink,
             .max_w = 98,
             .max_h = 14,
             .middle = true});
    ui.readable({.id = "over", .rect = r, .label = words});
    const int coins = std::min(10, question.effective_max() / flow::point_step(question));
    const int have = left / flow::point_step(question);
    for (int i = 0; i < coins; ++i) {
        const float x = r.right() - 12 - static_cast<float>(coins - 1 - i) * 13;
        if (i < have) ui.circle(x, r.mid_y(), 5.2f, c.voice);
        ui.ring(x, r.mid_y(), 5.2f, {i < have ? c.ink : c.line, 0.7f});
    }
}

void point_row(const View& view, const Question& question, const Option& option, const Rect& r,
               look::Tint tint) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const Answers& answers = view.state.session.answers;
    const int given = flow::points_of(question, answers, option.id);
    const std::string label = view.in(option.text);
    const look::Icon picture = look::pictogram(option.pictogram);
    ui.rect(r, c.surface, 7);
    const float side = std::min(36.0f, r.h - 4);
    const float plus_x = r.right() - 8 - side;
    const float min_x = plus_x - 30 - side;
    float x = r.x + 9;
    if (!picture.empty()) {
        const float d = std::min(30.0f, r.h - 8);
        ui.circle(x + d / 2, r.mid_y(), d / 2, c.of(tint));
        if (c.contrast) ui.ring(x + d / 2, r.mid_y(), d / 2, {c.line, 0.8f});
        ui.icon(x + d / 2, r.mid_y(), d * 0.62f, picture, c.ink);
        x += d + 7;
    }
    ui.text(x, r.mid_y(), label,
            {.cap = look::scaled(ui, 8),
             .bold = true,
             .colour = c.ink,
             .max_w = min_x - 5 - x,
             .max_h = r.h - 8,
             .pitch = 1.6f,
             .middle = true});
    const std::string points = std::to_string(given);
    ui.readable({.id = "punten-" + option.id,
                 .rect = {x, r.y, min_x - x, r.h},
                 .label = label,
                 .spoken = label + ": " + points + ".",
                 .language = view.spoken_in(option.text)});
    look::ButtonStyle less{.icon = look::icon("remove"), .disabled = given == 0, .aside = true};
    less.spoken = view.say("kiosk.spoken.less", {{"option", label}, {"points", points}});
    if (look::button(ui, {min_x, r.mid_y() - side / 2, side, side}, "min-" + option.id, "", less))
        view.emit(flow::GivePoints{option.id, -1});
    ui.text((min_x + side + plus_x) / 2, r.mid_y(), points,
            {.cap = 12,
             .bold = true,
             .align = Align::centre,
             .colour = c.ink,
             .max_w = 28,
             .max_h = 14,
             .middle = true});
    look::ButtonStyle more{
        .icon = look::icon("add"), .disabled = flow::points_left(question, answers) == 0, .aside = true};
    more.strong = !more.disabled;
    more.spoken = view.say("kiosk.spoken.more", {{"option", label}, {"points", points}});
    if (look::button(ui, {plus_x, r.mid_y() - side / 2, side, side}, "plus-" + option.id, "", more))
        view.emit(flow::GivePoints{option.id, 1});
}

void points(const View& view, const Question& question) {
    const Rect& area = view.ui.grid().answers;
    const float purse_h = view.ui.grid().landscape ? 22.0f : 32.0f;
    purse(view, question, {area.x, area.y, area.w, purse_h});
    const auto [first, last] = flow::page_range(view.state, question.options.size());
    const bool more = flow::pages(view.state, question.options.size()) > 1;
    const std::size_t slots = more ? 5 : last - first;
    const Rect below{area.x, area.y + purse_h + look::kGap, area.w, area.h - purse_h - look::kGap};
    const auto places = look::rows(below, slots, 52);
    for (std::size_t i = first; i < last; ++i)
        point_row(view, question, question.options[i], places[i - first], tint_of(i));
    if (more && look::button(view.ui, places[last - first], "meer", view.say("kiosk.more"),
                             {.icon = look::icon("arrow_forward"), .cap = 8.6f}))
        view.emit(flow::TurnPage{});
}

void number(const View& view, const Question&) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const Rect& area = ui.grid().answers;
    const float box_h = ui.grid().landscape ? 26.0f : 42.0f;
    const Rect box{area.x, area.y, area.w, box_h};
    ui.rect(box, c.surface, 7, {c.action, 1.2f});
    const std::string digits = flow::text_on_screen(view.state);
    ui.text(box.mid_x(), box.mid_y(), digits,
            {.cap = std::min(17.0f, box_h * 0.46f),
             .bold = true,
             .align = Align::centre,
             .colour = c.ink,
             .middle = true});
    if (digits.empty())
        ui.text(box.mid_x(), box.mid_y(), view.say("kiosk.number.empty"),
                {.cap = look::scaled(ui, 9), .align = Align::centre, .colour = c.ink_soft, .middle = true});
    ui.readable(
        {.id = "getal", .rect = box, .label = digits.empty() ? view.say("kiosk.number.empty") : digits});
    digit_pad(view, {area.x, box.bottom() + look::kGap, area.w, area.h - box_h - look::kGap}, false);
}

}  // namespace

void draw_question(const View& view) {
    const Question* question = flow::current_question(view.state);
    if (!question) throw std::logic_error("no such question");
    const std::string& explanation = view.in(question->explanation);
    const std::string& hint = view.named("hint.", word(question->kind));
    const std::string usual = explanation.empty() ? hint : explanation;
    if (question->kind == QuestionKind::points && view.state.hint)
        page_head(view, view.in(question->text), view.say("kiosk.hint.points"), 0,
                  view.spoken_in(question->text));
    else
        page_head(view, view.in(question->text), help_line(view, usual),
                  question->kind == QuestionKind::open ? title_height_when_typing(view) : 0,
                  view.spoken_in(question->text));
    switch (question->kind) {
        case QuestionKind::single:
        case QuestionKind::multiple:
            options(view, *question);
            break;
        case QuestionKind::yes_no:
            yes_no(view, *question);
            break;
        case QuestionKind::scale:
            question->effective_max() == 5 ? faces(view, *question) : levels(view, *question);
            break;
        case QuestionKind::number:
            number(view, *question);
            break;
        case QuestionKind::ranking:
            ranking(view, *question);
            break;
        case QuestionKind::points:
            points(view, *question);
            break;
        case QuestionKind::open:
            draw_keyboard(view);
            break;
    }
    page_foot(view);
}

void draw_age(const View& view) {
    page_head(view, view.say("kiosk.age.title"), help_line(view, view.say("kiosk.age.help")));
    const auto ages = flow::offered_ages(view.state.session);
    const bool few = ages.size() <= 4;
    const Rect& area = view.ui.grid().answers;
    const auto places =
        few ? look::rows(area, ages.size(), 60) : look::cells(area, 2, static_cast<int>(ages.size() + 1) / 2);
    for (std::size_t i = 0; i < ages.size(); ++i) {
        look::Tile tile{
            .id = "leeftijd-" + std::string(ages[i]), .label = view.named("leeftijd.", ages[i]), .row = true};
        tile.chosen = view.state.session.age_group == ages[i];
        if (tile.chosen) tile.spoken = spoken_chosen(view, tile);
        tile.cap = few ? look::scaled(view.ui, 9) : 8.2f;
        if (look::tile(view.ui, places[i], tile)) view.emit(flow::Pick{std::string(ages[i])});
    }
    page_foot(view);
}

void draw_theme(const View& view) {
    page_head(view, view.say("kiosk.theme.title"), help_line(view, view.say("kiosk.theme.help")));
    struct Picture {
        std::string_view theme, icon;
        look::Tint tint;
    };
    static constexpr std::array<Picture, kThemes.size()> kPictures{
        {{"voorzieningen", "storefront", look::Tint::brick},
         {"wonen", "cottage", look::Tint::sea},
         {"geld-en-werk", "euro_symbol", look::Tint::sun},
         {"zorg-en-hulp", "favorite", look::Tint::brick},
         {"jeugd", "escalator_warning", look::Tint::heath},
         {"eenzaamheid", "person_outline", look::Tint::sand},
         {"veiligheid", "shield", look::Tint::sea},
         {"vervoer", "directions_bus", look::Tint::sun},
         {"meedoen", "groups", look::Tint::dune},
         {"anders", "more_horiz", look::Tint::sand}}};
    const auto [first, last] = flow::page_range(view.state, kPictures.size());
    const Rect& area = view.ui.grid().answers;
    const bool more = flow::pages(view.state, kPictures.size()) > 1;
    const bool wide = view.ui.grid().landscape;
    const auto places = more ? look::rows(area, 6, 60) : look::cells(area, 2, 5);
    for (std::size_t i = first; i < last; ++i) {
        const Rect& r = places[i - first];
        look::Tile tile{.id = "thema-" + std::string(kPictures[i].theme),
                        .label = view.named("thema.", kPictures[i].theme),
                        .icon = look::icon(kPictures[i].icon),
                        .tint = kPictures[i].tint,
                        .row = true,
                        .check = more || wide};
        tile.chosen = view.state.session.theme == kPictures[i].theme;
        if (tile.chosen) tile.spoken = spoken_chosen(view, tile);
        tile.cap = more ? 0 : 7.6f;
        if (look::tile(view.ui, r, tile)) view.emit(flow::Pick{std::string(kPictures[i].theme)});
    }
    if (more && look::tile(view.ui, places[last - first],
                           {.id = "meer",
                            .role = "button",
                            .label = view.say("kiosk.more"),
                            .icon = look::icon("arrow_forward"),
                            .row = true,
                            .check = false}))
        view.emit(flow::TurnPage{});
    page_foot(view);
}

}  // namespace peilpunt::screens
