// SPDX-License-Identifier: EUPL-1.2
// Whether the machine does what it should, step by step, for the people of the community centre.
#include <algorithm>

#include "kiosk/screens/view.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;
using Phase = flow::Recording::Phase;

void draw_spots(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    look::title(ui, view.say("kiosk.test.title"),
                view.say(flow::all_touched(view.state) ? text::Key("kiosk.test.touched")
                                                       : text::Key("kiosk.test.touch")));
    const auto spots = look::cells(ui.grid().answers, 3, 3, 8);
    for (int i = 0; i < flow::kTouchSpots; ++i) {
        const Rect& r = spots[static_cast<std::size_t>(i)];
        const bool on = (view.state.touched >> i & 1u) != 0;
        const std::string number = std::to_string(i + 1);
        const look::Touch touch =
            ui.touch({.id = "plek-" + number, .role = "button", .rect = r, .label = number, .chosen = on});
        ui.rect(r, on ? c.action : c.surface, 7, {on ? c.action : c.line, c.tile_line_mm});
        ui.text(r.mid_x(), r.mid_y(), number,
                {.cap = 9,
                 .bold = true,
                 .align = Align::centre,
                 .colour = on ? c.on_action : c.ink,
                 .middle = true});
        if (touch.tapped) view.emit(flow::TouchSpot{i});
    }
}

void draw_sound(const View& view) {
    look::Ui& ui = view.ui;
    if (!view.state.voice.sound)
        return look::title(ui, view.say("kiosk.test.sound.none"), view.say("kiosk.test.sound.none.help"));
    look::title(ui, view.say("kiosk.test.tone"), view.say("kiosk.test.tone.help"));
    const auto places = look::rows(ui.grid().answers, 3, 60);
    if (large_choice(view, places[0], "toon-ja", "hearing", look::Tint::sea, view.say("kiosk.test.tone.yes")))
        view.emit(flow::ToneHeard{true});
    if (large_choice(view, places[1], "toon-nee", "close", look::Tint::brick, view.say("kiosk.test.tone.no")))
        view.emit(flow::ToneHeard{false});
    if (large_choice(view, places[2], "toon", "replay", look::Tint::sun, view.say("kiosk.staff.again")))
        view.emit(flow::PlayTone{});
}

void draw_microphone(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    if (!view.state.voice.microphone)
        return look::title(ui, view.say("kiosk.test.microphone.none"),
                           view.say("kiosk.test.microphone.none.help"));
    const flow::Recording& trial = view.state.session.recording;
    const flow::SoundTest& found = view.state.sound_test;
    const bool listening = trial.phase == Phase::running;
    const bool heard = found.loudest >= flow::kHeardLevel;
    look::title(ui, view.say("kiosk.test.listen"), view.say("kiosk.test.listen.help"));
    const Rect& area = ui.grid().answers;
    ui.rect(area, c.surface, 7);
    level_meter(view, {area.x + 12, area.y + 14, area.w - 24, area.h * 0.4f},
                listening ? trial.level : found.loudest);
    const std::string words = listening         ? view.say("kiosk.test.listen.on")
                              : !found.listened ? ""
                                                : view.say(heard ? text::Key("kiosk.test.listen.heard")
                                                                 : text::Key("kiosk.test.listen.silent"));
    if (!words.empty())
        ui.text(area.mid_x(), area.y + area.h * 0.54f, words,
                {.cap = 8.4f,
                 .bold = true,
                 .align = Align::centre,
                 .colour = c.ink,
                 .max_w = area.w - 24,
                 .max_h = area.h * 0.2f});
    const Rect place{area.x + 24, area.bottom() - 48, area.w - 48, 36};
    if (!listening && look::button(ui, place, "luister",
                                   view.say(found.listened ? text::Key("kiosk.staff.again")
                                                           : text::Key("kiosk.test.listen.begin")),
                                   {.icon = look::icon(found.listened ? "replay" : "mic")}))
        view.emit(flow::Listen{});
}

/// How one thing did.
struct Trial {
    bool tried, fine;
    text::Key fault;  ///< how it is when it is not fine
};

Trial touch_trial(const flow::State& state) {
    return {state.touched != 0, flow::all_touched(state), text::Key("kiosk.test.bad")};
}

Trial sound_trial(const flow::State& state) {
    if (!state.voice.sound) return {true, false, text::Key("kiosk.test.sound.none")};
    const auto& heard = state.sound_test.heard;
    return {heard.has_value(), heard.value_or(false), text::Key("kiosk.test.unheard")};
}

Trial microphone_trial(const flow::State& state) {
    if (!state.voice.microphone) return {true, false, text::Key("kiosk.test.microphone.none")};
    const flow::SoundTest& found = state.sound_test;
    return {found.listened, found.loudest >= flow::kHeardLevel, text::Key("kiosk.test.deaf")};
}

/// A row of the result; what fails is said with what still works.
Fact found(const View& view, std::string_view icon, text::Key label, const Trial& trial, text::Key works) {
    if (trial.fine) return {icon, view.say(label), view.say("kiosk.test.good")};
    if (!trial.tried) return {icon, view.say(label), view.say("kiosk.test.untested"), false};
    return {icon, view.say(label), view.say(trial.fault), false, view.say(works)};
}

void draw_result(const View& view) {
    const flow::State& state = view.state;
    const auto& machine = state.self_test;
    const text::Key bad("kiosk.test.bad");
    const std::vector<Fact> all{
        found(view, "touch_app", text::Key("kiosk.test.panel"), touch_trial(state),
              text::Key("kiosk.test.works.touch")),
        found(view, "volume_up", text::Key("kiosk.test.sound"), sound_trial(state),
              text::Key("kiosk.test.works.sound")),
        found(view, "mic", text::Key("kiosk.test.microphone"), microphone_trial(state),
              text::Key("kiosk.test.works.microphone")),
        found(view, "storage", text::Key("kiosk.staff.disk"),
              {machine.has_value(), machine && machine->disk, bad}, text::Key("kiosk.test.works.disk")),
        found(view, "timer", text::Key("kiosk.staff.clock"),
              {machine.has_value(), machine && machine->clock, bad}, text::Key("kiosk.test.works.clock"))};
    const bool fine = std::all_of(all.begin(), all.end(), [](const Fact& fact) { return fact.fine; });
    look::title(view.ui, view.say("kiosk.test.result"),
                view.say(fine ? text::Key("kiosk.test.result.good") : text::Key("kiosk.test.result.bad")));
    const auto places = look::rows(view.ui.grid().answers, all.size(), 42);
    for (std::size_t i = 0; i < all.size(); ++i) fact_row(view, places[i], all[i]);
}

}  // namespace

void draw_self_test(const View& view) {
    look::Ui& ui = view.ui;
    ui.allow_capitals_of(look::kStaffCap);
    look::header(ui);
    const flow::TestStep step = flow::test_step(view.state);
    switch (step) {
        case flow::TestStep::touch:
            draw_spots(view);
            break;
        case flow::TestStep::sound:
            draw_sound(view);
            break;
        case flow::TestStep::microphone:
            draw_microphone(view);
            break;
        case flow::TestStep::result:
            draw_result(view);
            break;
    }
    if (look::next_button(ui, ui.grid().next_wide, view.say("kiosk.next"), true)) view.emit(flow::Next{});
    if (look::bar(ui, {.back = view.say("kiosk.back")}) == look::BarTouch::back) view.emit(flow::Back{});
}

}  // namespace peilpunt::screens
