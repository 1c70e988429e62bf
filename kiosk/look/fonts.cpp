// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/fonts.hpp"

#include <ft2build.h>
#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include FT_FREETYPE_H
#include "kiosk/look/icons.hpp"

namespace peilpunt::look {
namespace {

/// What ImGui's size must be multiplied with to get a capital, or an em, of one pixel.
struct Measures {
    float per_cap = 1;
    float per_em = 1;
};

Measures measure(const std::string& file) {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    if (FT_Init_FreeType(&library) != 0) throw std::runtime_error("FreeType does not start");
    Measures measures;
    if (FT_New_Face(library, file.c_str(), 0, &face) != 0) {
        FT_Done_FreeType(library);
        throw std::runtime_error(file + " is not a font");
    }
    const auto height = static_cast<float>(face->ascender - face->descender);
    measures.per_em = height / static_cast<float>(face->units_per_EM);
    if (FT_Load_Char(face, 'H', FT_LOAD_NO_SCALE) == 0 && face->glyph->metrics.horiBearingY > 0)
        measures.per_cap = height / static_cast<float>(face->glyph->metrics.horiBearingY);
    FT_Done_Face(face);
    FT_Done_FreeType(library);
    return measures;
}

// Latin for Dutch, English and the names of the region's people; punctuation as poll authors type it.
constexpr ImWchar kText[] = {0x20,   0x7E,   0xA0,   0x17F,  0x2010, 0x2015, 0x2018,
                             0x201E, 0x2022, 0x2026, 0x20AC, 0x20AC, 0};
constexpr ImWchar kHeadline[] = {0x20, 0x7E, 0xC0, 0xFF, 0x2013, 0x2014, 0x2018, 0x201D, 0};

struct Baked {
    float cap_mm;
    bool bold;
    const ImWchar* ranges;
};
constexpr Baked kNormalSizes[] = {{6.0f, false, kText},    {7.4f, false, kText}, {8.2f, false, kText},
                                  {9.0f, false, kText},    {6.4f, true, kText},  {7.4f, true, kText},
                                  {9.0f, true, kText},     {10.0f, true, kText}, {12.0f, true, kText},
                                  {17.0f, true, kHeadline}};
constexpr Baked kLargerSizes[] = {{6.0f, false, kText}, {8.2f, false, kText}, {10.0f, false, kText},
                                  {6.4f, true, kText},  {8.0f, true, kText},  {10.2f, true, kText},
                                  {12.2f, true, kText}, {13.5f, true, kText}, {18.0f, true, kHeadline}};
constexpr float kIconSizes[] = {18, 30, 46};

const Face& best(const std::vector<Face>& faces, float size, float Face::* member, bool bold) {
    const Face* best = nullptr;
    for (const Face& face : faces) {
        if (face.bold != bold) continue;
        const bool fits = face.*member >= size * 0.985f;
        if (!best || (fits ? best->*member < size * 0.985f || face.*member < best->*member
                           : face.*member > best->*member))
            best = &face;
    }
    return *best;
}

}  // namespace

FontFiles installed_fonts() {
    const FontFiles files{
        "/usr/share/fonts/truetype/andika/Andika-Regular.ttf",
        "/usr/share/fonts/truetype/andika/Andika-Bold.ttf",
        "/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf",
        "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
        "/usr/share/fonts/truetype/noto/NotoSansArabic-Bold.ttf"};
    for (const std::string& file : {files.arabic, files.arabic_bold})
        if (!std::filesystem::exists(file))
            throw std::runtime_error("the typeface " + file +
                                     " is missing: install the Debian package fonts-noto-core");
    for (const std::string& file : {files.regular, files.bold})
        if (!std::filesystem::exists(file))
            throw std::runtime_error("the typeface " + file +
                                     " is missing: install the Debian package fonts-sil-andika");
    if (!std::filesystem::exists(files.icons))
        throw std::runtime_error(
            "the icons " + files.icons +
            " are missing: install the Debian package fonts-material-design-icons-iconfont");
    return files;
}

Fonts::Fonts(const FontFiles& files, Shaper& shaper, float px_per_mm, bool larger) : shaper_(shaper) {
    const Measures regular = measure(files.regular);
    const Measures bold = measure(files.bold);
    const Measures icon = measure(files.icons);
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    atlas.TexDesiredWidth = 2048;
    ImVector<ImWchar> icon_ranges;
    ImFontGlyphRangesBuilder builder;
    for (const Icon& each : all_icons()) builder.AddChar(each.code);
    builder.BuildRanges(&icon_ranges);

    const auto bake = [&](const Baked& baked) {
        const float cap_px = baked.cap_mm * px_per_mm;
        const float size = cap_px * (baked.bold ? bold : regular).per_cap;
        ImFont* font = atlas.AddFontFromFileTTF((baked.bold ? files.bold : files.regular).c_str(), size,
                                                nullptr, baked.ranges);
        text_.push_back({font, baked.bold, size, cap_px, 0});
    };
    if (larger)
        for (const Baked& baked : kLargerSizes) bake(baked);
    else
        for (const Baked& baked : kNormalSizes) bake(baked);
    for (const float mm : kIconSizes) {
        const float em = mm * px_per_mm;
        ImFont* font =
            atlas.AddFontFromFileTTF(files.icons.c_str(), em * icon.per_em, nullptr, icon_ranges.Data);
        icons_.push_back({font, false, em, em, 0});
    }
    if (!atlas.Build()) throw std::runtime_error("the typefaces cannot be drawn");
    for (Face& face : text_)
        if (const ImFontGlyph* capital = face.font->FindGlyph('H')) face.cap_top_px = capital->Y0;
}

const Face& Fonts::text(float cap_px, bool bold) const { return best(text_, cap_px, &Face::cap_px, bold); }
const Face& Fonts::icons(float em_px) const { return best(icons_, em_px, &Face::size_px, false); }

}  // namespace peilpunt::look
