// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/look/figures.hpp"
#include "kiosk/look/ui.hpp"

/// The pieces that screens are made of; each registers its items and answers whether it was tapped.
namespace peilpunt::look {

/// Mark and name at the top; the row of dots when `of` is not 0.
void header(Ui& ui, int step = 0, int of = 0, std::string_view words = {});
/// The question, as large as it fits, and one line of help under it; `max_h` 0: the whole place of the title.
/// Both as they are; `language` is what the words are in, empty: the screen's.
void title(Ui& ui, std::string_view words, std::string_view help, float max_h = 0,
           std::string_view language = {});

struct Tile {
    std::string id{};
    std::string role = "option";
    std::string label{};
    std::string spoken{};
    std::string language{};
    Icon icon{};
    Tint tint = Tint::sea;
    int mood = -1;      ///< 0..4: a face instead of an icon
    bool row = false;   ///< picture at the start, words beside it; else above each other
    bool check = true;  ///< shows a tick or an empty circle
    bool many = false;  ///< square tick
    bool chosen = false;
    bool faded = false;
    float cap = 0;   ///< 0: what fits the form
    float disc = 0;  ///< 0: what fits the form
    int rank = -1;   ///< 0: empty circle, 1..: the number, instead of a tick
};
bool tile(Ui& ui, const Rect& r, const Tile& tile);

/// "Verder" and its like: the one thing to do next.
bool next_button(Ui& ui, const Rect& r, std::string_view label, bool ready, std::string_view id = "verder");
struct ButtonStyle {
    Icon icon{};
    bool danger = false;  ///< throws something away
    bool plain = false;   ///< on the canvas instead of white
    bool disabled = false;
    bool strong = false;    ///< sea green
    bool speaking = false;  ///< yellow: it talks
    bool aside = false;     ///< as in Item
    float cap = 7.4f;
    bool stacked = false;  ///< icon above the word
    std::string spoken{};
    std::string role = "button";
};
bool button(Ui& ui, const Rect& r, std::string_view id, std::string_view label,
            const ButtonStyle& style = {});
/// A row with a word and an on/off switch.
struct SwitchWords {
    std::string label, on, off, spoken;
};
bool toggle(Ui& ui, const Rect& r, std::string_view id, Icon icon, Tint tint, const SwitchWords& words,
            bool on);
/// The ground of the fixed buttons, drawn before anything that stands on it.
void bar_band(Ui& ui);
/// The fixed buttons; an empty label leaves its place empty.
struct BarWords {
    std::string back{}, read{}, help{}, stop{};
    bool back_faded = false;
    bool speaking = false;  ///< what `read` makes quiet
};
enum class BarTouch { none, back, read, help, stop };
BarTouch bar(Ui& ui, const BarWords& words);
/// A dark layer over the screen, and a card on it.
void dim(Ui& ui, const Rect& card);
/// Words in a row of boxes: the volgcode in its groups.
void code_boxes(Ui& ui, const Rect& r, const std::vector<std::string>& groups);
/// Capital height of labels in this mode: larger letters are 1.35 times as high.
float scaled(const Ui& ui, float cap);

}  // namespace peilpunt::look
