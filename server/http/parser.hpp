// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>

#include "server/http/gate.hpp"

namespace peilpunt::http {

/// Beast's parser for the requests of one connection, one after another into the same Request. The gate has
/// judged each head and each chunk head before: what the parser reads in them must be what the gate read.
class RequestParser {
  public:
    /// Fills `request`, which lives longer.
    explicit RequestParser(Request& request);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    enum class State {
        more,       ///< of the body
        done,       ///< the request is whole
        too_large,  ///< the body has, or says it has, more bytes than the limit
        refused,    ///< no request, or not the one that the gate saw: nothing behind it can be trusted
    };
    /// Begins a request: reads a whole head, of which the gate says `gate`, into method, target and headers.
    State take_head(std::string_view bytes, const Head& gate, std::size_t body_limit);
    /// Takes bytes from the front of `bytes` into the body, as far as they belong to it.
    State take_body(std::string_view& bytes);
    /// Bytes of the body that are known to come; 0 for chunks.
    std::size_t body_left() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::http
