// SPDX-License-Identifier: EUPL-1.2
#include "server/web/templates.hpp"

#include <kainjow/mustache.hpp>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "server/web/assets.hpp"
#include "shared/model/languages.hpp"
#include "shared/model/words.hpp"
#include "shared/text/plurals.hpp"

namespace peilpunt::web {
namespace {

namespace mustache = kainjow::mustache;

// An empty text counts as absent, so that {{#name}} shows only what is there.
mustache::data to_data(const nlohmann::json& tree) {
    switch (tree.type()) {
        case nlohmann::json::value_t::object: {
            mustache::data object;
            for (const auto& [key, value] : tree.items()) object.set(key, to_data(value));
            return object;
        }
        case nlohmann::json::value_t::array: {
            mustache::data list(mustache::data::type::list);
            for (const auto& value : tree) list.push_back(to_data(value));
            return list;
        }
        case nlohmann::json::value_t::string: {
            const auto& text = tree.get_ref<const std::string&>();
            return text.empty() ? mustache::data(false) : mustache::data(text);
        }
        case nlohmann::json::value_t::boolean:
            return mustache::data(tree.get<bool>());
        case nlohmann::json::value_t::null:
            return mustache::data(false);
        default:
            return mustache::data(tree.dump());
    }
}

// {name} in a text becomes {{name}}: filled from the page's data.
std::string with_tags(const std::string& text) {
    std::string out;
    for (const char c : escape(text)) {
        out += c;
        if (c == '{' || c == '}') out += c;
    }
    return out;
}

std::string replacement(std::string_view mark, const text::Catalogue& catalogue, const Voice& voice) {
    const auto query = language_query(voice);
    if (mark == "?") return query;
    if (mark == "&") return query.empty() ? query : "&amp;" + query.substr(1);
    if (mark == "taalcode") return std::string(language_row(voice.language).tag);
    if (mark == "richting") return text::reads_right_to_left(voice.language) ? R"( dir="rtl")" : "";
    const bool script = mark.starts_with("js:");
    const auto& text = raw_text(catalogue, script ? mark.substr(3) : mark, voice);
    if (text::first_choice(text)) throw std::logic_error("template: a handler counts " + std::string(mark));
    if (script) return escape(text);
    return with_tags(text);
}

std::string with_texts(std::string_view source, const text::Catalogue& catalogue, const Voice& voice) {
    std::string out;
    std::size_t at = 0;
    for (;;) {
        const auto open = source.find("[[", at);
        if (open == std::string_view::npos) return out.append(source.substr(at));
        const auto close = source.find("]]", open);
        if (close == std::string_view::npos) throw std::logic_error("template: [[ without ]]");
        out += source.substr(at, open - at);
        out += replacement(source.substr(open + 2, close - open - 2), catalogue, voice);
        at = close + 2;
    }
}

}  // namespace

/// Parsed when it is first asked for: there are hundreds, and a server that starts should answer soon.
class Templates::Compiled {
  public:
    Compiled(std::string name, std::string source) : name_(std::move(name)), source_(std::move(source)) {}
    std::string render(const mustache::data& data) {
        std::string out;
        out.reserve(16 * 1024);
        const std::lock_guard lock(busy_);
        if (!page_) {
            page_.emplace(source_);
            if (!page_->is_valid())
                throw std::logic_error("template " + name_ + ": " + page_->error_message());
            source_ = {};
        }
        page_->render(data, [&out](const std::string& piece) { out += piece; });
        return out;
    }

  private:
    std::string name_, source_;
    std::optional<mustache::mustache> page_;
    std::mutex busy_;  // rendering is not const in this library
};

Templates::Templates(const text::Catalogue& catalogue) {
    for (const auto& [name, source] : embedded_templates()) {
        for (const auto language : kLanguages) {
            for (const bool young : {false, true}) {
                const bool work = name.starts_with("work/");
                if (work && (!language_row(language).of_workspace || young)) continue;
                const Voice voice{std::string(language), young};
                pages_.emplace(
                    std::pair(std::string(name), voice),
                    std::make_unique<Compiled>(std::string(name), with_texts(source, catalogue, voice)));
            }
        }
    }
}

Templates::~Templates() = default;

std::string Templates::render(std::string_view name, const Voice& voice, const nlohmann::json& data) const {
    return pages_.at(std::pair(std::string(name), voice))->render(to_data(data));
}

std::string language_query(const Voice& voice) {
    return voice.language == kLanguages.front() ? "" : "?taal=" + voice.language;
}

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace peilpunt::web
