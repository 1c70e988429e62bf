// SPDX-License-Identifier: EUPL-1.2
// What came of the USB stick, for the people of the community centre.
#include "kiosk/screens/view.hpp"

namespace peilpunt::screens {
namespace {

using Trouble = flow::StickExchange::Trouble;

text::Key words_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::none:
            return text::Key("kiosk.stick.done");
        case Trouble::no_stick:
            return text::Key("kiosk.stick.none");
        case Trouble::not_paired:
            return text::Key("kiosk.stick.not-paired");
        case Trouble::full:
            return text::Key("kiosk.stick.full");
        case Trouble::not_written:
            return text::Key("kiosk.stick.not-written");
        case Trouble::damaged:
            return text::Key("kiosk.stick.damaged");
        case Trouble::foreign:
            return text::Key("kiosk.stick.foreign");
        case Trouble::not_kept:
            break;
    }
    return text::Key("kiosk.stick.not-kept");
}

std::string count_of(const View& view, const std::optional<int>& envelopes, text::Key none) {
    if (!envelopes) return view.say(none);
    return view.say("kiosk.stick.count", {{"count", std::to_string(*envelopes)}});
}

std::vector<Fact> facts(const View& view, const flow::StickExchange& stick) {
    const bool brought_fault = stick.trouble == Trouble::damaged || stick.trouble == Trouble::foreign ||
                               stick.trouble == Trouble::not_kept;
    return {{"usb", view.say("kiosk.stick.written"),
             count_of(view, stick.written, text::Key("kiosk.stick.nothing")), stick.written.has_value()},
            {"cloud_upload", view.say("kiosk.stick.settled"),
             count_of(view, stick.settled,
                      brought_fault ? text::Key("kiosk.stick.unread") : text::Key("kiosk.stick.no-answer")),
             !brought_fault},
            {"sync", view.say("kiosk.stick.news"),
             view.say(brought_fault ? text::Key("kiosk.stick.unread")
                      : stick.news  ? text::Key("kiosk.stick.new")
                                    : text::Key("kiosk.stick.same")),
             !brought_fault}};
}

/// Whether anything was done at all.
bool was_used(const flow::StickExchange& stick) {
    return stick.trouble != Trouble::no_stick && stick.trouble != Trouble::not_paired;
}

}  // namespace

void draw_stick(const View& view) {
    look::Ui& ui = view.ui;
    ui.allow_capitals_of(look::kStaffCap);
    const look::Grid& grid = ui.grid();
    const auto& stick = view.state.stick;
    look::header(ui);
    look::title(ui, view.say("kiosk.stick.title"),
                view.say(stick ? words_of(stick->trouble) : text::Key("kiosk.stick.busy")));
    if (stick && was_used(*stick)) {
        const auto found = facts(view, *stick);
        const auto places = look::rows(grid.answers, found.size(), 36);
        for (std::size_t i = 0; i < found.size(); ++i) fact_row(view, places[i], found[i]);
    }
    if (stick && look::button(ui, grid.next_wide, "nog-een-keer", view.say("kiosk.staff.again"),
                              {.icon = look::icon("replay")}))
        view.emit(flow::UseStick{});
    if (look::bar(ui, {.back = view.say("kiosk.back")}) == look::BarTouch::back) view.emit(flow::Back{});
}

}  // namespace peilpunt::screens
