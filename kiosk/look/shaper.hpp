// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace peilpunt::look {

/// Whether `text` has a letter that is not among the baked ones, so that it must go through the shaper.
bool needs_shaping(std::string_view text);
/// Whether `text` is read from right to left.
bool reads_right_to_left(std::string_view text);

/// Lines of text in scripts that need more than one glyph a letter (Arabic) or are seldom on the screen
/// (Cyrillic): bidirectional order and joining by libraqm, glyphs by FreeType, kept in one picture of its
/// own. ImGui 1.86 itself would draw Arabic as loose letters in the wrong order.
class Shaper {
  public:
    /// The files of one weight: Latin and Cyrillic, and Arabic.
    struct Weight {
        std::string latin, arabic;
    };
    /// Throws std::runtime_error when a file is no typeface.
    Shaper(const Weight& regular, const Weight& bold);
    ~Shaper();
    Shaper(const Shaper&) = delete;
    Shaper& operator=(const Shaper&) = delete;

    struct Glyph {
        float x = 0, y = 0, w = 0, h = 0;      ///< pixels from the start of the line and its baseline
        float u0 = 0, v0 = 0, u1 = 0, v1 = 0;  ///< place in the picture
    };
    struct Line {
        std::vector<Glyph> glyphs;
        float width = 0;  ///< pixels
    };
    /// The line in capitals (or an alef) of this height. Valid until the next begin_frame() or forget().
    const Line& line(std::string_view text, float cap_px, bool bold);
    /// Letters of the text for which no typeface here has a glyph.
    std::u32string missing(std::string_view text) const;

    /// Makes room when the last frame ran out of it.
    void begin_frame();
    /// Whether a glyph found no place; the next frame will have room.
    bool full() const { return full_; }
    /// Nothing of what was drawn stays: texts and picture are overwritten.
    void forget();

    // ---- the picture, for who draws it: coverage, 0 to 255 ----
    static constexpr int kWidth = 2048, kHeight = 1024;
    const std::vector<std::uint8_t>& picture() const { return picture_; }
    /// Whether the picture changed since this was asked.
    bool take_changed();
    /// What ImGui calls the picture; set by who draws.
    void* texture = nullptr;

  private:
    struct Faces;
    struct Place {
        int x = 0, y = 0, w = 0, h = 0, left = 0, top = 0;
    };
    const Place* place_of(std::size_t face, unsigned glyph, unsigned size);

    std::unique_ptr<Faces> faces_;
    std::vector<std::uint8_t> picture_;
    std::map<std::tuple<std::size_t, unsigned, unsigned>, Place> places_;
    std::map<std::string, Line, std::less<>> lines_;
    int shelf_x_ = 0, shelf_y_ = 0, shelf_h_ = 0;
    bool full_ = false, changed_ = false;
};

}  // namespace peilpunt::look
