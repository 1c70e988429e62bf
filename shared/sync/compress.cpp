// SPDX-License-Identifier: EUPL-1.2
#include "shared/sync/compress.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace peilpunt::sync {
namespace {

constexpr int kGzipWindow = 15 + 16;
constexpr std::size_t kPiece = 16 * 1024;

z_stream stream_over(std::string_view bytes) {
    if (bytes.size() > std::numeric_limits<uInt>::max())
        throw std::invalid_argument("too large for one gzip call");
    z_stream stream{};
    // zlib reads only, but its old interface does not say so.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    return stream;
}

struct Inflating {
    z_stream stream;
    explicit Inflating(std::string_view bytes) : stream(stream_over(bytes)) {
        if (inflateInit2(&stream, kGzipWindow) != Z_OK) throw std::bad_alloc();
    }
    ~Inflating() { inflateEnd(&stream); }
    Inflating(const Inflating&) = delete;
    Inflating& operator=(const Inflating&) = delete;
};

}  // namespace

std::string compress(std::string_view bytes) {
    z_stream stream = stream_over(bytes);
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    std::string out(deflateBound(&stream, stream.avail_in), '\0');
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) throw std::runtime_error("gzip did not finish");
    return out;
}

Result<std::string> decompress(std::string_view bytes, std::size_t most) {
    const Error damaged{ErrorCode::damaged, "Dit is geen gave gzip."};
    Inflating inflating(bytes);
    z_stream& stream = inflating.stream;
    std::string out;
    while (true) {
        const std::size_t have = out.size();
        // One byte more than is allowed, so that "exactly the limit" and "over it" differ.
        const std::size_t room = std::min(kPiece, most + 1 - have);
        out.resize(have + room);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + have);
        stream.avail_out = static_cast<uInt>(room);
        const int result = inflate(&stream, Z_NO_FLUSH);
        out.resize(have + room - stream.avail_out);
        if (out.size() > most) return Error{ErrorCode::too_large, "Dit is uitgepakt te groot."};
        if (result == Z_STREAM_END) break;
        if (result != Z_OK) return damaged;
    }
    if (stream.avail_in != 0) return damaged;
    return out;
}

}  // namespace peilpunt::sync
