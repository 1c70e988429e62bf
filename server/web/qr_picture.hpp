// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

namespace peilpunt::web {

/// The text as a QR code: an svg element with its own white ground, so that it reads on a dark page too.
std::string qr_picture(const std::string& text);

}  // namespace peilpunt::web
