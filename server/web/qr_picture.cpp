// SPDX-License-Identifier: EUPL-1.2
#include "server/web/qr_picture.hpp"

#include <qrencode.h>

#include <memory>
#include <new>

namespace peilpunt::web {

std::string qr_picture(const std::string& text) {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    if (!code) throw std::bad_alloc();
    constexpr int kQuiet = 4;  // modules around it, as the standard wants
    std::string path;
    for (int row = 0; row < code->width; ++row)
        for (int column = 0; column < code->width; ++column)
            if (code->data[row * code->width + column] & 1U)
                path +=
                    'M' + std::to_string(column + kQuiet) + ' ' + std::to_string(row + kQuiet) + "h1v1h-1z";
    const auto side = std::to_string(code->width + 2 * kQuiet);
    return "<svg width=\"240\" height=\"240\" viewBox=\"0 0 " + side + ' ' + side +
           "\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path fill=\"#fff\" d=\"M0 0h" + side +
           'v' + side + "H0z\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
}

}  // namespace peilpunt::web
