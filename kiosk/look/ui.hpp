// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/look/fonts.hpp"
#include "kiosk/look/grid.hpp"
#include "kiosk/look/icons.hpp"
#include "kiosk/look/palette.hpp"

struct ImDrawList;

namespace peilpunt::look {

enum class Align { left, centre, right };

struct TextStyle {
    float cap = kMinCap;  ///< height of a capital, mm
    bool bold = false;
    Align align = Align::left;
    Colour colour{0x0F2A33};
    float max_w = 10000;  ///< lines break before this width
    float max_h = 0;      ///< 0: as high as it gets; else shrinks until it fits
    float pitch = 1.75f;  ///< line distance in capital heights
    int max_lines = 0;    ///< 0: any; else the rest is cut off with an ellipsis
    bool middle = false;  ///< y is the middle of the block instead of its top
};

/// What can be touched or read out on the screen now: for tests, for reading aloud, for keys.
struct Item {
    std::string id{};
    std::string role{};  ///< button, option, checkbox, switch, key, text
    Rect rect{};
    std::string label{};
    std::string spoken{};
    std::string language{};  ///< of what is spoken; empty: the screen's
    bool aside = false;      ///< not read with the screen, only by itself
    bool chosen = false;
    bool disabled = false;
    int layer = 0;
};

/// How a finger meets an item in this frame.
struct Touch {
    bool held = false;    ///< the finger is on it
    bool tapped = false;  ///< it went down and up on it
};

/// The words that are being read aloud: they light up.
struct Spotlight {
    std::string item{};            ///< empty: nothing is read
    Rect rect{};                   ///< of that item
    std::string spoken{};          ///< all that is said of it
    std::size_t from = 0, to = 0;  ///< the bytes that are heard now
};

struct Border {
    Colour colour;
    float width = 0.5f;  ///< mm
};

/// Draws one frame in millimetres and keeps the register of items. Lives for one frame, inside an ImGui
/// window.
class Ui {
  public:
    struct Setup {
        const Fonts* fonts = nullptr;
        Grid grid;
        float px_per_mm = 4.032f;
        float left_px = 0, top_px = 0;  ///< where the grid begins in the window
        bool larger = false;
        bool contrast = false;
        bool mirrored = false;  ///< for scripts that are read from right to left: all places are flipped
        const Spotlight* spotlight = nullptr;
        std::string_view pressed_by_key{};  ///< item that a key taps in this frame; empty: none
    };
    explicit Ui(const Setup& setup);

    const Grid& grid() const { return setup_.grid; }
    const Palette& colours() const { return palette_; }
    bool larger() const { return setup_.larger; }
    bool contrast() const { return setup_.contrast; }
    bool mirrored() const { return setup_.mirrored; }

    /// While it lives, what is drawn inside `r` keeps its own left and right, though `r` itself is mirrored:
    /// numbers, codes, ticks.
    class Straight {
      public:
        Straight(Ui& ui, const Rect& r);
        ~Straight();
        Straight(const Straight&) = delete;
        Straight& operator=(const Straight&) = delete;

      private:
        Ui& ui_;
        const bool mirrored_;
        const float shift_;
    };

    // ---- shapes ----
    void rect(const Rect& r, Colour fill, float radius = 0);
    void rect(const Rect& r, Colour fill, float radius, Border border);
    void outline(const Rect& r, float radius, Border border);
    void circle(float x, float y, float radius, Colour fill);
    void ring(float x, float y, float radius, Border border);
    /// Clockwise from twelve o'clock, in parts of a turn.
    void arc(float x, float y, float radius, float from, float to, Border border);
    struct Point {
        float x, y;
    };
    void stroke(const std::vector<Point>& points, Border border);
    void curve(Point a, Point b, Point c, Point d, Border border);
    /// Fills from a curve through a chain of Bezier points down to `base`.
    void hill(const std::vector<Point>& chain, float base, Colour fill);
    void icon(float x, float y, float size, Icon which, Colour colour);
    /// As if a sheet of this colour, `part` of 1 dense, lay over the whole window and all that was drawn.
    /// Mixes the colours instead of drawing it, which would cost a software renderer as much as a whole
    /// screen.
    void veil(Colour colour, float part);
    /// What the window has where nothing was drawn.
    Colour background() const { return background_; }

    // ---- text ----
    /// Returns the last baseline. `y` is the top of the first line's capitals.
    float text(float x, float y, std::string_view words, TextStyle style);
    float text_width(std::string_view words, float cap, bool bold) const;
    std::vector<std::string> wrap(std::string_view words, float cap, bool bold, float max_w) const;

    // ---- items ----
    /// Registers the item and tells how it is touched. Call it before drawing the item.
    Touch touch(Item item);
    /// Something to read out that cannot be touched.
    void readable(Item item);
    /// From here on items are drawn and registered one layer up; the ones below no longer react.
    void raise();
    /// Whether a layer will be raised in this frame, so that what is drawn before it does not react.
    void freeze() { frozen_ = true; }
    const std::vector<Item>& items() const { return items_; }
    /// The ring of the keypad around an item, as it is registered.
    void focus_ring(const Item& item);
    /// Whether this item is being read aloud.
    bool lit(std::string_view item) const;
    /// All text that was drawn, in order, with the layer that it is on.
    struct Shown {
        std::string words;
        int layer;
    };
    const std::vector<Shown>& shown() const { return shown_; }
    /// The words that lie on the yellow marker; empty when nothing is read.
    const std::string& marked() const { return marked_; }
    /// Text that did not fit, or became smaller than residents can read; tests want none.
    const std::vector<std::string>& problems() const { return problems_; }
    /// Staff stand closer than residents, so their screens may have smaller capitals.
    void allow_capitals_of(float cap_mm) { smallest_cap_ = cap_mm; }

  private:
    float px(float mm) const { return mm * setup_.px_per_mm; }
    /// Where it really comes: mirrored, or moved along with a straight part.
    float placed(float x) const { return setup_.mirrored ? setup_.grid.width - x : x + shift_; }
    Rect placed(const Rect& r) const {
        return {setup_.mirrored ? placed(r.right()) : placed(r.x), r.y, r.w, r.h};
    }
    float px_x(float mm) const { return setup_.left_px + px(placed(mm)); }
    float px_y(float mm) const { return setup_.top_px + px(mm); }
    void line(float x, float top, std::string_view words, const TextStyle& style);
    void shaped_line(float left, float baseline, std::string_view words, const TextStyle& style);
    /// Which bytes of `words`, drawn at this place, are being read aloud: [from, to), empty when none.
    std::pair<std::size_t, std::size_t> lit_part(float x, float y, std::string_view words) const;
    void mark(float x, float top, std::string_view words, std::size_t from, std::size_t to,
              const TextStyle& style);

    Setup setup_;
    const Palette& palette_;
    Colour background_;
    ImDrawList* draw_;
    std::vector<Item> items_;
    std::vector<Shown> shown_;
    std::string marked_;
    std::vector<std::string> problems_;
    float shift_ = 0;
    float smallest_cap_ = kMinCap;
    int layer_ = 0;
    bool frozen_ = false;
};

}  // namespace peilpunt::look
