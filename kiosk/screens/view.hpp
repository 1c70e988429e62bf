// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <string>
#include <vector>

#include "kiosk/flow/state.hpp"
#include "kiosk/look/widgets.hpp"
#include "shared/text/catalogue.hpp"

/// How each state looks: functions from the state to a picture, a register of items, and events.
namespace peilpunt::screens {

/// What a screen may see, and where it puts what the person did.
struct View {
    const flow::State& state;
    flow::Millis now;
    const text::Catalogue& texts;
    look::Ui& ui;
    std::vector<flow::Event>& events;

    const std::string& language() const { return state.session.language; }
    const std::string& say(text::Key key) const { return texts.get(key, language()); }
    std::string say(text::Key key, const std::map<std::string, std::string, std::less<>>& values) const {
        return texts.format(key, language(), values);
    }
    /// A text whose key is made of data: `prefix` + `id`.
    const std::string& named(std::string_view prefix, std::string_view id) const {
        return texts.get_named(std::string(prefix) + std::string(id), language());
    }
    const std::string& in(const LocalText& text) const { return text.in(language()); }
    /// What in() is in: the screen's language, or Dutch where there is no translation.
    std::string spoken_in(const LocalText& text) const;
    void emit(flow::Event event) const { events.push_back(std::move(event)); }
};

/// Draws the whole screen: the page, and what lies over it.
void draw(const View& view);

// One function a screen; each draws its own part between header and bar.
void draw_start(const View& view);
void draw_choose(const View& view);
void draw_polls(const View& view);
void draw_privacy(const View& view);
void draw_question(const View& view);
void draw_note(const View& view);
void draw_age(const View& view);
void draw_theme(const View& view);
void draw_kind(const View& view);
void draw_where(const View& view);
void draw_how(const View& view);
void draw_sentences(const View& view);
void draw_story(const View& view);
void draw_speaking(const View& view);
void draw_helps(const View& view);
void draw_helps_words(const View& view);
void draw_own_part(const View& view);
void draw_own_words(const View& view);
void draw_follow_number(const View& view);
void draw_follow_steps(const View& view);
void draw_poster(const View& view);
void draw_check(const View& view);
void draw_saving(const View& view);
void draw_failed(const View& view);
void draw_thanks(const View& view);
void draw_staff_pin(const View& view);
void draw_staff(const View& view);
void draw_self_test(const View& view);
void draw_stick(const View& view);
void draw_out_of_order(const View& view);
void draw_help(const View& view);
void draw_stop(const View& view);
void draw_idle(const View& view);

// Pieces that several screens share.
/// Mark, row of dots, title and one line of help.
void page_head(const View& view, std::string_view title, std::string_view help, float max_h = 0,
               std::string_view language = {});
/// How high the title may be on a screen with a keyboard; 0: as ever.
float title_height_when_typing(const View& view);
/// "Sla over" and "Verder" as the flow allows, and the bar.
void page_foot(const View& view);
void draw_bar(const View& view, bool back_works = true);
/// The bar with these words; the speaker button is added where there is a voice.
void draw_bar(const View& view, look::BarWords words);
/// The on-screen keyboard with its text box, in the place of the answers.
void draw_keyboard(const View& view);
/// One of the few things to choose on a screen, as a wide tile with a picture. True when it was touched.
bool large_choice(const View& view, const look::Rect& r, std::string_view id, std::string_view icon,
                  look::Tint tint, const std::string& label);
/// What staff are told: a row with a picture, what it is about, how it is, and whether that is fine.
struct Fact {
    std::string_view icon;
    std::string label, value;
    bool fine = true;
    std::string note{};  ///< what that means; a line of its own
};
void fact_row(const View& view, const look::Rect& r, const Fact& fact);
/// How loud it is, 0..100.
void level_meter(const View& view, const look::Rect& r, int level);
/// Digits with "wis" and a last key; `area` holds four rows of three.
void digit_pad(const View& view, const look::Rect& area, bool pin);
/// One name for everything that is picked and typed of a kind: "Hulp van buren, Andere tijden. Een bankje".
std::string picked_in_words(const View& view, std::string_view prefix, const std::vector<std::string>& ids,
                            std::string_view typed);
/// Digits one by one, in groups of four: for the voice.
std::string apart(std::string_view digits);
/// Minutes and seconds: "1:18".
std::string clock_of(int ms);
/// A long text cut at a word to about `characters`, with an ellipsis.
std::string shortened(std::string_view text, std::size_t characters);
/// What was answered, in words: for the check screen.
std::string answer_in_words(const View& view, const Question& question, const Answer& answer);

}  // namespace peilpunt::screens
