// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <span>
#include <string_view>

#include "server/http/request.hpp"

namespace peilpunt::http {

/// What the session knows about the exchange when it writes a reply.
struct Exchange {
    bool api = false;  ///< path below /api/
    bool secure = false;
    bool head_only = false;  ///< HEAD: everything but the body
    bool http10 = false;
    bool close = false;     ///< say `Connection: close`
    std::string_view date;  ///< "Sat, 21 Nov 2026 13:45:00 GMT"
    std::string_view api_version;
};

/// The replies of one connection as bytes, one after another: Beast's message and serialiser, with the fields
/// that every reply gets.
class ReplyWriter {
  public:
    ReplyWriter();
    ~ReplyWriter();
    ReplyWriter(const ReplyWriter&) = delete;
    ReplyWriter& operator=(const ReplyWriter&) = delete;

    /// Begins `reply`, which lives until all is sent; `request` may be null. Throws std::invalid_argument for
    /// a field with a line break.
    void begin(const Exchange& exchange, const Request* request, const Reply& reply);
    /// Bytes of the body that is sent.
    std::size_t body_size() const;
    bool done() const;
    static constexpr std::size_t kMostPieces = 4;
    /// What is still to be sent, in at most so many pieces, in order; valid until the next call.
    std::span<const std::string_view> rest();
    /// So many bytes of it are sent.
    void consume(std::size_t bytes);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::http
