// SPDX-License-Identifier: EUPL-1.2
#include "server/web/setup_view.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "server/app/colours.hpp"
#include "server/web/pictures.hpp"
#include "shared/model/languages.hpp"
#include "shared/model/words.hpp"

namespace peilpunt::web {
namespace {

using Kind = app::SettingKind;

const Fault* fault_of(const std::vector<Fault>& faults, const std::string& field) {
    const auto found =
        std::find_if(faults.begin(), faults.end(), [&](const Fault& fault) { return fault.field == field; });
    return found == faults.end() ? nullptr : &*found;
}

std::string error_at(const Words& words, const std::vector<Fault>& faults, const std::string& field) {
    const auto* fault = fault_of(faults, field);
    return fault ? fault_sentence(words, *fault) : std::string();
}

/// "5,0": a ratio as the page says it, cut off so that 6.99 is not told as 7.
std::string ratio_text(double ratio) {
    const auto tenths = static_cast<int>(std::floor(ratio * 10));
    return std::to_string(tenths / 10) + ',' + std::to_string(tenths % 10);
}

app::SenderColours colours_of(const SetupDraft& draft, const std::string& part) {
    const auto own = [&](const char* what) {
        return app::Colour::parse(app::trimmed(draft.value("sender." + part + ".colour." + what)))
            .value_or(app::Colour{});
    };
    return {own("action"), own("band"), own("mark")};
}

nlohmann::json field_for(const Words& words, const SetupDraft& draft, const std::string& name,
                         const std::vector<Fault>& faults) {
    const auto areas = draft.tree();
    const auto named = app::find_setting(areas, name);
    return setting_field(words, *named, setting_label(words, areas, *named), draft.value(name), faults);
}

void add_colours(nlohmann::json& data, const Words& words, const SetupDraft& draft, const std::string& part,
                 const std::vector<Fault>& faults) {
    const auto colours = colours_of(draft, part);
    const auto better = app::nearest_that_pass(colours);
    const std::pair<const char*, std::pair<app::Colour, app::Colour>> each[] = {
        {"action", {colours.action, better.action}},
        {"band", {colours.band, better.band}},
        {"mark", {colours.mark, better.mark}}};
    auto fields = nlohmann::json::array(), fixes = nlohmann::json::array();
    for (const auto& [what, pair] : each) {
        const auto name = "sender." + part + ".colour." + what;
        auto field = field_for(words, draft, name, faults);
        field["f_swatch"] = pair.first.str();
        fields.push_back(std::move(field));
        if (pair.first == pair.second) continue;
        fixes.push_back({{"better", pair.second.str()},
                         {"take", std::string("neem:") + what + ":" + pair.second.str()},
                         {"fix_text", fill_in(words.named(std::string("beheer.licht.") + what),
                                              {{"kleur", pair.second.str()}})},
                         {"take_text", words("beheer.begin.neem", {{"kleur", pair.second.str()}})}});
    }
    auto pairs = nlohmann::json::array();
    for (const auto& pair : app::colour_pairs(colours))
        pairs.push_back({{"ground", pair.ground.str()},
                         {"letters", pair.letters.str()},
                         {"pair_text", words.named("beheer.kleur." + std::string(pair.id))},
                         {"ratio", words("beheer.begin.verhouding",
                                         {{"is", ratio_text(pair.ratio)},
                                          {"nodig", std::to_string(static_cast<int>(pair.needed))}})},
                         {"passes", pair.passes()},
                         {"fails", !pair.passes()}});
    data["colours"] = {{"list", std::move(fields)}, {"pairs", std::move(pairs)}};
    data["fixes"] = std::move(fixes);
    // The example beside the form shows the colours that can be read.
    data["phone"] = {{"action", better.action.str()},
                     {"band", better.band.str()},
                     {"mark", better.mark.str()},
                     {"who", draft.value("sender." + part + ".name")}};
}

void add_tabs(nlohmann::json& data, const Words& words, const SetupDraft& draft, const std::string& part,
              const std::string& root) {
    auto tabs = nlohmann::json::array();
    const auto areas = draft.tree();
    for (const auto& one : parts_of(draft)) {
        const auto code = AreaCode::parse(one);
        tabs.push_back({{"href", root + "/afzender?wie=" + one},
                        {"name", code ? areas.name_of(*code) : words.named("beheer.deel." + one)},
                        {"current", one == part}});
    }
    data["tabs"] = std::move(tabs);
}

}  // namespace

std::string fault_sentence(const Words& words, const Fault& fault) {
    Values values;
    for (const auto& [name, value] : fault.values) values.emplace(name, value);
    const auto text = words.named("beheer.fout." + fault.code, values);
    return text.empty() ? fault.message : text;
}

std::string setting_label(const Words& words, const AreaTree& areas, const app::NamedSetting& setting) {
    std::string key(setting.row->name);
    for (const auto* mark : {".*", ".@"})
        if (const auto at = key.find(mark); at != std::string::npos) key.erase(at, 2);
    const auto language =
        setting.language.empty() ? std::string_view() : language_row(setting.language).own_name;
    return words.named("beheer.instelling." + key,
                       {{"plek", areas.name_of(setting.area)}, {"taal", std::string(language)}});
}

nlohmann::json setting_field(const Words& words, const app::NamedSetting& setting, const std::string& label,
                             const std::string& value, const std::vector<Fault>& faults) {
    const auto kind = setting.row->kind;
    std::string key(setting.row->name);
    for (const auto* mark : {".*", ".@"})
        if (const auto at = key.find(mark); at != std::string::npos) key.erase(at, 2);
    std::string id = setting.name;
    std::replace(id.begin(), id.end(), '.', '-');
    const auto error = error_at(words, faults, setting.name);
    auto choices = nlohmann::json::array();
    if (kind == Kind::yes_no)
        for (const auto* word : {"ja", "nee"})
            choices.push_back({{"c_value", word}, {"c_chosen", value == word}});
    const bool plain = kind != Kind::help_lines && kind != Kind::yes_no && kind != Kind::image;
    return {{"f_id", id},
            {"f_name", setting.name},
            {"f_label", label},
            {"f_hint", words.named("beheer.uitleg." + key, {{"van", std::to_string(setting.row->least)},
                                                            {"tot", std::to_string(setting.row->most)}})},
            {"f_value", value},
            {"f_error", error},
            {"f_described", !words.named("beheer.uitleg." + key).empty()},
            {"f_line", plain},
            {"f_area", kind == Kind::help_lines},
            {"f_choice", kind == Kind::yes_no ? nlohmann::json{{"list", choices}} : nlohmann::json(false)},
            {"f_file", kind == Kind::image},
            {"f_lang", setting.language.empty() ? std::string_view() : language_row(setting.language).tag},
            {"f_rtl", text::reads_right_to_left(setting.language)},
            {"f_swatch", false},
            {"f_type", kind == Kind::email    ? "email"
                       : kind == Kind::phone  ? "tel"
                       : kind == Kind::secret ? "password"
                                              : "text"}};
}

nlohmann::json setup_base(const Words& words, const std::string& root, int step,
                          const std::vector<Fault>& faults) {
    auto steps = nlohmann::json::array();
    for (int i = 1; i <= 4; ++i)
        steps.push_back({{"s_when", i < 4 ? words("beheer.begin.stap", {{"nummer", std::to_string(i)}})
                                          : words("beheer.begin.daarna")},
                         {"s_name", words.named("beheer.stap." + std::to_string(i))},
                         {"s_class", i == step  ? "now"
                                     : i < step ? "done"
                                                : "later"},
                         {"s_now", i == step}});
    auto list = nlohmann::json::array();
    for (const auto& fault : faults) {
        std::string id = fault.field;
        std::replace(id.begin(), id.end(), '.', '-');
        list.push_back({{"e_id", id}, {"e_text", fault_sentence(words, fault)}});
    }
    return {{"root", root},
            {"steps", std::move(steps)},
            {"title", words.named("beheer.stap." + std::to_string(step)) + " – Peilpunt"},
            {"errors", list.empty() ? nlohmann::json(false) : nlohmann::json{{"list", std::move(list)}}}};
}

void add_area_step(nlohmann::json& data, const Words& words, const SetupDraft& draft,
                   const std::string& typed, const std::vector<Fault>& faults) {
    auto chosen = nlohmann::json::array(), others = nlohmann::json::array();
    int districts = 0, neighbourhoods = 0;
    for (const auto& area : draft.known) {
        if (area.code.level() != AreaLevel::municipality) continue;
        const auto code = area.code.str();
        if (std::find(draft.codes.begin(), draft.codes.end(), code) == draft.codes.end()) {
            others.push_back({{"code", code}, {"name", area.name}});
            continue;
        }
        int own_districts = 0, own_neighbourhoods = 0;
        for (const auto& part : draft.known) {
            if (part.code.municipality() != area.code) continue;
            own_districts += part.code.level() == AreaLevel::district;
            own_neighbourhoods += part.code.level() == AreaLevel::neighbourhood;
        }
        districts += own_districts;
        neighbourhoods += own_neighbourhoods;
        chosen.push_back(
            {{"code", code},
             {"name", area.name},
             {"parts", words("beheer.begin.onderdelen", {{"code", code},
                                                         {"wijken", std::to_string(own_districts)},
                                                         {"buurten", std::to_string(own_neighbourhoods)}})}});
    }
    data["region"] = draft.region;
    data["region_error"] = error_at(words, faults, "regio");
    data["typed"] = typed;
    data["place_error"] = error_at(words, faults, "gemeenten");
    data["file_error"] = error_at(words, faults, "bestand");
    data["sum"] = words("beheer.begin.samen", {{"gemeenten", std::to_string(chosen.size())},
                                               {"wijken", std::to_string(districts)},
                                               {"buurten", std::to_string(neighbourhoods)}});
    data["none_chosen"] = chosen.empty();
    data["chosen"] = chosen.empty() ? nlohmann::json(false) : nlohmann::json{{"list", std::move(chosen)}};
    data["others"] = std::move(others);
}

void add_sender_step(nlohmann::json& data, const Words& words, const SetupDraft& draft,
                     const std::string& part, const std::vector<Fault>& faults) {
    add_tabs(data, words, draft, part, data["root"].get<std::string>());
    data["part"] = part;
    const bool sender = AreaCode::parse(part).has_value();
    data["sender"] = sender;
    data["councils"] = part == "raden";
    data["help"] = part == "hulp";
    data["colours"] = false;
    data["phone"] = false;
    data["fixes"] = nlohmann::json::array();
    data["has_logo"] = false;
    auto first = nlohmann::json::array(), last = nlohmann::json::array();
    for (const auto& name : settings_in(draft, part)) {
        if (name.find(".colour.") != std::string::npos) continue;
        auto field = field_for(words, draft, name, faults);
        const bool below = name.ends_with(".email") || name.ends_with(".phone") ||
                           name == "security.contact" || name.starts_with("body.explanation");
        if (name.ends_with(".logo")) {
            const auto kept = draft.settings.find(name);
            if (kept != draft.settings.end() && !kept->second.empty())
                data["has_logo"] = words("beheer.begin.logo-nagekeken",
                                         {{"kb", std::to_string(kept->second.size() * 3 / 4 / 1000 + 1)}});
        }
        (below ? last : first).push_back(std::move(field));
    }
    data["first"] = std::move(first);
    data["last"] = std::move(last);
    if (sender) add_colours(data, words, draft, part, faults);
    const auto parts = parts_of(draft);
    data["to_keys"] = part == parts.back();
    data["to_next"] = part != parts.back();
}

void add_key_step(nlohmann::json& data, const Words& words, const SetupDraft& draft,
                  const std::vector<Fault>& faults) {
    auto phrase = nlohmann::json::array();
    std::string_view rest = draft.passphrase.reveal();
    while (!rest.empty()) {
        const auto end = std::min(rest.find(' '), rest.size());
        phrase.push_back(std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const std::string pin(draft.pin.reveal());
    data["phrase"] = std::move(phrase);
    data["pin"] = pin.substr(0, 4) + ' ' + pin.substr(4);
    data["user"] = draft.user;
    data["full_name"] = draft.full_name;
    for (const auto* field : {"wachtzin", "naam", "gebruiker", "wachtwoord"})
        data[std::string(field) + "_error"] = error_at(words, faults, field);
    // What is wrong elsewhere is mended there.
    auto elsewhere = nlohmann::json::array();
    for (const auto& fault : faults) {
        const auto part = part_with(draft, fault.field);
        const bool first = fault.field == "regio" || fault.field == "gemeenten";
        if (!first && part.empty()) continue;
        elsewhere.push_back(
            {{"href", data["root"].get<std::string>() + (first ? "/gebied" : "/afzender?wie=" + part)},
             {"e_text", fault_sentence(words, fault)}});
    }
    data["elsewhere"] =
        elsewhere.empty() ? nlohmann::json(false) : nlohmann::json{{"list", std::move(elsewhere)}};
}

}  // namespace peilpunt::web
