// SPDX-License-Identifier: EUPL-1.2
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "kiosk/look/ui.hpp"

namespace peilpunt::look {
namespace {

/// Bytes of the UTF-8 character that begins at `at`.
std::size_t character_size(std::string_view text, std::size_t at) {
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
    return size;
}

}  // namespace

float Ui::text_width(std::string_view words, float cap, bool bold) const {
    const Face& face = setup_.fonts->text(px(cap), bold);
    const ImVec2 size = face.font->CalcTextSizeA(face.size_px * px(cap) / face.cap_px, FLT_MAX, 0,
                                                 words.data(), words.data() + words.size());
    return size.x / setup_.px_per_mm;
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
            const std::size_t size = character_size(word, i);
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
    const Face& face = setup_.fonts->text(px(style.cap), style.bold);
    float scale = px(style.cap) / face.cap_px;
    if (std::abs(scale - 1) < 0.02f) scale = 1;  // sharp rather than exact to a quarter of a pixel
    const float width = text_width(words, style.cap, style.bold);
    float left = px_x(x);
    if (style.align == Align::centre) left -= px(width) / 2;
    if (style.align == Align::right) left -= px(width);
    draw_->AddText(face.font, face.size_px * scale,
                   {std::round(left), std::round(px_y(top) - face.cap_top_px * scale)}, style.colour.abgr,
                   words.data(), words.data() + words.size());
}

float Ui::text(float x, float y, std::string_view words, TextStyle style) {
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
        const float smallest = style.cap * 0.6f;
        while (style.cap > smallest && (height() > style.max_h || breaks_a_word())) {
            style.cap *= 0.95f;
            lines = wrap(words, style.cap, style.bold, style.max_w);
        }
        if (height() > style.max_h * 1.02f) problems_.push_back("does not fit: " + std::string(words));
    }
    if (style.max_lines > 0 && lines.size() > static_cast<std::size_t>(style.max_lines)) {
        lines.resize(static_cast<std::size_t>(style.max_lines));
        std::string& end = lines.back();
        while (!end.empty() && text_width(end + " …", style.cap, style.bold) > style.max_w) {
            const std::size_t space = end.rfind(' ');
            end.resize(space == std::string::npos ? 0 : space);
        }
        end += " …";
    }
    float top = style.middle ? y - height() / 2 : y;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) top += style.cap * style.pitch;
        line(x, top, lines[i], style);
    }
    return top + style.cap;
}

}  // namespace peilpunt::look
