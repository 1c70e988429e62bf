// SPDX-License-Identifier: EUPL-1.2
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "kiosk/look/ui.hpp"
#include "shared/model/utf8.hpp"
#include "shared/text/isolate.hpp"

namespace peilpunt::look {
namespace {

/// Where the byte `said` of the words without their isolates stands in the words.
std::size_t as_drawn(std::string_view words, std::size_t said) {
    std::size_t at = 0;
    for (;;) {
        while (text::begins_with_isolate(words.substr(at))) at += text::kIsolateBytes;
        if (said == 0 || at == words.size()) return at;
        ++at;
        --said;
    }
}

}  // namespace

float Ui::text_width(std::string_view words, float cap, bool bold) const {
    if (needs_shaping(words))
        return setup_.fonts->shaper().line(words, px(cap), bold).width / setup_.px_per_mm;
    const Face& face = setup_.fonts->text(px(cap), bold);
    const ImVec2 size = face.font->CalcTextSizeA(face.size_px * px(cap) / face.cap_px, FLT_MAX, 0,
                                                 words.data(), words.data() + words.size());
    return size.x / setup_.px_per_mm;
}

/// Letters that are not baked, from the picture of the shaper.
void Ui::shaped_line(float left, float baseline, std::string_view words, const TextStyle& style) {
    Shaper& shaper = setup_.fonts->shaper();
    const Shaper::Line& line = shaper.line(words, px(style.cap), style.bold);
    if (line.glyphs.empty()) return;
    const auto count = static_cast<int>(line.glyphs.size());
    draw_->PushTextureID(shaper.texture);
    draw_->PrimReserve(count * 6, count * 4);
    for (const Shaper::Glyph& glyph : line.glyphs) {
        const ImVec2 from{left + glyph.x, baseline + glyph.y};
        draw_->PrimRectUV(from, {from.x + glyph.w, from.y + glyph.h}, {glyph.u0, glyph.v0},
                          {glyph.u1, glyph.v1}, style.colour.abgr);
    }
    draw_->PopTextureID();
}

std::vector<std::string> Ui::wrap(std::string_view words, float cap, bool bold, float max_w) const {
    std::vector<std::string> lines;
    std::string line;
    const auto fits = [&](const std::string& candidate) { return text_width(candidate, cap, bold) <= max_w; };
    const auto flush = [&] {
        lines.push_back(std::move(line));
        line.clear();
    };
    const auto add = [&](std::string_view word) {
        std::string candidate = line.empty() ? std::string(word) : line + " " + std::string(word);
        if (fits(candidate)) {
            line = std::move(candidate);
            return;
        }
        if (!line.empty()) flush();
        line = std::string(word);
        if (fits(line)) return;
        line.clear();  // one word wider than the line: break it where it ends
        for (std::size_t i = 0; i < word.size();) {
            const std::size_t size = utf8::first(std::string_view(word).substr(i)).bytes;
            std::string longer = line + std::string(word.substr(i, size));
            if (!line.empty() && !fits(longer)) {
                flush();
                longer = std::string(word.substr(i, size));
            }
            line = std::move(longer);
            i += size;
        }
    };
    std::size_t start = 0;
    for (std::size_t i = 0; i <= words.size(); ++i) {
        if (i < words.size() && words[i] != ' ' && words[i] != '\n') continue;
        add(words.substr(start, i - start));
        if (i < words.size() && words[i] == '\n') flush();
        start = i + 1;
    }
    lines.push_back(std::move(line));
    return lines;
}

void Ui::line(float x, float top, std::string_view words, const TextStyle& style) {
    if (style.cap < smallest_cap_ - 0.05f && !words.empty())
        problems_.push_back("too small (" + std::to_string(style.cap) + " mm): " + std::string(words));
    const float width = text_width(words, style.cap, style.bold);
    float left = x;
    if (style.align == Align::centre) left -= width / 2;
    if (style.align == Align::right) left -= width;
    if (left < -0.5f || left + width > grid().width + 0.5f)
        problems_.push_back("off the screen: " + std::string(words));
    const float left_px = std::round(setup_.left_px + px(placed(Rect{left, top, width, 0}).x));
    if (needs_shaping(words))
        return shaped_line(left_px, std::round(px_y(top) + px(style.cap)), words, style);
    const Face& face = setup_.fonts->text(px(style.cap), style.bold);
    float scale = px(style.cap) / face.cap_px;
    if (std::abs(scale - 1) < 0.02f) scale = 1;  // sharp rather than exact to a quarter of a pixel
    draw_->AddText(face.font, face.size_px * scale,
                   {left_px, std::round(px_y(top) - face.cap_top_px * scale)}, style.colour.abgr,
                   words.data(), words.data() + words.size());
}

std::pair<std::size_t, std::size_t> Ui::lit_part(float x, float y, std::string_view words) const {
    const Spotlight* light = setup_.spotlight;
    if (!light || light->item.empty() || words.empty()) return {0, 0};
    const Rect around = placed(light->rect).inset(-2);  // flipped back
    if (x < around.x || x > around.right() || y < around.y || y > around.bottom()) return {0, 0};
    const std::string said = text::without_isolates(words);
    // The same words may be said twice, as a rank and its option: the one that is heard now counts.
    for (std::size_t at = light->spoken.find(said); at != std::string::npos;
         at = light->spoken.find(said, at + 1)) {
        const std::size_t from = std::max(at, light->from);
        const std::size_t to = std::min(at + said.size(), light->to);
        if (from < to) return {as_drawn(words, from - at), as_drawn(words, to - at)};
    }
    return {0, 0};
}

/// A marker behind the words with a line under it, so that it does not depend on colour.
void Ui::mark(float x, float top, std::string_view words, std::size_t from, std::size_t to,
              const TextStyle& style) {
    const float width = text_width(words, style.cap, style.bold);
    float left = x;
    if (style.align == Align::centre) left -= width / 2;
    if (style.align == Align::right) left -= width;
    const std::string_view part = words.substr(from, to - from);
    const float before = text_width(words.substr(0, from), style.cap, style.bold);
    const float own = text_width(part, style.cap, style.bold);
    // Against the direction of the layout, what comes first stands at the far end.
    left += reads_right_to_left(words) == setup_.mirrored ? before : width - before - own;
    const Rect box{left - 1.2f, top - 0.42f * style.cap, text_width(part, style.cap, style.bold) + 2.4f,
                   1.9f * style.cap};
    marked_ += (marked_.empty() ? "" : " ") + std::string(part);
    rect(box, palette_.voice, 2);
    rect({box.x, box.bottom() - 0.9f, box.w, 0.9f}, palette_.on_voice);
    TextStyle over = style;
    over.align = Align::left;
    over.colour = palette_.on_voice;
    line(left, top, part, over);
}

float Ui::text(float x, float y, std::string_view words, TextStyle style) {
    shown_.push_back({text::without_isolates(words), layer_});
    auto lines = wrap(words, style.cap, style.bold, style.max_w);
    const auto height = [&] {
        return style.cap + static_cast<float>(lines.size() - 1) * style.cap * style.pitch;
    };
    const auto breaks_a_word = [&] {
        std::size_t start = 0;
        for (std::size_t i = 0; i <= words.size(); ++i) {
            if (i < words.size() && words[i] != ' ' && words[i] != '\n') continue;
            if (text_width(words.substr(start, i - start), style.cap, style.bold) > style.max_w) return true;
            start = i + 1;
        }
        return false;
    };
    if (style.max_h > 0) {
        // Never smaller than people can read: a word that is too wide even then is broken where the line
        // ends.
        const float smallest = std::min(style.cap, std::max(style.cap * 0.6f, smallest_cap_));
        while (style.cap > smallest && (height() > style.max_h || breaks_a_word())) {
            style.cap = std::max(style.cap * 0.95f, smallest);
            lines = wrap(words, style.cap, style.bold, style.max_w);
        }
        if (height() > style.max_h * 1.02f) problems_.push_back("does not fit: " + std::string(words));
    }
    if (style.max_lines > 0 && lines.size() > static_cast<std::size_t>(style.max_lines)) {
        lines.resize(static_cast<std::size_t>(style.max_lines));
        std::string& end = lines.back();
        while (!end.empty() && text_width(end + " …", style.cap, style.bold) > style.max_w) {
            const std::size_t space = end.rfind(' ');
            if (space != std::string::npos) {
                end.resize(space);
                continue;
            }
            // One word wider than the line: its beginning says more than nothing.
            utf8::drop_last(end);
        }
        end += " …";
    }
    float top = style.middle ? y - height() / 2 : y;
    const auto [from, to] = lit_part(x, top, words);
    std::size_t at = 0;  // where the line begins in `words`
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) top += style.cap * style.pitch;
        line(x, top, lines[i], style);
        const std::size_t begin = words.find(lines[i], at);
        if (begin == std::string_view::npos) continue;
        at = begin + lines[i].size();
        if (std::max(from, begin) < std::min(to, at))
            mark(x, top, lines[i], std::max(from, begin) - begin, std::min(to, at) - begin, style);
    }
    return top + style.cap;
}

}  // namespace peilpunt::look
