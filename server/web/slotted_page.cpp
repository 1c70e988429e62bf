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
    const auto at = html.find(kSlot);
    const auto end = at == std::string::npos ? html.size() : at;
    left_ = make_side(html.substr(0, end), false);
    right_ = make_side(at == std::string::npos ? std::string() : html.substr(at + kSlot.size()), true);
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

std::string SlottedPage::html(std::string_view piece) const {
    std::string out;
    out.reserve(left_.plain.size() + piece.size() + right_.plain.size());
    return out.append(left_.plain).append(piece).append(right_.plain);
}

std::string SlottedPage::gzip(std::string_view piece) const {
    constexpr std::string_view kHead("\x1f\x8b\x08\0\0\0\0\0\x02\xff", 10);
    std::string out;
    out.reserve(kHead.size() + left_.deflated.size() + piece.size() + right_.deflated.size() + 16);
    out.append(kHead).append(left_.deflated);
    add_stored_block(out, piece);
    out.append(right_.deflated);
    auto crc = crc32_combine(left_.crc, crc_of(piece), static_cast<z_off_t>(piece.size()));
    crc = crc32_combine(crc, right_.crc, static_cast<z_off_t>(right_.plain.size()));
    add_little_endian(out, static_cast<std::uint32_t>(crc), 4);
    add_little_endian(out,
                      static_cast<std::uint32_t>(left_.plain.size() + piece.size() + right_.plain.size()), 4);
    return out;
}

http::Reply SlottedPage::reply(bool gzip_wanted, std::string_view piece, int status) const {
    auto reply = http::Reply::html(gzip_wanted ? gzip(piece) : html(piece), status);
    if (gzip_wanted) reply.headers.add("Content-Encoding", "gzip");
    reply.headers.add("Vary", "Accept-Encoding");
    reply.headers.add("Cache-Control", "no-store");
    return reply;
}

}  // namespace peilpunt::web
