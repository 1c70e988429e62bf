// SPDX-License-Identifier: EUPL-1.2
#include "server/web/pictures.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "server/web/assets.hpp"

namespace peilpunt::web {
namespace {

std::string picture(std::string_view kind, std::string_view name) {
    const auto full = std::string(kind) + std::string(name);
    const auto& all = embedded_pictures();
    const auto found =
        std::find_if(all.begin(), all.end(), [&full](const auto& p) { return p.name == full; });
    return found == all.end() ? std::string() : std::string(found->svg);
}

}  // namespace

std::string pictogram(std::string_view name) {
    const auto inner = picture("picto:", name);
    if (inner.empty()) return {};
    return R"(<svg class="picto" viewBox="0 0 48 48" aria-hidden="true">)" + inner + "</svg>";
}

std::string theme_pictogram(std::string_view theme) {
    constexpr std::array kPictures{std::pair("voorzieningen", "winkel"), std::pair("wonen", "huis"),
                                   std::pair("geld-en-werk", "geld"),    std::pair("zorg-en-hulp", "zorg"),
                                   std::pair("jeugd", "jeugd"),          std::pair("eenzaamheid", "alleen"),
                                   std::pair("veiligheid", "schild"),    std::pair("vervoer", "bus"),
                                   std::pair("meedoen", "raad"),         std::pair("anders", "anders")};
    const auto found =
        std::find_if(kPictures.begin(), kPictures.end(), [theme](const auto& p) { return p.first == theme; });
    return found == kPictures.end() ? std::string() : pictogram(found->second);
}

std::string smiley(int value) {
    constexpr std::string_view kEyes =
        R"(<circle class="ey" cx="17" cy="20" r="2.2"/><circle class="ey" cx="31" cy="20" r="2.2"/>)";
    constexpr std::string_view kLowEyes =
        R"(<circle class="ey" cx="17" cy="22" r="2.2"/><circle class="ey" cx="31" cy="22" r="2.2"/>)";
    std::string face;
    switch (value) {
        case 5:
            face = R"(<path class="ln" d="M13 20c1.5-3 5-3 6.5 0M28.5 20c1.500-3 5-3 6.5 0"/>)"
                   R"(<path class="ln open" d="M13 27h22c-1 7-5.500 10-11 10s-10-3-11-10z"/>)";
            break;
        case 4:
            face = std::string(kEyes) + R"(<path class="ln" d="M14.5 28c4 6.500 15 6.500 19 0"/>)";
            break;
        case 3:
            face = std::string(kEyes) + R"(<path class="ln" d="M16 31h16"/>)";
            break;
        case 2:
            face = std::string(kEyes) + R"(<path class="ln" d="M15.5 34c3.500-5.500 13.500-5.500 17 0"/>)";
            break;
        case 1:
            face = R"(<path class="ln" d="M13 15l7 3.5M35 15l-7 3.5"/>)" + std::string(kLowEyes) +
                   R"(<path class="ln open" d="M15 36c3-8 15-8 18 0z"/>)";
            break;
        default:
            return {};
    }
    return R"(<svg class="smile" viewBox="0 0 48 48" aria-hidden="true"><circle class="fc" cx="24" cy="24" r="20"/>)" +
           face + "</svg>";
}

std::string icon(std::string_view name) {
    const auto inner = picture("icon:", name);
    if (inner.empty()) return {};
    return R"(<svg class="i" viewBox="0 0 24 24" aria-hidden="true">)" + inner + "</svg>";
}

}  // namespace peilpunt::web
