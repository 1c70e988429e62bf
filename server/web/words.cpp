// SPDX-License-Identifier: EUPL-1.2
#include "server/web/words.hpp"

#include "shared/model/languages.hpp"
#include "shared/text/isolate.hpp"
#include "shared/text/plurals.hpp"

namespace peilpunt::web {

const std::string& raw_text(const text::Catalogue& catalogue, std::string_view key, const Voice& voice) {
    if (voice.young) {
        const auto young = std::string(key) + ".je";
        if (catalogue.has(young)) return catalogue.get_named(young, voice.language);
    }
    return catalogue.get_named(key, voice.language);
}

std::string dutch_mark(std::string_view language) {
    if (is_dutch(language)) return {};
    return text::reads_right_to_left(language) ? R"( lang="nl" dir="ltr")" : R"( lang="nl")";
}

std::string mark_of(const LocalText& text, std::string_view language) {
    const bool translated = text.empty() || text.all().contains(std::string(language));
    return translated ? std::string() : dutch_mark(language);
}

std::string fill_in(std::string_view text, const Values& values) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find('{', at);
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        const auto value = values.find(text.substr(open + 1, close - open - 1));
        out += text.substr(at, open - at);
        out += value == values.end() ? std::string(text.substr(open, close - open + 1)) : value->second;
        at = close + 1;
    }
    return out.append(text.substr(at));
}

std::string Words::operator()(text::Key key, const Values& values) const {
    return filled(raw_text(*catalogue_, key.name(), voice_), values);
}

std::string Words::filled(std::string_view with_choices, const Values& values) const {
    const auto text = text::with_forms(with_choices, language(), values);
    if (!text::reads_right_to_left(language())) return fill_in(text, values);
    Values kept_apart;
    for (const auto& [name, value] : values) kept_apart.emplace(name, text::isolated(value, language()));
    return fill_in(text, kept_apart);
}

std::string Words::date(Date date) const {
    return text::isolated(text::long_date(date, language()), language());
}
std::string Words::number(std::int64_t value) const {
    return text::isolated(text::number(value, language()), language());
}
std::string Words::percent(double share) const {
    return text::isolated(text::percent(share, language()), language());
}

std::string Words::counted(text::Key key, std::int64_t count, Values values) const {
    values.insert_or_assign("aantal", number(count));
    return (*this)(key, values);
}

std::string Words::named(const std::string& key) const {
    return catalogue_->has(key) ? raw_text(*catalogue_, key, voice_) : std::string();
}

std::string Words::named(const std::string& key, const Values& values) const {
    return catalogue_->has(key) ? filled(raw_text(*catalogue_, key, voice_), values) : std::string();
}

}  // namespace peilpunt::web
