// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/area.hpp"
#include "shared/model/poll.hpp"
#include "shared/text/fault.hpp"

/// Reading typed fields from an object while gathering every fault; for the .cpp files of this folder.
namespace peilpunt::json {

using Tree = nlohmann::json;
using Faults = std::vector<Fault>;

enum class Need { required, optional };

inline void add(Faults& faults, std::string field, text::Key key, text::FaultValues values = {}) {
    faults.push_back(text::make_fault(std::move(field), key, std::move(values)));
}

/// One object of the wire. Every member function reads one field, reports what is wrong with it, and gives
/// the type's empty value when there is nothing usable.
class Fields {
  public:
    /// Reports a fault when `tree` is no object (all fields then read as absent) and for each field not in
    /// `known`. `path` is put before the names in faults: "" or "verwachting.".
    Fields(const Tree& tree, std::string path, Faults& faults, std::initializer_list<std::string_view> known);

    /// The field, or nullptr; a required one that is absent is reported.
    const Tree* find(std::string_view name, Need need = Need::required);
    std::string text(std::string_view name, Need need = Need::required);
    std::optional<int> number(std::string_view name, Need need = Need::required);
    bool flag(std::string_view name, Need need = Need::required);
    Date date(std::string_view name, Need need = Need::required);
    AreaCode area(std::string_view name, Need need = Need::required);
    LocalText local_text(std::string_view name, Need need = Need::required);
    /// The items of a list; nullptr when there is none.
    const Tree* list(std::string_view name, Need need = Need::required);
    std::vector<std::string> texts(std::string_view name, Need need = Need::required);
    template <class Identifier>
    Identifier id(std::string_view name, Need need = Need::required) {
        const auto* value = find(name, need);
        if (!value) return {};
        if (const auto* words = value->template get_ptr<const std::string*>()) {
            if (auto parsed = Identifier::parse(*words)) return *parsed;
        }
        fault(name, "fout.geen-kenmerk");
        return {};
    }

    std::string path(std::string_view name) const { return path_ + std::string(name); }
    void fault(std::string_view name, text::Key key, text::FaultValues values = {}) {
        add(faults_, path(name), key, std::move(values));
    }
    Faults& faults() { return faults_; }

  private:
    const Tree::object_t* object_ = nullptr;
    std::string path_;
    Faults& faults_;
};

/// A whole number that fits an int, or nothing.
std::optional<int> small_number(const Tree& tree);

}  // namespace peilpunt::json
