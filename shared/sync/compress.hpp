// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "shared/model/result.hpp"

namespace peilpunt::sync {

/// gzip (RFC 1952), without name or time.
std::string compress(std::string_view bytes);
/// Errors: too_large as soon as more than `most` bytes come out, damaged (not gzip, cut off, text after the
/// end).
Result<std::string> decompress(std::string_view bytes, std::size_t most);

}  // namespace peilpunt::sync
