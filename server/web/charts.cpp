// SPDX-License-Identifier: EUPL-1.2
#include "server/web/charts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/web/templates.hpp"

namespace peilpunt::web {
namespace {

constexpr auto kOpen =
    R"(<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">)"
    R"(<rect class="bg" width="100" height="10"/>)";

}  // namespace

std::string bar(double share, bool largest) {
    const double width = std::clamp(share, 0.0, 1.0) * 100;
    auto svg = fmt::format(R"({}<rect class="v" width="{:.1f}" height="10"/>)", kOpen, width);
    if (largest && width > 1.2)
        svg += fmt::format(R"(<rect class="hi" x="{:.1f}" width="1.2" height="10"/>)", width - 1.2);
    return svg + "</svg>";
}

std::string hidden_bar() {
    return R"(<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">)"
           R"(<path class="none" d="M0 5H100"/></svg>)";
}

std::string dots(int filled, const std::string& label, bool about) {
    auto svg = fmt::format(R"(<svg class="{}" viewBox="0 0 240 24" role="img" aria-label="{}">)",
                           about ? "dots about" : "dots", escape(label));
    for (int i = 0; i < 10; ++i)
        svg +=
            fmt::format(R"(<circle class="{}" cx="{}" cy="12" r="9"/>)", i < filled ? "y" : "n", 12 + i * 24);
    return svg + "</svg>";
}

}  // namespace peilpunt::web
