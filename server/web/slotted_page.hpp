// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "server/http/request.hpp"

namespace peilpunt::web {

/// Whether the browser takes gzip.
bool takes_gzip(const http::Request& request);

/// A page that is the same for everybody but for one short piece (an id, a volgcode). Both sides of the piece
/// are compressed beforehand, so that serving it costs no more than copying. Immutable; never cached by
/// others.
class SlottedPage {
  public:
    /// Stands in `html` where the piece comes; once, or not at all.
    static constexpr std::string_view kSlot = "@@slot@@";
    explicit SlottedPage(const std::string& html);
    /// `piece` must need no escaping and be shorter than 64 KiB.
    http::Reply reply(bool gzip_wanted, std::string_view piece, int status = 200) const;
    std::string html(std::string_view piece) const;
    std::string gzip(std::string_view piece) const;

  private:
    struct Side {
        std::string plain;
        std::string deflated;  ///< the left one ends on a byte boundary, the right one ends the stream
        std::uint32_t crc = 0;
    };
    static Side make_side(std::string plain, bool last);

    Side left_, right_;
};

}  // namespace peilpunt::web
