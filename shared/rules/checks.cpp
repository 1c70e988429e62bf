// SPDX-License-Identifier: EUPL-1.2
#include "shared/rules/checks.hpp"

#include <algorithm>

#include "shared/rules/rules.hpp"

namespace peilpunt::rules {

bool is_blank(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

int readable_characters(std::string_view text) {
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
    });
    return control ? -1 : count_characters(text);
}

void check_text(Faults& faults, const std::string& field, std::string_view text, int max,
                text::Key too_long) {
    const int characters = readable_characters(text);
    if (characters < 0) {
        add(faults, field, "fout.ongeldige-tekens");
    } else if (characters > max) {
        add(faults, field, too_long, {{"max", std::to_string(max)}});
    }
}

bool is_language(std::string_view language) {
    const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
    if (std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end()) return true;
    return language.size() == 2 && small(language[0]) && small(language[1]);
}

}  // namespace peilpunt::rules
