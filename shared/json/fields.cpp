// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/fields.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace peilpunt::json {

Fields::Fields(const Tree& tree, std::string path, Faults& faults,
               std::initializer_list<std::string_view> known)
    : object_(tree.get_ptr<const Tree::object_t*>()), path_(std::move(path)), faults_(faults) {
    if (!object_) {
        const auto whole = path_.empty() ? path_ : path_.substr(0, path_.size() - 1);
        add(faults_, whole, "fout.geen-object");
        return;
    }
    for (const auto& entry : *object_) {
        if (std::find(known.begin(), known.end(), entry.first) == known.end()) {
            fault(entry.first, "fout.onbekend-veld");
        }
    }
}

const Tree* Fields::find(std::string_view name, Need need) {
    if (!object_) return nullptr;
    const auto found = object_->find(name);
    if (found != object_->end()) return &found->second;
    if (need == Need::required) fault(name, "fout.ontbreekt");
    return nullptr;
}

std::string Fields::text(std::string_view name, Need need) {
    const auto* value = find(name, need);
    if (!value) return {};
    if (const auto* words = value->get_ptr<const std::string*>()) return *words;
    fault(name, "fout.geen-tekst");
    return {};
}

std::optional<int> Fields::number(std::string_view name, Need need) {
    const auto* value = find(name, need);
    if (!value) return std::nullopt;
    const auto number = small_number(*value);
    if (!number) fault(name, "fout.geen-getal");
    return number;
}

bool Fields::flag(std::string_view name, Need need) {
    const auto* value = find(name, need);
    if (!value) return false;
    if (const auto* yes = value->get_ptr<const bool*>()) return *yes;
    fault(name, "fout.geen-ja-nee");
    return false;
}

Date Fields::date(std::string_view name, Need need) {
    const auto* value = find(name, need);
    if (!value) return {};
    if (const auto* words = value->get_ptr<const std::string*>()) {
        if (const auto parsed = parse_date(*words)) return *parsed;
    }
    fault(name, "fout.geen-datum");
    return {};
}

AreaCode Fields::area(std::string_view name, Need need) {
    const auto* value = find(name, need);
    if (!value) return {};
    if (const auto* words = value->get_ptr<const std::string*>()) {
        if (auto parsed = AreaCode::parse(*words)) return *std::move(parsed);
    }
    fault(name, "fout.geen-gebied");
    return {};
}

LocalText Fields::local_text(std::string_view name, Need need) {
    const auto* value = find(name, need);
    if (!value) return {};
    const auto* object = value->get_ptr<const Tree::object_t*>();
    if (!object) {
        fault(name, "fout.geen-object");
        return {};
    }
    std::map<std::string, std::string> by_language;
    for (const auto& [language, words] : *object) {
        if (const auto* text = words.get_ptr<const std::string*>()) {
            by_language.emplace(language, *text);
        } else {
            fault(std::string(name) + "." + language, "fout.geen-tekst");
        }
    }
    return LocalText(std::move(by_language));
}

const Tree* Fields::list(std::string_view name, Need need) {
    const auto* value = find(name, need);
    if (!value || value->is_array()) return value;
    fault(name, "fout.geen-lijst");
    return nullptr;
}

std::vector<std::string> Fields::texts(std::string_view name, Need need) {
    std::vector<std::string> found;
    const auto* items = list(name, need);
    if (!items) return found;
    for (std::size_t i = 0; i < items->size(); ++i) {
        if (const auto* text = (*items)[i].get_ptr<const std::string*>()) {
            found.push_back(*text);
        } else {
            fault(std::string(name) + "." + std::to_string(i), "fout.geen-tekst");
        }
    }
    return found;
}

std::optional<int> small_number(const Tree& tree) {
    if (!tree.is_number_integer()) return std::nullopt;
    const auto value = tree.get<std::int64_t>();
    if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
        return std::nullopt;
    return static_cast<int>(value);
}

}  // namespace peilpunt::json
