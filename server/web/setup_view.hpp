// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "server/app/settings.hpp"
#include "server/web/setup_draft.hpp"
#include "server/web/words.hpp"

namespace peilpunt::web {

/// What the wizard's templates need, from a draft. `faults` are those of the page that is shown; their fields
/// are names of settings, or those of app::check_instance.
nlohmann::json setup_base(const Words& words, const std::string& root, int step,
                          const std::vector<Fault>& faults);
void add_area_step(nlohmann::json& data, const Words& words, const SetupDraft& draft,
                   const std::string& typed, const std::vector<Fault>& faults);
void add_sender_step(nlohmann::json& data, const Words& words, const SetupDraft& draft,
                     const std::string& part, const std::vector<Fault>& faults);
void add_key_step(nlohmann::json& data, const Words& words, const SetupDraft& draft,
                  const std::vector<Fault>& faults);

/// One field of a form, for the partial work/_field: kind, label, hint, value and what is wrong with it.
nlohmann::json setting_field(const Words& words, const app::NamedSetting& setting, const std::string& label,
                             const std::string& value, const std::vector<Fault>& faults);
/// The sentence for a fault of a setting or of the wizard.
std::string fault_sentence(const Words& words, const Fault& fault);
/// What a setting is called on a screen.
std::string setting_label(const Words& words, const AreaTree& areas, const app::NamedSetting& setting);

}  // namespace peilpunt::web
