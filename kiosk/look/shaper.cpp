// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/shaper.hpp"

#include <ft2build.h>
#include <raqm.h>
#include <string.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "shared/model/utf8.hpp"

#include FT_FREETYPE_H

namespace peilpunt::look {
namespace {

constexpr std::size_t kMostLines = 3000;

bool is_arabic(char32_t point) {
    return (point >= 0x600 && point <= 0x6FF) || (point >= 0x750 && point <= 0x77F) ||
           (point >= 0xFB50 && point <= 0xFDFF) || (point >= 0xFE70 && point <= 0xFEFF);
}

/// U+2066 to U+2068 open an isolate, U+2069 closes it (Unicode UAX 9).
bool opens_isolate(char32_t point) { return point >= 0x2066 && point <= 0x2068; }
bool closes_isolate(char32_t point) { return point == 0x2069; }

}  // namespace

bool needs_shaping(std::string_view text) {
    while (!text.empty()) {
        const char32_t point = utf8::take(text).code;
        // Of the punctuation from U+2000 on some is baked.
        const bool baked = point < 0x180 || (point >= 0x2010 && point <= 0x2015) ||
                           (point >= 0x2018 && point <= 0x201E) || (point >= 0x2022 && point <= 0x2026) ||
                           point == 0x20AC;
        if (!baked) return true;
    }
    return false;
}

bool reads_right_to_left(std::string_view text) {
    int isolates = 0;
    for (const char32_t point : utf8::code_points(text)) {
        if (opens_isolate(point)) ++isolates;
        if (closes_isolate(point) && isolates > 0) --isolates;
        // What is kept apart says nothing about the text around it.
        if (isolates > 0) continue;
        if (is_arabic(point)) return true;
        const bool latin = (point >= U'A' && point <= U'Z') || (point >= U'a' && point <= U'z');
        if (latin || (point >= 0xC0 && point < 0x530)) return false;
    }
    return false;
}

struct Shaper::Faces {
    FT_Library library = nullptr;
    // Latin and Arabic, regular; the same, bold.
    std::array<FT_Face, 4> face{};
    std::array<float, 4> em_per_cap{};

    Faces(const Weight& regular, const Weight& bold) {
        if (FT_Init_FreeType(&library) != 0) throw std::runtime_error("FreeType does not start");
        const std::array<const std::string*, 4> files{&regular.latin, &regular.arabic, &bold.latin,
                                                      &bold.arabic};
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (FT_New_Face(library, files[i]->c_str(), 0, &face[i]) != 0)
                throw std::runtime_error(*files[i] + " is not a typeface");
            // A capital is as high as an alef.
            const char32_t measure = i % 2 == 0 ? U'H' : U'\u0627';
            const bool known = FT_Load_Char(face[i], measure, FT_LOAD_NO_SCALE) == 0;
            const auto high = static_cast<float>(known ? face[i]->glyph->metrics.horiBearingY : 0);
            em_per_cap[i] = high > 0 ? static_cast<float>(face[i]->units_per_EM) / high : 1.4f;
        }
    }
    ~Faces() {
        for (FT_Face each : face)
            if (each) FT_Done_Face(each);
        FT_Done_FreeType(library);
    }
    Faces(const Faces&) = delete;
    Faces& operator=(const Faces&) = delete;

    bool has(std::size_t index, char32_t point) const { return FT_Get_Char_Index(face[index], point) != 0; }
    /// The typeface of one weight that draws this letter; `before` for what both or neither have.
    std::size_t best(char32_t point, bool bold, std::size_t before) const {
        const std::size_t latin = bold ? 2 : 0;
        if (point == U' ' || opens_isolate(point) || closes_isolate(point)) return before;
        if (is_arabic(point)) return latin + 1;
        return has(latin, point) || !has(latin + 1, point) ? latin : latin + 1;
    }
    void size(std::size_t index, unsigned size_26_6) {
        FT_Set_Char_Size(face[index], 0, static_cast<FT_F26Dot6>(size_26_6), 72, 72);
    }
};

Shaper::Shaper(const Weight& regular, const Weight& bold) : faces_(std::make_unique<Faces>(regular, bold)) {}
Shaper::~Shaper() = default;

std::u32string Shaper::missing(std::string_view text) const {
    std::u32string without;
    for (const char32_t point : utf8::code_points(text))
        if (point >= U' ' && !faces_->has(0, point) && !faces_->has(1, point)) without.push_back(point);
    return without;
}

const Shaper::Place* Shaper::place_of(std::size_t face, unsigned glyph, unsigned size) {
    const auto key = std::tuple(face, glyph, size);
    if (const auto known = places_.find(key); known != places_.end()) return &known->second;
    faces_->size(face, size);
    const FT_Face from = faces_->face[face];
    if (FT_Load_Glyph(from, glyph, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0) return nullptr;
    const FT_Bitmap& bitmap = from->glyph->bitmap;
    Place place{0,
                0,
                static_cast<int>(bitmap.width),
                static_cast<int>(bitmap.rows),
                from->glyph->bitmap_left,
                from->glyph->bitmap_top};
    if (shelf_x_ + place.w + 1 > kWidth) {
        shelf_x_ = 0;
        shelf_y_ += shelf_h_ + 1;
        shelf_h_ = 0;
    }
    if (shelf_y_ + place.h + 1 > kHeight) {
        full_ = true;
        return nullptr;
    }
    if (picture_.empty()) picture_.assign(static_cast<std::size_t>(kWidth) * kHeight, 0);
    place.x = shelf_x_;
    place.y = shelf_y_;
    for (int row = 0; row < place.h; ++row)
        std::copy_n(bitmap.buffer + row * bitmap.pitch, place.w,
                    picture_.begin() + (place.y + row) * kWidth + place.x);
    shelf_x_ += place.w + 1;
    shelf_h_ = std::max(shelf_h_, place.h);
    changed_ = true;
    return &places_.emplace(key, place).first->second;
}

const Shaper::Line& Shaper::line(std::string_view text, float cap_px, bool bold) {
    const auto cap = static_cast<unsigned>(std::lround(cap_px * 4));  // quarters of a pixel
    std::string key = std::to_string(cap) + (bold ? "b" : "r");
    key += text;
    if (const auto known = lines_.find(key); known != lines_.end()) return known->second;
    Line& line = lines_[key];
    std::u32string points = utf8::code_points(text);
    if (points.empty()) return line;
    std::array<unsigned, 4> sizes{};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        sizes[i] =
            static_cast<unsigned>(std::lround(static_cast<float>(cap) / 4 * faces_->em_per_cap[i] * 64));
        faces_->size(i, sizes[i]);
    }
    const std::unique_ptr<raqm_t, void (*)(raqm_t*)> layout(raqm_create(), raqm_destroy);
    std::vector<std::uint32_t> numbers(points.begin(), points.end());
    bool fine = layout && raqm_set_text(layout.get(), numbers.data(), numbers.size()) &&
                raqm_set_par_direction(layout.get(),
                                       reads_right_to_left(text) ? RAQM_DIRECTION_RTL : RAQM_DIRECTION_LTR) &&
                raqm_set_freetype_load_flags(layout.get(), FT_LOAD_TARGET_LIGHT);
    std::size_t before = is_arabic(points.front()) ? (bold ? 3u : 1u) : (bold ? 2u : 0u);
    for (std::size_t i = 0; fine && i < points.size(); ++i) {
        before = faces_->best(points[i], bold, before);
        fine = raqm_set_freetype_face_range(layout.get(), faces_->face[before], i, 1);
    }
    if (!fine || !raqm_layout(layout.get())) throw std::runtime_error("a line of text cannot be shaped");
    std::size_t count = 0;
    const raqm_glyph_t* glyphs = raqm_get_glyphs(layout.get(), &count);
    float pen = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const raqm_glyph_t& each = glyphs[i];
        const auto* found = std::find(faces_->face.begin(), faces_->face.end(), each.ftface);
        const auto face = static_cast<std::size_t>(found - faces_->face.begin());
        const Place* place = place_of(face, each.index, sizes[face]);
        if (place && place->w > 0) {
            const float x = pen + static_cast<float>(each.x_offset) / 64 + static_cast<float>(place->left);
            const float y = -static_cast<float>(each.y_offset) / 64 - static_cast<float>(place->top);
            line.glyphs.push_back({std::round(x), y, static_cast<float>(place->w),
                                   static_cast<float>(place->h), static_cast<float>(place->x) / kWidth,
                                   static_cast<float>(place->y) / kHeight,
                                   static_cast<float>(place->x + place->w) / kWidth,
                                   static_cast<float>(place->y + place->h) / kHeight});
        }
        pen += static_cast<float>(each.x_advance) / 64;
    }
    line.width = pen;
    std::fill(numbers.begin(), numbers.end(), 0u);
    return line;
}

void Shaper::begin_frame() {
    if (full_ || lines_.size() > kMostLines) forget();
}

void Shaper::forget() {
    lines_.clear();
    places_.clear();
    if (!picture_.empty()) explicit_bzero(picture_.data(), picture_.size());
    shelf_x_ = shelf_y_ = shelf_h_ = 0;
    changed_ = !picture_.empty();
    full_ = false;
}

bool Shaper::take_changed() {
    const bool changed = changed_;
    changed_ = false;
    return changed;
}

}  // namespace peilpunt::look
