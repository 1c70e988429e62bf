// SPDX-License-Identifier: EUPL-1.2
#include "shared/rules/checks.hpp"

#include <algorithm>

#include "shared/model/languages.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::rules {

int readable_characters(std::string_view words) {
    const bool control = std::any_of(words.begin(), words.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
    });
    return control ? -1 : text::count_characters(words);
}

void check_text(Faults& faults, const std::string& field, std::string_view words, int max,
                text::Key too_long) {
    const int characters = readable_characters(words);
    if (characters < 0) {
        add(faults, field, "fout.ongeldige-tekens");
    } else if (characters > max) {
        add(faults, field, too_long, {{"max", std::to_string(max)}});
    }
}

bool is_language(std::string_view language) {
    const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
    if (is_known_language(language)) return true;
    return language.size() == 2 && small(language[0]) && small(language[1]);
}

}  // namespace peilpunt::rules
