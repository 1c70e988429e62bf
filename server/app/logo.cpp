// SPDX-License-Identifier: EUPL-1.2
#include "server/app/logo.hpp"

#include <zlib.h>

#include <array>

#include "shared/seal/seal.hpp"

namespace peilpunt::app {
namespace {

constexpr std::string_view kPngHead("\x89PNG\r\n\x1a\n", 8);
constexpr std::string_view kBase64 = ";base64,";

Error damaged() { return {ErrorCode::damaged, "the logo is not a whole PNG or JPEG picture"}; }
Error too_many_pixels() {
    return {ErrorCode::too_large, "the logo is more than 2000 pixels wide or high; make it smaller"};
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, int size) {
    std::uint32_t value = 0;
    for (int i = 0; i < size; ++i)
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

bool is_side(std::uint32_t pixels) { return pixels > 0 && pixels <= kMaxLogoSide; }

// PNG (Third Edition) section 5: length, name, data, CRC of name and data.
Result<std::string> clean_png(std::string_view file) {
    constexpr std::array<std::string_view, 7> kKept{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "sRGB"};
    std::string clean(kPngHead);
    bool first = true, pixels = false;
    for (std::size_t at = kPngHead.size(); at + 12 <= file.size();) {
        const std::size_t length = number_at(file, at, 4);
        if (length > file.size() || at + 12 + length > file.size()) return damaged();
        const auto chunk = file.substr(at, 12 + length);
        const auto name = chunk.substr(4, 4);
        const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(chunk.data() + 4), 4 + length);
        if (sum != number_at(chunk, 8 + length, 4)) return damaged();
        if (first != (name == "IHDR") || (first && length != 13)) return damaged();
        if (first && (!is_side(number_at(chunk, 8, 4)) || !is_side(number_at(chunk, 12, 4))))
            return too_many_pixels();
        first = false;
        pixels = pixels || name == "IDAT";
        for (const auto kept : kKept)
            if (kept == name) clean += chunk;
        if (name == "IEND") return pixels ? Result<std::string>(std::move(clean)) : damaged();
        at += chunk.size();
    }
    return damaged();
}

// JPEG (ITU T.81) annex B: segments with a length, until a scan, whose data hold no marker but RSTn.
Result<std::string> clean_jpeg(std::string_view file) {
    std::string clean(file.substr(0, 2));
    bool frame = false, scan = false;
    std::size_t at = 2;
    while (at + 4 <= file.size()) {
        if (static_cast<std::uint8_t>(file[at]) != 0xff) return damaged();
        const auto marker = static_cast<std::uint8_t>(file[at + 1]);
        if (marker == 0xff) {
            ++at;
            continue;
        }
        const std::size_t length = number_at(file, at + 2, 2);
        if (length < 2 || at + 2 + length > file.size()) return damaged();
        const auto segment = file.substr(at, 2 + length);
        const bool is_frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (is_frame) {
            if (length < 8) return damaged();
            if (!is_side(number_at(segment, 5, 2)) || !is_side(number_at(segment, 7, 2)))
                return too_many_pixels();
            frame = true;
        }
        // Applications write here what they like: where and when, a small picture, a comment.
        const bool foreign = (marker >= 0xe1 && marker <= 0xef && marker != 0xee) || marker == 0xfe;
        if (!foreign) clean += segment;
        at += segment.size();
        if (marker != 0xda) continue;
        scan = true;
        const auto start = at;
        while (at + 1 < file.size()) {
            const auto next = static_cast<std::uint8_t>(file[at + 1]);
            const bool data =
                static_cast<std::uint8_t>(file[at]) != 0xff || next == 0 || (next >= 0xd0 && next <= 0xd7);
            if (!data) break;
            ++at;
        }
        clean += file.substr(start, at - start);
        if (at + 1 < file.size() && static_cast<std::uint8_t>(file[at + 1]) == 0xd9) {
            clean += "\xff\xd9";
            return frame && scan ? Result<std::string>(std::move(clean)) : damaged();
        }
    }
    return damaged();
}

}  // namespace

Result<Logo> clean_logo(std::string_view file) {
    if (file.size() > kMaxLogo)
        return Error{ErrorCode::too_large, "the logo is larger than 200 kB; save it smaller"};
    const bool png = file.starts_with(kPngHead);
    if (!png && !file.starts_with("\xff\xd8\xff"))
        return Error{
            ErrorCode::unsupported,
            "the logo is no PNG or JPEG picture; a drawing (SVG) can hold scripts, so save it as PNG"};
    auto clean = png ? clean_png(file) : clean_jpeg(file);
    if (!clean) return clean.error();
    return Logo{png ? "image/png" : "image/jpeg", std::move(*clean)};
}

std::string logo_value(const Logo& logo) {
    return logo.type + std::string(kBase64) + seal::to_base64(logo.bytes);
}

Result<Logo> read_logo(std::string_view value) {
    const auto at = value.find(kBase64);
    const auto bytes = at == std::string_view::npos ? Result<std::string>(damaged())
                                                    : seal::from_base64(value.substr(at + kBase64.size()));
    if (!bytes) return damaged();
    auto logo = clean_logo(*bytes);
    if (logo && (logo->bytes != *bytes || logo->type != value.substr(0, at))) return damaged();
    return logo;
}

}  // namespace peilpunt::app
