// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>
#include <vector>

/// What tools/assets/build.mjs made and the compiler put inside the program.
namespace peilpunt::web {

struct EmbeddedFile {
    std::string_view address;  ///< "/assets/resident.3f9a2c81de.css": changes with the content
    std::string_view type;
    std::string_view bytes;
    std::string_view gzip, brotli;  ///< the same, compressed; empty when that saves little (fonts, pictures)
};
struct EmbeddedTemplate {
    std::string_view name;  ///< "resident/home"
    std::string_view text;
};
struct EmbeddedPicture {
    std::string_view name;  ///< "icon:right" (24 by 24) or "picto:lamp" (48 by 48)
    std::string_view svg;   ///< what goes inside the svg element
};

const std::vector<EmbeddedFile>& embedded_files();
const std::vector<EmbeddedTemplate>& embedded_templates();
const std::vector<EmbeddedPicture>& embedded_pictures();

}  // namespace peilpunt::web
