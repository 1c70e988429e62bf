// SPDX-License-Identifier: EUPL-1.2
#include "server/web/slotted_page.hpp"

#include <zlib.h>

#include <stdexcept>

namespace peilpunt::web {
namespace {

void add_little_endian(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xff);
}

// RFC 1951 section 3.2.4: a block of plain bytes; legal wherever the stream stands on a byte boundary.
void add_stored_block(std::string& out, std::string_view bytes) {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    out += '\0';
    add_little_endian(out, size, 2);
    add_little_endian(out, ~size & 0xffff, 2);
    out += bytes;
}

std::uint32_t crc_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        crc32_z(crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace

bool takes_gzip(const http::Request& request) {
    const auto accept = request.headers.get("accept-encoding");
    const auto at = accept.find("gzip");
    if (at == std::string_view::npos) return false;
    const auto rest = accept.substr(at + 4, accept.find(',', at) - at - 4);
    return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
}

SlottedPage::SlottedPage(const std::string& html) {
    std::size_t from = 0;
    for (auto at = html.find(kSlot); at != std::string::npos; at = html.find(kSlot, from)) {
        sides_.push_back(make_side(html.substr(from, at - from), false));
        from = at + kSlot.size();
    }
    sides_.push_back(make_side(html.substr(from), true));
}

SlottedPage::Side SlottedPage::make_side(std::string plain, bool last) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib cannot start");
    Side side;
    side.crc = crc_of(plain);
    side.deflated.resize(deflateBound(&stream, static_cast<uLong>(plain.size())) + 16);
    stream.next_in = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(side.deflated.data());
    stream.avail_out = static_cast<uInt>(side.deflated.size());
    const int result = deflate(&stream, last ? Z_FINISH : Z_FULL_FLUSH);
    side.deflated.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != (last ? Z_STREAM_END : Z_OK)) throw std::runtime_error("zlib cannot compress");
    side.plain = std::move(plain);
    return side;
}

std::string SlottedPage::html(Pieces pieces) const {
    std::string out;
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        if (i > 0 && i <= pieces.size()) out += pieces[i - 1];
        out += sides_[i].plain;
    }
    return out;
}

std::string SlottedPage::gzip(Pieces pieces) const {
    constexpr std::string_view kHead("\x1f\x8b\x08\0\0\0\0\0\x02\xff", 10);
    std::string out;
    std::size_t size = kHead.size() + 8;
    for (const auto& side : sides_) size += side.deflated.size();
    for (const auto& piece : pieces) size += piece.size() + 5;
    out.reserve(size);
    out += kHead;
    std::uint32_t crc = 0;
    std::size_t length = 0;
    const auto count = [&](std::uint32_t part_crc, std::size_t part) {
        crc = static_cast<std::uint32_t>(crc32_combine(crc, part_crc, static_cast<z_off_t>(part)));
        length += part;
    };
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        if (i > 0 && i <= pieces.size()) {
            add_stored_block(out, pieces[i - 1]);
            count(crc_of(pieces[i - 1]), pieces[i - 1].size());
        }
        out += sides_[i].deflated;
        count(sides_[i].crc, sides_[i].plain.size());
    }
    add_little_endian(out, crc, 4);
    add_little_endian(out, static_cast<std::uint32_t>(length), 4);
    return out;
}

http::Reply SlottedPage::reply(bool gzip_wanted, Pieces pieces, int status) const {
    auto reply = http::Reply::html(gzip_wanted ? gzip(pieces) : html(pieces), status);
    if (gzip_wanted) reply.headers.add("Content-Encoding", "gzip");
    reply.headers.add("Vary", "Accept-Encoding");
    reply.headers.add("Cache-Control", "no-store");
    return reply;
}

}  // namespace peilpunt::web
