// SPDX-License-Identifier: EUPL-1.2
// After the questions: looking it over, keeping it, thanks.
#include <array>

#include "kiosk/screens/view.hpp"
#include "shared/text/help.hpp"
#include "shared/text/isolate.hpp"

namespace peilpunt::screens {
namespace {

using look::Align;
using look::Rect;

struct RowWords {
    std::string label, value;
    look::Icon icon;
    look::Tint tint;
};

std::string name_of_place(const View& view) {
    if (view.state.content)
        for (const Area& area : view.state.content->places)
            if (area.code.str() == view.state.session.area) return area.name;
    return view.state.session.area;
}

RowWords row_words(const View& view, const flow::Row& row) {
    const flow::Session& session = view.state.session;
    if (row.id == "age")
        return {view.say("kiosk.check.age"), view.named("leeftijd.", session.age_group),
                look::icon("person_outline"), look::Tint::sand};
    if (row.id == "theme")
        return {view.say("kiosk.check.theme"), view.named("thema.", session.theme), look::icon("forum"),
                look::Tint::sun};
    if (row.id == "story")
        return {view.say("kiosk.check.story"), session.story, look::icon("record_voice_over"),
                look::Tint::sea};
    if (row.id == "recording")
        return {view.say("kiosk.check.recording"),
                view.say("kiosk.check.recording.value", {{"time", clock_of(session.recording.ms)}}),
                look::icon("mic"), look::Tint::sea};
    if (row.id == "kind")
        return {view.say("kiosk.check.kind"), view.named("soort.", word(session.kind)),
                look::icon("lightbulb_outline"), look::Tint::sun};
    if (row.id == "where")
        return {view.say("kiosk.check.where"), name_of_place(view), look::icon("cottage"), look::Tint::dune};
    if (row.id == "sentences")
        return {view.say("kiosk.check.sentences"),
                picked_in_words(view, "kiosk.sentence.", session.picked.sentences, ""),
                look::icon("touch_app"), look::Tint::sea};
    if (row.id == "helps")
        return {view.say("kiosk.helps.title"),
                picked_in_words(view, "kiosk.helps.", session.picked.helps, session.helps),
                look::icon("handshake"), look::Tint::dune};
    if (row.id == "own_part")
        return {view.say("kiosk.own-part.title"),
                picked_in_words(view, "kiosk.own.", session.picked.own_part, session.own_part),
                look::icon("people"), look::Tint::heath};
    const Question* question = session.poll ? session.poll->question(row.id) : nullptr;
    const Answer* answer = question ? session.answers.find(row.id) : nullptr;
    if (!answer) throw std::logic_error("a row without an answer");
    return {view.in(question->text), answer_in_words(view, *question, *answer), look::icon("question_answer"),
            look::Tint::sea};
}

void removed_row(const View& view, const Rect& r, const flow::Row& row, const RowWords& words) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    ui.rect(r, c.voice_soft, 7, {c.voice, c.contrast ? 2.0f : 0.0f});
    const float w = std::min(97.0f, r.w * 0.42f);
    const float text_w = r.w - w - 24;
    ui.text(r.x + 12, r.y + r.h * 0.18f, view.say("kiosk.check.removed"),
            {.cap = 7.4f, .colour = c.ink, .max_w = text_w, .max_h = 9});
    ui.text(
        r.x + 12, r.y + r.h * 0.5f, "“" + shortened(words.value, 40) + "”",
        {.cap = 8.4f, .bold = true, .colour = c.ink, .max_w = text_w, .max_h = r.h * 0.42f, .pitch = 1.5f});
    ui.readable({.id = "rij-" + row.id,
                 .rect = {r.x, r.y, text_w + 12, r.h},
                 .label = words.label,
                 .spoken = view.say("kiosk.check.removed") + " " + shortened(words.value, 40)});
    const Rect place{r.right() - 6 - w, r.y + r.h * 0.16f, w, r.h * 0.68f};
    look::ButtonStyle style{.icon = look::icon("undo"), .cap = 9};
    style.spoken = view.say("kiosk.check.restore") + ".";
    if (look::button(ui, place, "terug-" + row.id, view.say("kiosk.check.restore"), style))
        view.emit(flow::RestoreRow{row.id});
}

void kept_row(const View& view, const Rect& r, const flow::Row& row, const RowWords& words) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    ui.rect(r, c.surface, 7);
    const float button_w = 44;
    const float buttons = row.removable ? 2 * button_w + look::kGap : button_w;
    const float d = std::min(30.0f, r.h - 12);
    ui.circle(r.x + 7 + d / 2, r.mid_y(), d / 2, c.of(words.tint));
    if (c.contrast) ui.ring(r.x + 7 + d / 2, r.mid_y(), d / 2, {c.line, 0.8f});
    ui.icon(r.x + 7 + d / 2, r.mid_y(), d * 0.62f, words.icon, c.ink);
    const float x = r.x + d + 13;
    const float w = r.right() - 11 - buttons - x;
    const bool low = r.h < 50;  // one line each
    const look::TextStyle label{
        .cap = 7.4f, .colour = c.ink_soft, .max_w = w, .pitch = 1.5f, .max_lines = low ? 1 : 2};
    const look::TextStyle value{
        .cap = 8.4f, .bold = true, .colour = c.ink, .max_w = w, .pitch = 1.5f, .max_lines = low ? 1 : 2};
    const auto height = [&](const std::string& text, const look::TextStyle& style) {
        const auto lines = std::min(ui.wrap(text, style.cap, style.bold, w).size(),
                                    static_cast<std::size_t>(style.max_lines));
        return style.cap * (1 + static_cast<float>(lines - 1) * style.pitch);
    };
    const float between = 7;
    const float top =
        r.mid_y() - (height(words.label, label) + between + height(words.value, value)) / 2 - 0.5f;
    const float end = ui.text(x, top, words.label, label);
    ui.text(x, end + between, words.value, value);
    ui.readable({.id = "rij-" + row.id,
                 .rect = {r.x, r.y, r.w - buttons - 12, r.h},
                 .label = words.label,
                 .spoken = words.label + " " + words.value});
    look::ButtonStyle change{.icon = look::icon("edit"), .aside = true, .stacked = true};
    change.spoken = view.say("kiosk.check.change") + ": " + words.label;
    const float inset = std::min(6.0f, r.h * 0.1f);
    Rect place{r.right() - 6 - buttons, r.y + inset, button_w, r.h - 2 * inset};
    if (look::button(ui, place, "anders-" + row.id, view.say("kiosk.check.change"), change))
        view.emit(flow::ChangeRow{row.id});
    if (!row.removable) return;
    place.x += button_w + look::kGap;
    look::ButtonStyle remove{.icon = look::icon("delete"), .danger = true, .aside = true, .stacked = true};
    remove.spoken = view.say("kiosk.check.remove") + ": " + words.label;
    if (look::button(ui, place, "weg-" + row.id, view.say("kiosk.check.remove"), remove))
        view.emit(flow::RemoveRow{row.id});
}

void help_numbers(const View& view, const Rect& r) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    ui.rect(r, c.stop_soft, 7, {c.line, c.contrast ? 1.0f : 0.0f});
    ui.text(r.x + 9, r.y + 9, view.say("kiosk.thanks.help"),
            {.cap = 8, .bold = true, .colour = c.ink, .max_w = r.w - 18, .max_h = 9});
    std::vector<std::pair<std::string, std::string>> lines;
    if (view.state.content)
        for (const auto* language : {view.language().c_str(), "nl"})
            if (const auto own = view.state.content->help_lines.find(language);
                lines.empty() && own != view.state.content->help_lines.end())
                lines = own->second;
    if (lines.empty())
        for (const text::HelpLine& line : text::kHelpLines)
            lines.emplace_back(view.named("hulp.", line.id), std::string(line.number));
    std::string spoken = view.say("kiosk.thanks.help");
    const std::size_t count = std::min<std::size_t>(5, lines.size());
    const float pitch = (r.h - 29) / static_cast<float>(std::max<std::size_t>(1, count));
    for (std::size_t i = 0; i < count; ++i) {
        const float y = r.y + 26 + static_cast<float>(i) * pitch;
        const float number_w = ui.text_width(lines[i].second, 7.4f, true);
        ui.text(r.x + 9, y, lines[i].first,
                {.cap = 7.4f, .colour = c.ink, .max_w = r.w - 24 - number_w, .max_h = 7.6f});
        ui.text(r.right() - 9, y, lines[i].second,
                {.cap = 7.4f, .bold = true, .align = Align::right, .colour = c.ink});
        spoken += " " + lines[i].first + ": " + lines[i].second + ".";
    }
    ui.readable({.id = "hulpnummers", .rect = r, .label = view.say("kiosk.thanks.help"), .spoken = spoken});
}

std::vector<std::string> groups_of(const Receipt& receipt) {
    std::vector<std::string> groups;
    for (std::size_t i = 0; i + 4 <= receipt.digits().size(); i += 4)
        groups.push_back(receipt.digits().substr(i, 4));
    return groups;
}

/// Digit by digit, with a rest between the groups.
std::string spoken_number(const Receipt& receipt) {
    std::string spoken;
    for (const std::string& group : groups_of(receipt)) {
        for (const char digit : group) spoken += std::string(1, digit) + " ";
        spoken.back() = '.';
        spoken += ' ';
    }
    return spoken;
}

void thanks_band(const View& view, const Rect& r) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    ui.rect(r, c.band);
    look::wordmark(ui, look::kMargin, 13, 0xFFFFFF, c.contrast ? look::Colour{0x000000} : c.band);
    ui.text(look::kMargin + 17, 15.8f, "Peilpunt", {.cap = 7.4f, .bold = true, .colour = c.on_band});
    const float x = r.right() - 40;
    const float y = ui.grid().landscape ? 34.0f : 60.0f;
    const float k = ui.grid().landscape ? 0.75f : 1.0f;
    ui.circle(x, y, 24 * k, c.voice);
    {
        const look::Ui::Straight upright(ui, {x - 24 * k, y, 48 * k, 1});
        ui.stroke({{x - 12 * k, y + 1 * k}, {x - 3 * k, y + 10 * k}, {x + 12 * k, y - 8 * k}},
                  {c.on_voice, 5 * k});
    }
    const bool poll = view.state.session.task == flow::Task::poll;
    const std::string& kept =
        view.say(poll ? text::Key("kiosk.thanks.poll") : text::Key("kiosk.thanks.signal"));
    ui.text(look::kMargin, 42, view.say("kiosk.thanks.title"),
            {.cap = 15, .bold = true, .colour = c.on_band, .max_w = r.w - 90, .max_h = 17});
    ui.text(
        look::kMargin, 71, kept,
        {.cap = 8.2f, .colour = c.on_band, .max_w = r.w - (ui.grid().landscape ? 24.0f : 90.0f), .max_h = 9});
    ui.readable({.id = "titel",
                 .rect = {look::kMargin, 42, r.w - 90, 38},
                 .label = view.say("kiosk.thanks.title"),
                 .spoken = view.say("kiosk.thanks.title") + " " + kept});
}

}  // namespace

std::string answer_in_words(const View& view, const Question& question, const Answer& answer) {
    const auto name = [&](const std::string& id) {
        const Option* option = question.option(id);
        return option ? view.in(option->text) : id;
    };
    const auto join = [](std::string& all, const std::string& part) {
        all += (all.empty() ? "" : ", ") + part;
    };
    std::string words;
    if (const auto* one = std::get_if<Choice>(&answer)) {
        words =
            question.kind == QuestionKind::yes_no ? view.named("antwoord.", one->option) : name(one->option);
        return one->note.empty() ? words : words + ": " + one->note;
    }
    if (const auto* many = std::get_if<Choices>(&answer))
        for (const Choice& choice : many->chosen)
            join(words, name(choice.option) + (choice.note.empty() ? "" : ": " + choice.note));
    if (const auto* ranking = std::get_if<Ranking>(&answer))
        for (std::size_t i = 0; i < ranking->order.size(); ++i)
            join(words,
                 text::isolated(std::to_string(i + 1), view.language()) + ". " + name(ranking->order[i]));
    if (const auto* points = std::get_if<Points>(&answer))
        for (const auto& [option, given] : points->given)
            join(words, name(option) + " " + text::isolated(std::to_string(given), view.language()));
    if (const auto* text = std::get_if<OpenText>(&answer)) words = text->text;
    if (const auto* number = std::get_if<Number>(&answer))
        words = question.kind == QuestionKind::scale && question.effective_max() == 5
                    ? view.named("kiosk.level.", std::to_string(number->value))
                    : std::to_string(number->value);
    return words;
}

void draw_check(const View& view) {
    look::Ui& ui = view.ui;
    const auto rows = flow::check_rows(view.state.session);
    const bool ready = flow::can_continue(view.state);
    page_head(view, view.say("kiosk.check.title"),
              view.say(!ready ? text::Key("kiosk.check.empty") : text::Key("kiosk.check.help")));
    const std::size_t size = flow::kRowsPerPage;
    const std::size_t first = std::min(rows.size(), static_cast<std::size_t>(view.state.page) * size);
    const std::size_t last = std::min(rows.size(), first + size);
    const auto places = look::rows(ui.grid().answers, size, 61);
    for (std::size_t i = first; i < last; ++i) {
        const RowWords words = row_words(view, rows[i]);
        if (rows[i].removed)
            removed_row(view, places[i - first], rows[i], words);
        else
            kept_row(view, places[i - first], rows[i], words);
    }
    const bool pages = rows.size() > size;
    if (pages) {
        const std::string label =
            view.say("kiosk.check.page", {{"page", std::to_string(view.state.page + 1)},
                                          {"of", std::to_string((rows.size() + size - 1) / size)}});
        if (look::button(ui, ui.grid().skip, "meer", label, {.plain = true})) view.emit(flow::TurnPage{});
    }
    if (look::next_button(ui, pages ? ui.grid().next : ui.grid().next_wide, view.say("kiosk.check.send"),
                          ready, "versturen"))
        view.emit(flow::Submit{});
    draw_bar(view);
}

void draw_saving(const View& view) {
    look::header(view.ui);
    look::title(view.ui, view.say("kiosk.saving"), "");
}

void draw_failed(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    page_head(view, view.say("kiosk.failed.title"), view.say("kiosk.failed.help"));
    const Rect& area = ui.grid().answers;
    const auto places = look::rows(area, 3, 83.4f);
    const auto fact = [&](const Rect& r, std::string_view icon, look::Tint tint, const std::string& words) {
        ui.rect(r, c.surface, 7);
        const float d = std::min(23.0f, r.h / 2 - 6);
        ui.circle(r.x + 33, r.mid_y(), d, c.of(tint));
        if (c.contrast) ui.ring(r.x + 33, r.mid_y(), d, {c.line, 0.8f});
        ui.icon(r.x + 33, r.mid_y(), d * 1.26f, look::icon(icon), c.ink);
        ui.readable({.id = "feit-" + std::string(icon), .rect = r, .label = words});
        ui.text(r.x + 66, r.mid_y(), words,
                {.cap = look::scaled(ui, 8.6f),
                 .bold = true,
                 .colour = c.ink,
                 .max_w = r.w - 76,
                 .max_h = r.h - 10,
                 .pitch = 1.6f,
                 .middle = true});
    };
    const bool full = view.state.failure == ErrorCode::storage_full;
    fact(places[0], "storage", look::Tint::sand,
         view.say(full ? text::Key("kiosk.failed.full") : text::Key("kiosk.failed.disk")));
    fact(places[1], "assignment_turned_in", look::Tint::dune, view.say("kiosk.failed.here"));
    fact(places[2], "people", look::Tint::sun, view.say("kiosk.failed.person"));
    if (look::next_button(ui, ui.grid().next_wide, view.say("kiosk.failed.again"), true, "opnieuw"))
        view.emit(flow::Submit{});
    draw_bar(view);
}

void draw_thanks(const View& view) {
    look::Ui& ui = view.ui;
    const look::Palette& c = ui.colours();
    const look::Grid& grid = ui.grid();
    const bool wide = grid.landscape;
    const auto& identity = view.state.session.identity;
    if (!identity) throw std::logic_error("thanks without a number");
    const float left_w = wide ? 238.0f : grid.width;
    thanks_band(view, {0, 0, left_w, wide ? 88.0f : 98.0f});
    const float w = left_w - 2 * look::kMargin;
    const float x = look::kMargin;
    float y = wide ? 97.0f : 110.0f;
    ui.text(x, y, view.say("kiosk.thanks.number"),
            {.cap = 10, .bold = true, .colour = c.ink, .max_w = w, .max_h = 12});
    const Rect boxes{x, y + 17, w, wide ? 30.0f : 36.0f};
    look::code_boxes(ui, boxes, groups_of(identity->receipt));
    ui.readable({.id = "volgcode",
                 .rect = boxes,
                 .label = identity->receipt.grouped(),
                 .spoken = spoken_number(identity->receipt),
                 .aside = true});
    ui.readable({.id = "uw-nummer", .rect = {x, y - 2, w, 14}, .label = view.say("kiosk.thanks.number")});
    y = boxes.bottom() + 9;
    ui.text(x, y, view.say("kiosk.thanks.later"), {.cap = 7.8f, .colour = c.ink, .max_w = w, .max_h = 8.5f});
    ui.text(x, y + 15, view.say("kiosk.thanks.keep"),
            {.cap = 7.8f, .colour = c.ink, .max_w = w, .max_h = 8.5f});
    ui.readable({.id = "later",
                 .rect = {x, y - 2, w, 28},
                 .label = view.say("kiosk.thanks.later"),
                 .spoken = view.say("kiosk.thanks.later") + " " + view.say("kiosk.thanks.keep")});
    const Rect code = wide ? Rect{left_w + 12, 13, 62, 62} : Rect{x, 205, 74, 74};
    const std::string& site = view.state.content ? view.state.content->site_url : std::string();
    // After the #: a phone keeps that part to itself, so that no log of the server ever holds a number.
    const bool drawn = !site.empty() && look::qr(ui, code, site + "/volg#" + identity->receipt.digits());
    if (drawn) {
        const float tx = code.right() + 10;
        const float tw = grid.width - look::kMargin - tx;
        const float ty = code.y + 4;
        const float end =
            ui.text(tx, ty, view.say("kiosk.thanks.phone"),
                    {.cap = 8.6f, .bold = true, .colour = c.ink, .max_w = tw, .max_h = 24, .pitch = 1.5f});
        ui.text(tx, end + 10, view.say("kiosk.thanks.camera"),
                {.cap = 7.8f, .colour = c.ink, .max_w = tw, .max_h = 22, .pitch = 1.6f});
        ui.readable({.id = "qr",
                     .rect = code,
                     .label = view.say("kiosk.thanks.phone"),
                     .spoken = view.say("kiosk.thanks.phone") + " " + view.say("kiosk.thanks.camera")});
    }
    if (flow::can_speak(view.state)) {  // others may hear it, so it is asked for
        const float left = drawn ? code.right() + 10 : x;
        const Rect say{left, code.bottom() - 24, std::min(120.0f, grid.width - look::kMargin - left), 24};
        if (look::button(ui, say, "zeg-nummer", view.say("kiosk.thanks.say"),
                         {.icon = look::icon("volume_up")}))
            view.emit(flow::SayNumber{});
    }
    help_numbers(view, wide ? Rect{left_w + 12, 82, grid.width - left_w - 24, 116} : Rect{x, 286, w, 88});
    if (look::next_button(ui, grid.next_wide, view.say("kiosk.thanks.done"), true, "klaar"))
        view.emit(flow::Done{});
    draw_bar(view, false);
}

}  // namespace peilpunt::screens
