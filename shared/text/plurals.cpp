// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/plurals.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace peilpunt::text {
namespace {

constexpr std::string_view kMark = ", plural,";

std::invalid_argument wrong(std::string_view text, const char* why) {
    return std::invalid_argument(std::string(why) + ": " + std::string(text));
}

/// The place behind the brace that closes the one at `open`.
std::size_t behind(std::string_view text, std::size_t open) {
    int depth = 0;
    for (auto at = open; at < text.size(); ++at) {
        if (text[at] == '{') ++depth;
        if (text[at] == '}' && --depth == 0) return at + 1;
    }
    throw wrong(text, "a brace is not closed");
}

/// What `number` wrote, read back: only its digits count.
std::int64_t whole_number(std::string_view shown) {
    std::int64_t number = 0;
    bool any = false;
    for (const char c : shown) {
        if (c < '0' || c > '9') continue;
        any = true;
        if (number > (std::numeric_limits<std::int64_t>::max() - 9) / 10)
            throw wrong(shown, "too large to count");
        number = number * 10 + (c - '0');
    }
    if (!any) throw wrong(shown, "not a number to count by");
    return number;
}

std::string with_value(std::string_view form, const std::string& name) {
    std::string text;
    for (const char c : form) {
        if (c == '#')
            text.append("{").append(name).append("}");
        else
            text += c;
    }
    return text;
}

}  // namespace

std::optional<PluralChoice> first_choice(std::string_view text) {
    const auto mark = text.find(kMark);
    if (mark == std::string_view::npos) return std::nullopt;
    PluralChoice choice;
    choice.begin = text.rfind('{', mark);
    if (choice.begin == std::string_view::npos) throw wrong(text, "a choice without its brace");
    choice.name = text.substr(choice.begin + 1, mark - choice.begin - 1);
    choice.end = behind(text, choice.begin);
    auto at = mark + kMark.size();
    while ((at = text.find_first_not_of(' ', at)) < choice.end - 1) {
        const auto open = text.find('{', at);
        if (open >= choice.end) throw wrong(text, "a form without its braces");
        const auto word = text.substr(at, text.find_last_not_of(' ', open - 1) + 1 - at);
        const auto known = std::find(kPluralWords.begin(), kPluralWords.end(), word);
        if (known == kPluralWords.end()) throw wrong(text, "no category of CLDR");
        at = behind(text, open);
        const auto form = text.substr(open + 1, at - open - 2);
        if (!choice.forms.emplace(static_cast<Plural>(known - kPluralWords.begin()), form).second)
            throw wrong(text, "a category is there twice");
    }
    if (!choice.forms.contains(Plural::other)) throw wrong(text, "without `other`");
    return choice;
}

std::string with_forms(std::string_view text, std::string_view language,
                       const std::map<std::string, std::string, std::less<>>& values) {
    std::string whole(text);
    while (const auto choice = first_choice(whole)) {
        const auto value = values.find(choice->name);
        if (value == values.end()) throw std::invalid_argument("no value for {" + choice->name + "}");
        const auto form = choice->forms.find(plural_of(whole_number(value->second), language));
        const auto& chosen = form == choice->forms.end() ? choice->forms.at(Plural::other) : form->second;
        whole.replace(choice->begin, choice->end - choice->begin, with_value(chosen, choice->name));
    }
    return whole;
}

}  // namespace peilpunt::text
