// SPDX-License-Identifier: EUPL-1.2
#include "server/web/typed.hpp"

#include <algorithm>

#include "shared/text/characters.hpp"

namespace peilpunt::web {

std::string typed(std::string_view sent) {
    // Browsers send line ends as CR LF; a person pressed Enter once.
    std::string text(sent);
    std::erase(text, '\r');
    return text::trimmed(text);
}

}  // namespace peilpunt::web
