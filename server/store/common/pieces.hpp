// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <algorithm>
#include <cstdint>
#include <string_view>

namespace peilpunt::store {

/// Bytes of words in one row. A row of a WITHOUT ROWID table may hold 1002 bytes on a 4096-byte page before
/// SQLite moves the rest to an overflow page (file format, section 1.6); the other columns need some 250.
inline constexpr std::size_t kPieceBytes = 640;

/// Calls `each(piece number, bytes)` for every piece; at least once.
template <class F>
void for_each_piece(std::string_view bytes, F each) {
    std::int64_t number = 0;
    do {
        const auto piece = bytes.substr(0, kPieceBytes);
        each(number++, piece);
        bytes.remove_prefix(piece.size());
    } while (!bytes.empty());
}

}  // namespace peilpunt::store
