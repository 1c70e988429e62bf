// SPDX-License-Identifier: EUPL-1.2
// Whether the machine does what it should, for the people of the community centre. Dutch only.
#include "kiosk/screens/view.hpp"

namespace peilpunt::screens {

using look::Align;
using look::Rect;

void draw_self_test(const View& view) {
    look::Ui& ui = view.ui;
    ui.allow_capitals_of(look::kStaffCap);
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const bool touched = flow::all_touched(view.state);
    look::header(ui);
    look::title(ui, view.say("kiosk.test.title"),
                view.say(touched ? text::Key("kiosk.test.touched") : text::Key("kiosk.test.touch")));
    const Rect& area = grid.answers;
    const Rect field{area.x, area.y, grid.landscape ? area.w * 0.5f : area.w,
                     grid.landscape ? area.h : area.h * 0.55f};
    const auto spots = look::cells(field, 3, 3, 8);
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
    const Rect list = grid.landscape ? Rect{field.right() + 8, area.y, area.w - field.w - 8, area.h}
                                     : Rect{area.x, field.bottom() + 8, area.w, area.h - field.h - 8};
    const auto& result = view.state.self_test;
    const auto words = [&](bool fine) {
        return !result ? view.say("kiosk.test.busy")
                       : view.say(fine ? text::Key("kiosk.test.good") : text::Key("kiosk.test.bad"));
    };
    const bool disk = result && result->disk;
    const bool clock = result && result->clock;
    const std::vector<Fact> found{
        {"touch_app", view.say("kiosk.test.panel"),
         view.say(touched ? text::Key("kiosk.test.good") : text::Key("kiosk.test.waits")), touched},
        {"storage", view.say("kiosk.staff.disk"), words(disk), disk},
        {"timer", view.say("kiosk.staff.clock"), words(clock), clock}};
    const auto places = look::rows(list, found.size(), 30, 4);
    for (std::size_t i = 0; i < found.size(); ++i) fact_row(view, places[i], found[i]);
    if (look::bar(ui, {.back = view.say("kiosk.back")}) == look::BarTouch::back) view.emit(flow::Back{});
}

}  // namespace peilpunt::screens
