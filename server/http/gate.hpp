// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/http/limits.hpp"
#include "server/http/request.hpp"
#include "server/http/text.hpp"

/// The gate: what a request head must look like before anything else of the server sees it. Pure functions
/// over bytes; whatever RFC 9112 leaves open to interpretation is refused, so that no proxy can read it
/// otherwise.
namespace peilpunt::http {

/// Why the gate shut, as an HTTP status and a sentence for the log and the reply.
struct Refusal {
    int status = 400;
    std::string_view reason;
};

/// Finds the end of a head as bytes come in, in whatever pieces.
class HeadScanner {
  public:
    /// `bytes` is all that has come in of this head so far (earlier bytes unchanged). The length of the head
    /// with its empty line, or nothing yet; a refusal for a line that does not end in CRLF, or a head over
    /// the limit.
    struct Found {
        std::size_t length = 0;  ///< 0: not yet
        std::optional<Refusal> refusal;
    };
    Found scan(std::string_view bytes, const Limits& limits);
    /// For the next head on the same connection.
    void reset() { *this = {}; }

  private:
    std::size_t seen_ = 0;        // bytes looked at
    std::size_t line_start_ = 0;  // offset of the current line
};

/// What the gate read in a head that passed; the parser must read the same. Views point into the bytes that
/// were given.
struct Head {
    Method method = Method::get;
    bool is_head = false;  ///< HEAD: handled as GET, answered without a body
    std::string_view target;
    bool keep_alive = true;
    bool http10 = false;
    bool chunked = false;
    bool expects_continue = false;
    std::uint64_t content_length = 0;
    std::size_t fields = 0;
    std::size_t field_bytes = 0;  ///< names and values together
};

/// Checks a whole head (ending in its empty line) and takes it apart; a refusal ends the connection.
std::optional<Refusal> check_head(std::string_view bytes, const Limits& limits, Head& head);

/// The judge of a head: `check_head`, or what a test puts in its place.
using HeadCheck = std::optional<Refusal> (*)(std::string_view bytes, const Limits& limits, Head& head);

/// What stands before the data of a chunk: the line end behind the chunk before it, a size of one to eight
/// hex digits, a line end, and behind the last chunk the empty line at once. No extensions, no trailers.
struct ChunkHead {
    std::size_t length = 0;  ///< 0: not whole yet
    std::uint64_t size = 0;  ///< 0: the last chunk
    bool refused = false;    ///< as soon as it cannot become a chunk head any more
};
ChunkHead check_chunk_head(std::string_view bytes, bool first);

/// Percent-decodes a path (no query). Nothing for bad escapes, control characters, encoded slashes,
/// backslashes,
/// "." and ".." segments, and bytes that are not UTF-8.
std::optional<std::string> decode_path(std::string_view raw);
/// Percent- and plus-decodes one part of a form; nothing for bad escapes, NUL, and bytes that are not UTF-8.
std::optional<std::string> decode_form(std::string_view raw);
/// The same for what somebody typed: control characters but tabs and line ends, and bytes that are not UTF-8,
/// are left out, and `whole` becomes false. Nothing for bad escapes.
std::optional<std::string> decode_typed(std::string_view raw, bool& whole);

}  // namespace peilpunt::http
