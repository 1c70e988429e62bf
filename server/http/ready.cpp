// SPDX-License-Identifier: EUPL-1.2
#include <openssl/sha.h>
#include <zlib.h>

#include <array>
#include <stdexcept>

#include "server/http/request.hpp"

namespace peilpunt::http {
namespace {

std::string gzip(const std::string& bytes) {
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("zlib cannot start");
    }
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) throw std::runtime_error("zlib cannot compress");
    return out;
}

std::string etag_of(const std::string& bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string tag = "\"";
    for (std::size_t i = 0; i < 16; ++i) {
        tag += kHex[digest[i] >> 4];
        tag += kHex[digest[i] & 15];
    }
    return tag + '"';
}

// A compressed form that does not save at least a tenth is not worth a client's work.
void keep_if_smaller(std::string& form, std::size_t plain) {
    if (form.size() > plain - plain / 10) form.clear();
}

}  // namespace

std::shared_ptr<const ReadyBytes> make_ready(std::string content_type, std::string bytes,
                                             std::string cache_control) {
    auto ready = std::make_shared<ReadyBytes>();
    ready->content_type = std::move(content_type);
    ready->plain = std::move(bytes);
    ready->cache_control = std::move(cache_control);
    ready->etag = etag_of(ready->plain);
    if (ready->plain.size() < 256) return ready;
    ready->gzip = gzip(ready->plain);
    keep_if_smaller(ready->gzip, ready->plain.size());
    return ready;
}

}  // namespace peilpunt::http
