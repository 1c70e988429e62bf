// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/catalogue.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "shared/text/embedded.hpp"
#include "shared/text/isolate.hpp"
#include "shared/text/plurals.hpp"

namespace peilpunt::text {
namespace {

/// Reads one flat object of texts and throws on anything else; these files are ours, so a fault is a bug.
class FlatTexts : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit FlatTexts(std::string path) : path_(std::move(path)) {}
    std::map<std::string, std::string>& texts() { return texts_; }

    bool start_object(std::size_t) override { return ++depth_ == 1 || wrong("has an object inside"); }
    bool end_object() override { return true; }
    bool key(string_t& name) override {
        key_ = name;
        return !texts_.contains(name) || wrong("has this key twice");
    }
    bool string(string_t& value) override {
        texts_.emplace(key_, std::move(value));
        return true;
    }
    bool null() override { return wrong("is not a text"); }
    bool boolean(bool) override { return wrong("is not a text"); }
    bool number_integer(number_integer_t) override { return wrong("is not a text"); }
    bool number_unsigned(number_unsigned_t) override { return wrong("is not a text"); }
    bool number_float(number_float_t, const string_t&) override { return wrong("is not a text"); }
    bool binary(binary_t&) override { return wrong("is not a text"); }
    bool start_array(std::size_t) override { return wrong("is a list"); }
    bool end_array() override { return true; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& what) override {
        return wrong(what.what());
    }

  private:
    bool wrong(const char* why) const {
        throw std::logic_error("text catalogue " + path_ + ", key '" + key_ + "': " + why);
    }

    std::string path_;
    std::string key_;
    int depth_ = 0;
    std::map<std::string, std::string> texts_;
};

/// The text with every choice made and every {name} replaced.
std::string fill_in(std::string_view with_choices, std::string_view language,
                    const std::map<std::string, std::string, std::less<>>& values) {
    const auto text = with_forms(with_choices, language, values);
    std::string filled;
    std::size_t at = 0;
    for (;;) {
        const auto open = text.find('{', at);
        const auto close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) return filled.append(text, at);
        filled.append(text, at, open - at);
        const auto name = std::string_view(text).substr(open + 1, close - open - 1);
        const auto value = values.find(name);
        if (value == values.end()) throw std::invalid_argument("no value for {" + std::string(name) + "}");
        filled += isolated(value->second, language);
        at = close + 1;
    }
}

}  // namespace

Catalogue::Catalogue() {
    for (const auto& file : embedded_files()) {
        const std::string path = file.path;
        const auto language = path.substr(0, path.find('/'));
        FlatTexts reader(path);
        nlohmann::json::sax_parse(file.begin, file.end, &reader);
        for (auto& [key, value] : reader.texts()) {
            const auto added = texts_[key].emplace(language, std::move(value)).second;
            if (!added)
                throw std::logic_error("text catalogue " + path + ": '" + key + "' is in another part too");
        }
    }
}

const Catalogue& Catalogue::builtin() {
    static const Catalogue kCatalogue;
    return kCatalogue;
}

const std::string& Catalogue::get(Key key, std::string_view language) const {
    return get_named(key.name(), language);
}

const std::string& Catalogue::get_named(std::string_view key, std::string_view language) const {
    const auto texts = texts_.find(key);
    if (texts == texts_.end()) throw std::out_of_range("no text '" + std::string(key) + "'");
    for (const auto wanted : {language, std::string_view("nl-simple"), std::string_view("nl")}) {
        const auto found = texts->second.find(wanted);
        if (found != texts->second.end()) return found->second;
    }
    throw std::out_of_range("no Dutch text '" + std::string(key) + "'");
}

std::string Catalogue::format(Key key, std::string_view language,
                              const std::map<std::string, std::string, std::less<>>& values) const {
    return format_named(key.name(), language, values);
}

std::string Catalogue::format_named(std::string_view key, std::string_view language,
                                    const std::map<std::string, std::string, std::less<>>& values) const {
    return fill_in(get_named(key, language), language, values);
}

bool Catalogue::has(std::string_view key) const { return texts_.find(key) != texts_.end(); }

std::vector<std::string> Catalogue::keys() const {
    std::vector<std::string> names;
    names.reserve(texts_.size());
    for (const auto& entry : texts_) names.push_back(entry.first);
    return names;
}

std::vector<std::string> Catalogue::languages() const {
    std::set<std::string> names;
    for (const auto& [key, texts] : texts_) {
        for (const auto& entry : texts) names.insert(entry.first);
    }
    return {names.begin(), names.end()};
}

const std::string* Catalogue::exact(std::string_view key, std::string_view language) const {
    const auto texts = texts_.find(key);
    if (texts == texts_.end()) return nullptr;
    const auto found = texts->second.find(language);
    return found == texts->second.end() ? nullptr : &found->second;
}

}  // namespace peilpunt::text
