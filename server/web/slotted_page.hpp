// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/request.hpp"

namespace peilpunt::web {

/// Whether the browser takes gzip.
bool takes_gzip(const http::Request& request);

/// A page that is the same for everybody but for a few short pieces (ids, a volgcode). What lies around them
/// is compressed beforehand, so that serving it costs no more than copying. Immutable; never cached by
/// others.
class SlottedPage {
  public:
    using Pieces = std::span<const std::string_view>;
    /// Stands in `html` where a piece comes.
    static constexpr std::string_view kSlot = "@@slot@@";
    explicit SlottedPage(const std::string& html);
    /// One piece a slot, in order; they must need no escaping and be shorter than 64 KiB. What is missing
    /// stays empty.
    http::Reply reply(bool gzip_wanted, Pieces pieces, int status = 200) const;
    http::Reply reply(bool gzip_wanted, std::string_view piece, int status = 200) const {
        return reply(gzip_wanted, Pieces(&piece, 1), status);
    }
    std::string html(Pieces pieces) const;
    std::string html(std::string_view piece) const { return html(Pieces(&piece, 1)); }
    std::string gzip(Pieces pieces) const;
    std::string gzip(std::string_view piece) const { return gzip(Pieces(&piece, 1)); }

  private:
    struct Side {
        std::string plain;
        std::string deflated;  ///< ends on a byte boundary; the last one ends the stream
        std::uint32_t crc = 0;
    };
    static Side make_side(std::string plain, bool last);

    std::vector<Side> sides_;  ///< one more than there are slots
};

}  // namespace peilpunt::web
