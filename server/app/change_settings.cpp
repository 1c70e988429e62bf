// SPDX-License-Identifier: EUPL-1.2
// Changing settings: checked, all or none, each in the log.
#include "server/app/app.hpp"
#include "server/app/rights.hpp"
#include "server/store/registry/settings.hpp"
#include "shared/model/utf8.hpp"

namespace peilpunt::app {
namespace {

constexpr std::string_view kPin = "kiosk.pin";
constexpr std::size_t kPinDigits = 8;
constexpr std::size_t kMaxReason = 300;

Error one_fault(ErrorCode code, const std::string& name, std::string_view kind, const std::string& english) {
    return {code, name + ": " + english, {{name, std::string(kind), english}}};
}

/// The hash that is kept of a PIN.
Result<std::string> pin_value(std::string_view pin) {
    if (pin.size() != kPinDigits || pin.find_first_not_of("0123456789") != std::string_view::npos)
        return one_fault(ErrorCode::invalid, std::string(kPin), "geen-pincode", "a PIN has eight digits");
    return seal::hash_password(seal::Secret(std::string(pin)));
}

Result<std::string> kept_value(const NamedSetting& setting, std::string_view value) {
    if (setting.name == kPin) return pin_value(trimmed(value));
    return check_setting(setting, value);
}

}  // namespace

bool may_change(const Actor& actor, const NamedSetting& setting) {
    return reaches(actor, Right::change_settings, setting.area);
}

std::string App::staff_pin_hash() const {
    const auto set = setting(*state(), kPin);
    return set.empty() ? keys_.staff_pin_hash : set;
}

Result<void> App::change_settings(const Actor& actor, const std::map<std::string, std::string>& values,
                                  std::string_view reason) {
    const auto current = state();
    std::map<std::string, std::string> kept;
    std::vector<store::SettingChange> changes;
    Error refused{ErrorCode::invalid, "some settings are not right"};
    for (const auto& [name, value] : values) {
        const auto named = find_setting(current->areas, name);
        if (!named || !may_change(actor, *named))
            return one_fault(ErrorCode::not_found, name, "onbekend", "there is no such setting");
        if (const auto fixed = current->fixed.find(name); fixed != current->fixed.end())
            return one_fault(ErrorCode::conflict, name, "vast", "this is fixed in " + fixed->second);
        if (named->row->setter == Setter::command)
            return one_fault(ErrorCode::conflict, name, "vast", "this is set by a command of its own");
        const bool back = trimmed(value).empty();
        auto checked = back ? Result<std::string>(std::string()) : kept_value(*named, value);
        if (!checked) {
            const auto& faults = checked.error().faults;
            refused.faults.insert(refused.faults.end(), faults.begin(), faults.end());
            continue;
        }
        const auto before = told(*named, setting(*current, name));
        const auto after = back ? standard_of(current->areas, *named) : told(*named, *checked);
        std::string line = name + ": \"" + before + "\" -> \"" + after + '"';
        if (!trimmed(reason).empty())
            line.append("; ").append(utf8::within_bytes(trimmed(reason), kMaxReason));
        changes.push_back({name, *checked, std::move(line)});
        kept[name] = std::move(*checked);
    }
    if (refused.faults.empty()) refused.faults = check_together(current->areas, kept, current->settings);
    if (!refused.faults.empty()) return refused;
    const auto changed = store_.change_settings(changes, actor.id());
    if (changed) replace_state();
    return changed;
}

Result<void> App::fix_settings(FixedSettings fixed) {
    const auto current = state();
    // What the environment says holds before the file.
    for (const auto& named : settings_of(current->areas))
        if (auto found = fixed.extract(environment_name(named.name)))
            fixed[named.name] = std::move(found.mapped());
    std::map<std::string, std::string> kept;
    for (auto& [name, value] : fixed) {
        const auto wrong = [&value](const Error& error) {
            auto faults = error.faults;
            for (auto& fault : faults) fault.field = value.source + ": " + fault.field;
            return Error{ErrorCode::invalid, value.source + ": " + error.message, std::move(faults)};
        };
        const auto named = find_setting(current->areas, name);
        if (!named)
            return wrong(one_fault(ErrorCode::invalid, name, "onbekend", "there is no such setting here"));
        auto checked = kept_value(*named, value.value);
        if (!checked) return wrong(checked.error());
        value.value = *checked;
        kept[name] = *checked;
    }
    for (const auto& fault : check_together(current->areas, kept, current->settings))
        if (const auto found = fixed.find(fault.field); found != fixed.end())
            return Error{ErrorCode::invalid,
                         found->second.source + ": " + fault.message,
                         {{found->second.source + ": " + fault.field, fault.code, fault.message}}};
    fixed_ = std::move(fixed);
    replace_state();
    return {};
}

Result<void> App::keep_fixed_site() {
    const auto current = state();
    if (!current->fixed.contains("site")) return {};
    const auto site = setting(*current, "site");
    if (store_.load_state().settings["site"] == site) return {};
    return store_.set_setting("site", site);
}

std::map<std::string, store::AuditEntry> App::last_changes() {
    std::map<std::string, std::string> names;
    for (const auto& user : store_.users()) names[user.id.str()] = user.full_name;
    std::map<std::string, store::AuditEntry> last;
    for (auto& entry : store_.audit()) {
        if (entry.what != store::kSettingChanged) continue;
        if (const auto known = names.find(entry.who); known != names.end()) entry.who = known->second;
        auto name = entry.subject.substr(0, entry.subject.find(':'));
        last[std::move(name)] = std::move(entry);
    }
    return last;
}

}  // namespace peilpunt::app
