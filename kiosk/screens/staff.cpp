// SPDX-License-Identifier: EUPL-1.2
// For the people of the community centre: how the kiosk is doing. Dutch only.
#include <fmt/core.h>

#include "kiosk/screens/view.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;

std::string clock_words(const View& view, TimePoint time) {
    const auto local = dutch_time(time);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss<std::chrono::milliseconds> clock{local - day};
    return fmt::format("{} {:02}:{:02}", text::long_date(dutch_date(time), view.language()),
                       clock.hours().count(), clock.minutes().count());
}

std::vector<Fact> facts(const View& view) {
    const flow::StaffStatus& s = view.state.staff;
    const auto count = [](int n) { return std::to_string(n); };
    constexpr int kLongWait = 72;
    constexpr int kLittleRoom = 15;
    const int hours = s.oldest_waiting_hours.value_or(0);
    const bool recent = s.last_contact && s.clock - *s.last_contact < std::chrono::hours(kLongWait);
    return {
        {"cloud_upload", view.say("kiosk.staff.waiting"),
         view.say("kiosk.staff.waiting.value",
                  {{"signals", count(s.waiting_signals)}, {"responses", count(s.waiting_responses)}})},
        {"schedule", view.say("kiosk.staff.oldest"),
         s.oldest_waiting_hours ? view.say("kiosk.staff.hours", {{"hours", count(hours)}})
                                : view.say("kiosk.staff.nothing"),
         hours < kLongWait},
        {"report_problem", view.say("kiosk.staff.parked"), count(s.parked), s.parked == 0},
        {"sync", view.say("kiosk.staff.contact"),
         s.last_contact ? clock_words(view, *s.last_contact) : view.say("kiosk.staff.never"), recent},
        {"storage", view.say("kiosk.staff.disk"),
         view.say("kiosk.staff.free", {{"percent", count(s.disk_free_percent)}}),
         s.disk_free_percent >= kLittleRoom},
        {"timer", view.say("kiosk.staff.clock"), clock_words(view, s.clock)},
    };
}

}  // namespace

void fact_row(const View& view, const Rect& r, const Fact& fact) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const float middle = fact.note.empty() ? r.mid_y() : r.mid_y() - 6;
    ui.rect(r, fact.fine ? c.surface : c.voice_soft, 4);
    ui.icon(r.x + 12, r.mid_y(), 12, look::icon(fact.icon), c.ink);
    ui.text(r.x + 24, middle, fact.label, {.cap = 6, .colour = c.ink, .middle = true});
    ui.text(r.right() - 22, middle, fact.value,
            {.cap = 6.4f, .bold = true, .align = Align::right, .colour = c.ink, .middle = true});
    if (!fact.note.empty())
        ui.text(r.x + 24, r.mid_y() + 1.5f, fact.note,
                {.cap = look::kStaffCap, .colour = c.ink, .max_w = r.w - 46, .max_h = r.h / 2 - 2});
    const float x = r.right() - 11;
    if (fact.fine) {
        const look::Ui::Straight straight(ui, {x - 6, r.mid_y() - 6, 12, 12});
        ui.circle(x, r.mid_y(), 6, c.good);
        ui.stroke({{x - 2.8f, r.mid_y() + 0.3f}, {x - 0.8f, r.mid_y() + 2.5f}, {x + 3, r.mid_y() - 2.3f}},
                  {c.surface, 1.3f});
    } else {
        ui.icon(x, r.mid_y(), 14, look::icon("report_problem"), 0x734A00);
    }
    ui.readable({.id = "feit-" + std::string(fact.icon),
                 .rect = r,
                 .label = fact.label,
                 .spoken = fact.label + ": " + fact.value + (fact.note.empty() ? "" : ". " + fact.note)});
}

void draw_staff(const View& view) {
    look::Ui& ui = view.ui;
    ui.allow_capitals_of(look::kStaffCap);
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const flow::StaffStatus& s = view.state.staff;
    ui.rect({0, 0, grid.width, 74}, c.band);
    look::wordmark(ui, look::kMargin, 13, 0xFFFFFF, c.band);
    ui.text(look::kMargin + 17, 15.8f, view.say("kiosk.staff.title"),
            {.cap = 7.4f, .bold = true, .colour = c.on_band});
    ui.text(look::kMargin, 38, s.venue.empty() ? view.say("kiosk.staff.not-paired") : s.venue,
            {.cap = 9.4f, .bold = true, .colour = c.on_band, .max_w = grid.width - 24, .max_h = 11});
    ui.text(look::kMargin, 56.5f, view.say("kiosk.staff.version", {{"version", s.version}}),
            {.cap = 6, .colour = c.on_band});
    ui.readable({.id = "titel",
                 .rect = {look::kMargin, 38, grid.width - 24, 26},
                 .label = view.say("kiosk.staff.title"),
                 .spoken = view.say("kiosk.staff.title") + " " + s.venue});
    const auto all = facts(view);
    const Rect area = grid.landscape ? Rect{look::kMargin, 80, grid.width - 24, 82}
                                     : Rect{look::kMargin, 84, grid.width - 24, 196};
    const auto places = grid.landscape ? look::cells(area, 2, 3, 3) : look::rows(area, all.size(), 30, 3);
    for (std::size_t i = 0; i < all.size(); ++i) fact_row(view, places[i], all[i]);
    if (!grid.landscape)
        ui.text(look::kMargin, 366, view.say("kiosk.staff.note"),
                {.cap = 6, .colour = c.ink_soft, .max_w = grid.width - 24, .pitch = 1.8f});
    std::vector<Rect> buttons = look::cells({look::kMargin, 169, grid.width - 24, 30}, 3, 1);
    if (!grid.landscape) {
        const auto below = look::cells({look::kMargin, 325, grid.width - 24, 30}, 2, 1);
        buttons = {{look::kMargin, 290, grid.width - 24, 30}, below[0], below[1]};
    }
    if (look::button(ui, buttons[0], "ik-help", view.say("kiosk.staff.help-somebody"),
                     {.icon = look::icon("support_agent"),
                      .disabled = view.state.trouble != flow::Trouble::none || !view.state.content}))
        view.emit(flow::StartHelping{});
    if (look::button(ui, buttons[1], "zelftest", view.say("kiosk.staff.self-test"),
                     {.icon = look::icon("build")}))
        view.emit(flow::StartSelfTest{});
    if (look::button(ui, buttons[2], "stick", view.say("kiosk.staff.stick"), {.icon = look::icon("usb")}))
        view.emit(flow::UseStick{});
    ui.rect(grid.bar, c.sunken);
    const Rect close{look::kMargin, grid.back.y, grid.width - 24, grid.back.h};
    if (look::button(ui, close, "sluit", view.say("kiosk.staff.close"), {.strong = true, .cap = 8.4f}))
        view.emit(flow::CloseStaff{});
}

void draw_staff_pin(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const bool locked = view.now < view.state.pin_locked_until;
    const bool wrong = view.state.pin_wrong;
    const auto seconds = (view.state.pin_locked_until - view.now + flow::Millis{999}).count() / 1000;
    look::header(ui);
    look::title(
        ui, view.say("kiosk.staff.pin"),
        locked ? view.say("kiosk.staff.pin.locked", {{"seconds", std::to_string(seconds)}})
               : view.say(wrong ? text::Key("kiosk.staff.pin.wrong") : text::Key("kiosk.staff.pin.help")));
    const float y = grid.landscape ? 130.0f : 98.0f;
    const float x = grid.landscape ? grid.title.x : grid.width / 2 - 72;
    for (std::size_t i = 0; i < flow::kMaxPin; ++i) {  // dots, so that nobody reads along
        const float cx = x + 8 + static_cast<float>(i) * 18;
        if (i < view.state.pin.size())
            ui.circle(cx, y, 5, c.ink);
        else
            ui.ring(cx, y, 5, {c.line, 0.8f});
    }
    digit_pad(view, grid.answers, true);
    if (look::bar(ui, {.back = view.say("kiosk.back")}) == look::BarTouch::back) view.emit(flow::Back{});
}

}  // namespace peilpunt::screens
