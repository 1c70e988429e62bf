// SPDX-License-Identifier: EUPL-1.2
// What happened with what was said: by number, and on the poster when nobody is here.
#include <algorithm>
#include <array>

#include "kiosk/screens/view.hpp"
#include "shared/text/isolate.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;
using When = flow::FollowStep::When;

/// The digits in four boxes; the box that is being filled stands out.
void number_boxes(const View& view, const Rect& r) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Ui::Straight straight(ui, r);
    const std::string& digits = view.state.session.number;
    const auto boxes = look::cells(r, 4, 1, 6);
    const std::size_t active = std::min<std::size_t>(3, digits.size() / 4);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const Rect& box = boxes[i];
        const bool here = i == active;
        ui.rect(box, c.surface, 5, {here ? c.action : c.line, here ? 1.2f : 0.6f});
        const float pitch = box.w / 4.7f;
        const std::string group = digits.size() > i * 4 ? digits.substr(i * 4, 4) : "";
        for (std::size_t j = 0; j < group.size(); ++j)
            ui.text(box.mid_x() + (static_cast<float>(j) - 1.5f) * pitch, box.mid_y(), group.substr(j, 1),
                    {.cap = 12, .bold = true, .align = Align::centre, .colour = c.ink, .middle = true});
    }
    ui.readable({.id = "nummer",
                 .rect = r,
                 .label = digits.empty() ? view.say("kiosk.follow.empty") : digits,
                 .spoken = digits.empty() ? view.say("kiosk.follow.empty") : apart(digits)});
}

std::string follow_help(const View& view) {
    switch (view.state.follow_trouble) {
        case flow::FollowTrouble::short_number:
            return view.say("kiosk.follow.short");
        case flow::FollowTrouble::wrong_number:
            return view.say("kiosk.follow.wrong");
        case flow::FollowTrouble::unknown:
            return view.say("kiosk.follow.unknown");
        case flow::FollowTrouble::lost:
            return view.say("kiosk.follow.lost.words");
        case flow::FollowTrouble::none:
            break;
    }
    return view.say("kiosk.follow.help");
}

struct StepWords {
    std::string title, help;
};

/// Said in words, so that nothing hangs on the colour or the shape of a mark.
const std::string& state_of(const View& view, const flow::FollowStep& step) {
    return view.say(step.when == When::done  ? text::Key("kiosk.follow.done")
                    : step.when == When::now ? text::Key("kiosk.follow.now")
                                             : text::Key("kiosk.follow.later"));
}

StepWords words_of(const View& view, const flow::FollowStep& step) {
    const std::string key = "web.stap." + step.step;
    if (!view.texts.has(key)) return {step.step, state_of(view, step)};  // a newer server
    const bool done = step.when == When::done && view.texts.has(key + ".klaar");
    StepWords words{view.texts.get_named(done ? key + ".klaar" : key, view.language()), state_of(view, step)};
    if (step.date && step.when != When::done)
        words.help +=
            " " + view.say("kiosk.follow.before", {{"date", text::long_date(*step.date, view.language())}});
    else if (step.date)
        words.help += " " + text::isolated(text::long_date(*step.date, view.language()), view.language());
    else if (step.when != When::done && view.texts.has(key + ".uitleg"))
        words.help += " " + view.texts.get_named(key + ".uitleg", view.language());
    return words;
}

void step_mark(look::Ui& ui, float x, float y, When when) {
    const look::Palette& c = ui.colours();
    constexpr float kRadius = 13;
    if (when == When::done) {
        ui.circle(x, y, kRadius, c.action);
        const look::Ui::Straight straight(ui, {x - kRadius, y, 2 * kRadius, 1});
        ui.stroke({{x - 5, y + 0.5f}, {x - 1, y + 4.5f}, {x + 6, y - 4}}, {c.on_action, 2});
    } else if (when == When::now) {
        ui.circle(x, y, kRadius, c.voice);
        ui.ring(x, y, kRadius, {c.on_voice, 0.8f});
        ui.icon(x, y, 16, look::icon("schedule"), c.on_voice);
    } else {
        ui.circle(x, y, kRadius, c.surface);
        ui.ring(x, y, kRadius, {c.line, 0.8f});
        ui.icon(x, y, 15, look::icon("flag"), c.ink);
    }
}

void poster_card(const View& view, const Rect& r, const flow::Poster& poster, std::size_t index) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    static constexpr std::array kTints{look::Tint::sea, look::Tint::sun, look::Tint::heath};
    ui.rect(r, c.surface, 9, {c.line, c.contrast ? 1.0f : 0.0f});
    // A low card keeps its room for what people said.
    const float foot_h = r.h * (r.h > 80 ? 0.5f : 0.42f);
    const float top_h = r.h - foot_h - 6;
    const float d = std::min(34.0f, top_h - 8);
    ui.circle(r.x + 8 + d / 2, r.y + top_h / 2, d / 2, c.of(kTints[index % kTints.size()]));
    if (c.contrast) ui.ring(r.x + 8 + d / 2, r.y + top_h / 2, d / 2, {c.line, 0.8f});
    ui.icon(r.x + 8 + d / 2, r.y + top_h / 2, d * 0.6f, look::icon("forum"), c.ink);
    const float x = r.x + d + 18;
    ui.text(x, r.y + top_h / 2, view.in(poster.said),
            {.cap = 9,
             .colour = c.ink,
             .max_w = r.right() - 8 - x,
             .max_h = top_h - 5,
             .pitch = 1.6f,
             .middle = true});
    const Rect foot{r.x + 6, r.bottom() - foot_h - 6, r.w - 12, foot_h};
    ui.rect(foot, c.voice_soft, 6, {c.line, c.contrast ? 0.8f : 0.0f});
    ui.circle(foot.x + 15, foot.mid_y(), 8, c.voice);
    ui.icon(foot.x + 15, foot.mid_y(), 11, look::icon("schedule"), c.on_voice);
    const bool dated = poster.date.has_value();
    const std::string date =
        dated ? view.say("kiosk.poster.date", {{"date", text::long_date(*poster.date, view.language())}})
              : "";
    constexpr float kLine = 11.7f;
    const int lines = std::max(1, static_cast<int>((foot_h - (dated ? 17.0f : 8.0f)) / kLine));
    const std::string done = shortened(view.in(poster.done), 30 * static_cast<std::size_t>(lines));
    const float tx = foot.x + 30;
    ui.text(tx, dated ? foot.y + 5 : foot.y + 8, done,
            {.cap = 7.8f,
             .bold = true,
             .colour = c.ink,
             .max_w = foot.right() - 5 - tx,
             .pitch = 1.5f,
             .max_lines = lines});
    if (dated)
        ui.text(tx, foot.bottom() - 12, date, {.cap = 7.4f, .colour = c.ink, .max_w = foot.right() - 5 - tx});
    ui.readable({.id = "bord-" + std::to_string(index + 1),
                 .rect = r,
                 .label = view.in(poster.said),
                 .spoken = view.in(poster.said) + " " + done + " " + date});
}

}  // namespace

std::string apart(std::string_view digits) {
    std::string spoken;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0) spoken += i % 4 == 0 ? ". " : " ";
        spoken += digits[i];
    }
    return spoken;
}

void draw_follow_number(const View& view) {
    look::Ui& ui = view.ui;
    const look::Grid& grid = ui.grid();
    page_head(view, view.say("kiosk.follow.title"), follow_help(view));
    const Rect& area = grid.answers;
    const float box_h = grid.landscape ? 26.0f : 38.0f;
    number_boxes(view, {area.x, area.y, area.w, box_h});
    digit_pad(view, {area.x, area.y + box_h + look::kGap, area.w, area.h - box_h - look::kGap}, false);
    const look::ButtonStyle style{.plain = true, .cap = ui.larger() ? 8.0f : 7.4f};
    if (look::button(ui, grid.skip, "nummer-kwijt", view.say("kiosk.follow.lost"), style))
        view.emit(flow::NumberLost{});
    if (look::next_button(ui, grid.next, view.say("kiosk.follow.search"), flow::can_continue(view.state)))
        view.emit(flow::Next{});
    draw_bar(view);
}

void draw_follow_steps(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    if (!view.state.session.followed) throw std::logic_error("no steps to show");
    const flow::Followed& followed = *view.state.session.followed;
    const bool told = followed.subject.empty();
    page_head(view, view.say(told ? text::Key("kiosk.follow.signal") : text::Key("kiosk.follow.poll")),
              told ? std::string() : view.in(followed.subject));
    const std::size_t count = std::max<std::size_t>(1, followed.steps.size());
    const auto places = look::rows(grid.answers, count, 62, 3);
    const float x = grid.answers.x + 17;
    for (std::size_t i = 0; i + 1 < followed.steps.size(); ++i)
        ui.rect({x - 0.8f, places[i].mid_y(), 1.6f, places[i + 1].mid_y() - places[i].mid_y()},
                followed.steps[i].when == When::done ? c.action : c.line);
    for (std::size_t i = 0; i < followed.steps.size(); ++i) {
        const flow::FollowStep& step = followed.steps[i];
        const Rect& r = places[i];
        const StepWords words = words_of(view, step);
        const Rect field{r.x + 36, r.y, r.w - 36, r.h};
        if (step.when == When::now) ui.rect(field, c.voice_soft, 7, {c.line, c.contrast ? 1.0f : 0.0f});
        step_mark(ui, x, r.mid_y(), step.when);
        const float cap = look::scaled(ui, 8.6f);
        const float help_cap = look::scaled(ui, 7.4f);
        const float w = field.w - 16;
        const auto lines = static_cast<float>(ui.wrap(words.title, cap, true, w).size());
        const auto help_lines =
            words.help.empty() ? 0.0f : static_cast<float>(ui.wrap(words.help, help_cap, false, w).size());
        const float block = cap * (1 + (lines - 1) * 1.5f) +
                            (help_lines > 0 ? 6 + help_cap * (1 + (help_lines - 1) * 1.6f) : 0);
        const float end = ui.text(field.x + 8, r.mid_y() - block / 2, words.title,
                                  {.cap = cap, .bold = true, .colour = c.ink, .max_w = w, .pitch = 1.5f});
        if (help_lines > 0)
            ui.text(field.x + 8, end + 6, words.help,
                    {.cap = help_cap, .colour = c.ink_soft, .max_w = w, .pitch = 1.6f});
        ui.readable({.id = "stap-" + step.step,
                     .rect = field,
                     .label = words.title,
                     .spoken = words.title + " " + words.help});
    }
    const look::ButtonStyle style{.plain = true, .cap = ui.larger() ? 8.0f : 7.4f};
    if (look::button(ui, grid.skip, "ander-nummer", view.say("kiosk.follow.other"), style))
        view.emit(flow::Back{});
    if (look::next_button(ui, grid.next, view.say("kiosk.follow.tell"), true)) view.emit(flow::Next{});
    draw_bar(view);
}

void draw_poster(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const bool wide = grid.landscape;
    ui.rect({-1000, -1000, 3000, 3000}, c.band);
    look::wordmark(ui, look::kMargin, 13, 0xFFFFFF, c.contrast ? look::Colour{0x000000} : c.band);
    ui.text(look::kMargin + 17, 15.8f, "Peilpunt", {.cap = 7.4f, .bold = true, .colour = c.on_band});
    const float w = grid.width - 2 * look::kMargin;
    const float left_w = wide ? 150.0f : w;
    float end = ui.text(look::kMargin, 42, view.say("kiosk.poster.title"),
                        {.cap = wide ? 13.0f : 16.0f,
                         .bold = true,
                         .colour = c.on_band,
                         .max_w = left_w,
                         .max_h = 42,
                         .pitch = 1.5f});
    end = ui.text(look::kMargin, end + 12, view.say("kiosk.poster.done"),
                  {.cap = wide ? 13.0f : 16.0f,
                   .bold = true,
                   .colour = c.voice,
                   .max_w = left_w,
                   .max_h = 42,
                   .pitch = 1.5f});
    ui.readable({.id = "titel",
                 .rect = {look::kMargin, 42, left_w, end - 42},
                 .label = view.say("kiosk.poster.title"),
                 .spoken = view.say("kiosk.poster.title") + " " + view.say("kiosk.poster.done")});
    if (view.state.content) {
        const auto& posters = view.state.content->posters;
        const std::size_t first =
            std::min(posters.size(), static_cast<std::size_t>(view.state.page) * flow::kPostersPerPage);
        const std::size_t last = std::min(posters.size(), first + flow::kPostersPerPage);
        const Rect area =
            wide ? Rect{174, 13, grid.width - 174 - look::kMargin, 186} : Rect{look::kMargin, 112, w, 282};
        // Fewer posters have more room for their words.
        const auto places = look::rows(area, std::max<std::size_t>(1, last - first), 130, 7);
        for (std::size_t i = first; i < last; ++i) poster_card(view, places[i - first], posters[i], i);
    }
    // Any touch counts; this is only where the eye goes.
    const Rect& foot = grid.bar;
    const look::Touch touch =
        ui.touch({.id = "begin",
                  .role = "button",
                  .rect = foot,
                  .label = view.say("kiosk.poster.invite"),
                  .spoken = view.say("kiosk.poster.invite") + " " + view.say("kiosk.poster.touch")});
    ui.rect({-1000, foot.y, 3000, 1000}, c.voice);
    look::hand(ui, foot.x + 44, foot.mid_y() - 4, 0.8f);
    ui.text(foot.x + 82, foot.mid_y() - 13, view.say("kiosk.poster.invite"),
            {.cap = 10, .bold = true, .colour = c.on_voice, .max_w = foot.w - 94, .max_h = 11});
    ui.text(foot.x + 82, foot.mid_y() + 6, view.say("kiosk.poster.touch"),
            {.cap = 8.4f, .colour = c.on_voice, .max_w = foot.w - 94, .max_h = 10});
    if (touch.tapped) view.emit(flow::Elsewhere{});
}

}  // namespace peilpunt::screens
