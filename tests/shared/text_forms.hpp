// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "shared/text/plurals.hpp"

/// Texts taken apart, for the tests that read the catalogues.
namespace peilpunt::text {

/// The text once for every way in which its choices can fall out.
inline std::vector<std::string> every_form(const std::string& text) {
    const auto choice = first_choice(text);
    if (!choice) return {text};
    std::vector<std::string> all;
    for (const auto& [category, form] : choice->forms) {
        auto counted = std::regex_replace(form, std::regex("#"), "{" + choice->name + "}");
        auto one = text;
        one.replace(choice->begin, choice->end - choice->begin, counted);
        for (auto& each : every_form(one)) all.push_back(std::move(each));
    }
    return all;
}

/// The names of all values of the text, also of those that are only counted.
inline std::set<std::string> value_names(const std::string& text) {
    static const std::regex kName(R"(\{([a-zA-Z-]+)(?=[,}]))");
    std::set<std::string> names;
    std::string rest = text;
    while (const auto choice = first_choice(rest)) {
        names.insert(choice->name);
        std::string forms;
        for (const auto& entry : choice->forms) forms += entry.second + " ";
        rest.replace(choice->begin, choice->end - choice->begin, forms);
    }
    for (std::sregex_iterator at(rest.begin(), rest.end(), kName), end; at != end; ++at)
        names.insert((*at)[1].str());
    return names;
}

}  // namespace peilpunt::text
