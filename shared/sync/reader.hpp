// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/result.hpp"
#include "shared/model/time.hpp"
#include "shared/seal/seal.hpp"

/// For the sources of this folder: reads the fields of one JSON object and collects every fault.
namespace peilpunt::sync {

class Reader {
  public:
    Reader(const nlohmann::json& tree, std::string prefix, std::vector<Fault>& faults)
        : tree_(tree), prefix_(std::move(prefix)), faults_(faults) {
        if (!tree_.is_object()) fault("", "geen-object", "Hier hoort een object te staan.");
    }

    /// The field, or null with a fault.
    const nlohmann::json* need(std::string_view name) {
        if (!tree_.is_object()) return nullptr;
        const auto found = tree_.find(name);
        if (found != tree_.end()) return &*found;
        fault(name, "ontbreekt", "Dit veld ontbreekt.");
        return nullptr;
    }

    std::string text(std::string_view name, std::size_t max) {
        const nlohmann::json* field = need(name);
        if (!field) return {};
        if (!field->is_string()) return wrong_kind(name), std::string();
        const auto& value = field->get_ref<const std::string&>();
        if (value.size() > max) {
            fault(name, "te-lang", "Deze tekst is te lang.");
            return {};
        }
        return value;
    }

    std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most) {
        const nlohmann::json* field = need(name);
        return field ? number_in(*field, name, least, most) : least;
    }

    std::int64_t number_in(const nlohmann::json& field, std::string_view name, std::int64_t least,
                           std::int64_t most) {
        if (!field.is_number_integer()) return wrong_kind(name), least;
        const bool huge = field.is_number_unsigned() && field.get<std::uint64_t>() > INT64_MAX;
        const std::int64_t value = huge ? INT64_MAX : field.get<std::int64_t>();
        if (huge || value < least || value > most) {
            fault(name, "buiten-bereik", "Dit getal is te klein of te groot.");
            return least;
        }
        return value;
    }

    bool flag(std::string_view name) {
        const nlohmann::json* field = need(name);
        if (!field) return false;
        if (!field->is_boolean()) return wrong_kind(name), false;
        return field->get<bool>();
    }

    /// base64url of at least `least` and at most `most` bytes.
    std::string bytes(std::string_view name, std::size_t least, std::size_t most) {
        const std::size_t before = faults_.size();
        const std::string value = text(name, most * 4 / 3 + 4);
        if (faults_.size() != before) return {};
        auto raw = seal::from_base64(value);
        if (!raw || raw->size() < least || raw->size() > most) {
            fault(name, "ongeldig", "Dit is geen base64url van de goede lengte.");
            return {};
        }
        return std::move(*raw);
    }

    /// A text that `T::parse` understands.
    template <class T>
    T parsed(std::string_view name) {
        const std::size_t before = faults_.size();
        const std::string value = text(name, 64);
        if (faults_.size() != before) return {};
        auto result = T::parse(value);
        if (result) return std::move(*result);
        fault(name, "ongeldig", result.error().message);
        return {};
    }

    /// An RFC 3339 time, kept as it was written.
    std::string time(std::string_view name) {
        const std::size_t before = faults_.size();
        std::string value = text(name, 40);
        if (faults_.size() != before) return {};
        if (auto read = parse_time(value); !read) fault(name, "ongeldig", read.error().message);
        return value;
    }

    /// An array of at most `max` items, or null with a fault.
    const nlohmann::json* list(std::string_view name, std::size_t max) {
        const nlohmann::json* field = need(name);
        if (!field) return nullptr;
        if (!field->is_array()) return wrong_kind(name), nullptr;
        if (field->size() > max) {
            fault(name, "te-veel", "Hier staat te veel in.");
            return nullptr;
        }
        return field;
    }

    /// One fault a field: the first says what to mend.
    void fault(std::string_view name, const char* code, std::string message) {
        if (!tree_.is_object() && !name.empty()) return;
        std::string field = prefix_;
        if (!field.empty() && !name.empty()) field += '.';
        field += name;
        for (const Fault& known : faults_)
            if (known.field == field) return;
        faults_.push_back({std::move(field), code, std::move(message)});
    }
    void wrong_kind(std::string_view name) {
        fault(name, "verkeerde-soort", "Hier hoort een ander soort waarde te staan.");
    }

  private:
    const nlohmann::json& tree_;
    std::string prefix_;
    std::vector<Fault>& faults_;
};

/// "naam.3"
inline std::string item(std::string_view name, std::size_t index) {
    return std::string(name) + "." + std::to_string(index);
}

inline Error wrong(std::vector<Fault> faults) {
    return {ErrorCode::invalid, "Dit bericht klopt niet.", std::move(faults)};
}

/// The largest whole number that every JSON reader keeps exact (RFC 8259, section 6).
inline constexpr std::int64_t kMaxNumber = (std::int64_t{1} << 53) - 1;

}  // namespace peilpunt::sync
