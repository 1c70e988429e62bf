// SPDX-License-Identifier: EUPL-1.2
// Saying it aloud: a large button to begin and to end, how loud it is, and listening back.
#include <fmt/core.h>

#include <algorithm>

#include "kiosk/screens/view.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;
using Phase = flow::Recording::Phase;

constexpr int kSoft = 40, kLoud = 92;  ///< of a hundred: between them a voice is heard well
constexpr int kBars = 20;

/// The round button with the ring that shows how much of the time is used.
void round_button(const View& view, float x, float y, float radius, bool running) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const std::string& label =
        view.say(running ? text::Key("kiosk.speak.done") : text::Key("kiosk.speak.begin"));
    const float ring = radius * 1.3f;
    const look::Touch touch = ui.touch({.id = running ? "opname-klaar" : "opname-begin",
                                        .role = "button",
                                        .rect = {x - ring, y - ring, 2 * ring, 2 * ring},
                                        .label = label});
    ui.ring(x, y, ring - 2.5f, {c.sunken, 5});
    const float used =
        static_cast<float>(view.state.session.recording.ms) / static_cast<float>(flow::kMaxRecordingMs);
    if (running && used > 0) ui.arc(x, y, ring - 2.5f, 0, std::min(1.0f, used), {c.stop, 5});
    ui.circle(x, y, radius, running ? c.stop : c.action);
    const float size = radius * 0.7f;
    if (running)
        ui.rect({x - size * 0.36f, y - radius * 0.55f, size * 0.72f, size * 0.72f}, c.on_action, 3);
    else
        ui.icon(x, y - radius * 0.24f, size, look::icon("mic"), c.on_action);
    ui.text(x, y + radius * 0.32f, label,
            {.cap = 8.4f,
             .bold = true,
             .align = Align::centre,
             .colour = c.on_action,
             .max_w = radius * 1.7f,
             .max_h = 10});
    if (!touch.tapped) return;
    if (running)
        view.emit(flow::StopRecording{});
    else
        view.emit(flow::Record{});
}

const std::string& words_of_level(const View& view, int level) {
    if (level < kSoft) return view.say("kiosk.speak.softly");
    return view.say(level > kLoud ? text::Key("kiosk.speak.loud") : text::Key("kiosk.speak.well"));
}

std::string where_it_stands(const View& view) {
    const flow::Recording& spoken = view.state.session.recording;
    if (spoken.phase == Phase::running)
        return view.say("kiosk.speak.left", {{"time", clock_of(flow::kMaxRecordingMs - spoken.ms)}});
    return view.say("kiosk.speak.ready");
}

void draw_recorder(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const flow::Recording& spoken = view.state.session.recording;
    const bool running = spoken.phase == Phase::running;
    if (spoken.broken)
        page_head(view, view.say("kiosk.speak.broken"), view.say("kiosk.speak.broken.help"));
    else
        page_head(view, view.say("kiosk.speak.title"), view.say("kiosk.speak.help"));
    const Rect& area = grid.answers;
    ui.rect(area, c.surface, 7);
    const float radius = std::min(area.h * 0.2f, 44.0f);
    round_button(view, area.mid_x(), area.y + radius * 1.3f + 10, radius, running);
    const float below = area.y + radius * 2.6f + 20;
    const float width = area.w - 24;
    const std::string stands = where_it_stands(view);
    const look::TextStyle style{.cap = look::scaled(ui, 8.4f),
                                .bold = true,
                                .align = Align::centre,
                                .colour = c.ink,
                                .max_w = width,
                                .max_h = area.h * 0.16f};
    ui.text(area.mid_x(), below, stands, style);
    ui.readable(
        {.id = "stand", .rect = {area.x, below, area.w, area.h * 0.16f}, .label = stands, .spoken = stands});
    if (running) {
        const float top = below + area.h * 0.18f;
        const float words = 10;
        level_meter(view, {area.x + 12, top, width, area.bottom() - top - words - 14}, spoken.level);
        ui.text(area.mid_x(), area.bottom() - words - 4, words_of_level(view, spoken.level),
                {.cap = 7.4f, .align = Align::centre, .colour = c.ink, .max_w = width, .max_h = 9});
    }
    const Rect foot{grid.next_wide.x, grid.skip.y, grid.next_wide.w, grid.skip.h};
    const auto places = look::cells(foot, 2, 1);
    const look::ButtonStyle plain{.plain = true};
    if (look::button(ui, places[0], "zelf", view.say("kiosk.speak.type"), plain)) view.emit(flow::OwnWords{});
    if (look::button(ui, places[1], "hoe-zinnen", view.say("kiosk.speak.pictures"), plain))
        view.emit(flow::Pick{"zinnen"});
    draw_bar(view);
}

void draw_listening(const View& view) {
    look::Ui& ui = view.ui;
    const flow::Recording& spoken = view.state.session.recording;
    const bool playing = spoken.phase == Phase::playing;
    page_head(view, view.say("kiosk.speak.check"),
              view.say(spoken.broken ? text::Key("kiosk.speak.cut") : text::Key("kiosk.speak.check.help")));
    const auto places = look::rows(ui.grid().answers, 3, 83.4f);
    const std::string place = playing ? view.say("kiosk.speak.place", {{"heard", clock_of(spoken.heard_ms)},
                                                                       {"whole", clock_of(spoken.ms)}})
                                      : view.say("kiosk.speak.play") + " " + clock_of(spoken.ms);
    if (large_choice(view, places[0], "luister-terug", playing ? "pause" : "play_arrow", look::Tint::sun,
                     place))
        view.emit(flow::HearBack{});
    if (large_choice(view, places[1], "opname-opnieuw", "replay", look::Tint::sea,
                     view.say("kiosk.speak.again")))
        view.emit(flow::Record{});
    if (large_choice(view, places[2], "opname-weg", "delete", look::Tint::brick,
                     view.say("kiosk.speak.drop")))
        view.emit(flow::DropRecording{});
    if (look::next_button(ui, ui.grid().next_wide, view.say("kiosk.speak.keep"), true))
        view.emit(flow::Next{});
    draw_bar(view);
}

}  // namespace

std::string clock_of(int ms) {
    const int seconds = std::max(0, ms) / 1000;
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

void level_meter(const View& view, const Rect& r, int level) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const float step = r.w / kBars;
    for (int i = 0; i < kBars; ++i) {
        const float part = 0.35f + 0.65f * static_cast<float>(i + 1) / kBars;
        const Rect bar{r.x + static_cast<float>(i) * step, r.bottom() - r.h * part, step * 0.62f, r.h * part};
        const bool on = level * kBars > i * 100;
        ui.rect(bar, on ? c.action : c.sunken, 1.5f, {on ? c.action : c.line, 0.4f});
    }
}

void draw_speaking(const View& view) {
    if (view.state.session.recording.is_kept())
        draw_listening(view);
    else
        draw_recorder(view);
}

}  // namespace peilpunt::screens
