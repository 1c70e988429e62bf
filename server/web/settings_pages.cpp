// SPDX-License-Identifier: EUPL-1.2
// The operator's list of settings: one table, each row edited in its place, with a reason for the log.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/app/logo.hpp"
#include "server/http/multipart.hpp"
#include "server/web/pictures.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/setup_view.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kBodyLimit = 1024 * 1024;  // so that a logo that is too large is told so in a sentence
constexpr const char* kPath = "/beheer/instellingen";

using Kind = app::SettingKind;

/// What a form on this page came to; the row is open again with what was typed.
struct Tried {
    std::string name, value, reason;
    std::vector<Fault> faults;
};

bool contains_word(std::string text, std::string asked) {
    const auto lower = [](std::string& word) {
        for (char& c : word)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    };
    lower(text);
    lower(asked);
    return text.find(asked) != std::string::npos;
}

std::string shown(const Words& words, const app::State& state, const app::NamedSetting& setting,
                  const std::string& value) {
    if (setting.name == "contact.passphrase") return words("beheer.set.ingesteld");
    if (value.empty()) return words("beheer.set.niets");
    if (setting.row->kind == Kind::secret) return words("beheer.set.ingesteld");
    if (setting.row->kind != Kind::areas)
        return setting.row->kind == Kind::image ? app::told(setting, value) : value;
    std::vector<std::string> names;
    for (const auto& area : state.areas.municipalities()) names.push_back(area.name);
    return listed(names, words);
}

std::string changed_by(const Words& words, const std::map<std::string, store::AuditEntry>& changes,
                       const std::string& name) {
    const auto found = changes.find(name);
    if (found == changes.end()) return words("beheer.set.nooit");
    const auto at = parse_time(found->second.at);
    return words("beheer.set.door-wie", {{"wie", found->second.who},
                                         {"datum", at ? words.date(dutch_date(*at)) : found->second.at}});
}

nlohmann::json row(const View& view, const http::Request& request, const app::NamedSetting& setting,
                   const std::map<std::string, store::AuditEntry>& changes, const Tried& tried) {
    const auto& words = view.words;
    const auto& state = *view.state;
    const auto fixed = state.fixed.find(setting.name);
    const bool is_fixed = fixed != state.fixed.end() || setting.row->setter == app::Setter::command;
    const auto label = setting_label(words, state.areas, setting);
    const auto standard = app::standard_of(state.areas, setting);
    const bool differs = state.settings.contains(setting.name) && setting.row->kind != Kind::areas;
    const auto now = app::setting(state, setting.name);
    nlohmann::json edit = false;
    if (tried.name == setting.name && !is_fixed && app::may_change(actor_of(request), setting)) {
        const bool secret = setting.row->kind == Kind::secret || setting.row->kind == Kind::image;
        const bool again = !tried.faults.empty();
        auto field = setting_field(words, setting, label,
                                   secret  ? std::string()
                                   : again ? tried.value
                                           : now,
                                   tried.faults);
        std::string reason_error;
        for (const auto& fault : tried.faults)
            if (fault.field == "reden") reason_error = fault_sentence(words, fault);
        edit = {{"field", std::move(field)},
                {"e_name", setting.name},
                {"e_label", label},
                {"reason", tried.reason},
                {"reason_error", reason_error},
                {"standard_is", shown(words, state, setting, standard)}};
    }
    return {{"s_name", setting.name},
            {"s_label", label},
            {"differs", differs},
            {"same", !differs},
            {"now", shown(words, state, setting, now)},
            {"standard", shown(words, state, setting, setting.row->kind == Kind::secret ? "" : standard)},
            {"who", fixed != state.fixed.end()                    ? words("beheer.set.bestand")
                    : setting.row->setter == app::Setter::command ? words("beheer.set.opdracht")
                                                                  : words("beheer.set.beheerder")},
            {"by", fixed != state.fixed.end() ? fixed->second : changed_by(words, changes, setting.name)},
            {"fixed", is_fixed},
            {"can_edit", !is_fixed && app::may_change(actor_of(request), setting)},
            {"edit", std::move(edit)}};
}

http::Reply list(const Site& site, const http::Request& request, const Tried& tried, int status = 200) {
    const auto view = work_view(site, request);
    const auto& words = view.words;
    auto data = work_data(view, request, words("beheer.set.titel"), kPath);
    const auto changes = site.app.last_changes();
    const auto asked = std::string(app::trimmed(request.query.get("zoek")));
    const bool only_changed = request.query.get("anders") == "ja";
    auto groups = nlohmann::json::array();
    std::string group;
    for (const auto& setting : app::settings_of(view.state->areas)) {
        const auto label = setting_label(words, view.state->areas, setting);
        if (!asked.empty() && !contains_word(label + ' ' + setting.name, asked)) continue;
        if (only_changed && !view.state->settings.contains(setting.name)) continue;
        if (setting.row->group != group) {
            group = setting.row->group;
            groups.push_back({{"g_id", "groep-" + group},
                              {"g_name", words.named("beheer.groep." + group)},
                              {"rows", nlohmann::json::array()}});
        }
        groups.back()["rows"].push_back(row(view, request, setting, changes, tried));
    }
    data["asked"] = asked;
    data["only_changed"] = only_changed;
    data["nothing_found"] = groups.empty();
    data["groups"] = std::move(groups);
    return work_page(site, "work/settings", view, data, status);
}

http::Reply change(const Site& site, const http::Request& request) {
    const auto form = http::Multipart::parse(request.headers.get("content-type"), request.body);
    const auto setting = form ? app::find_setting(site.app.state()->areas, form->get("naam")) : std::nullopt;
    if (!setting || !app::may_change(actor_of(request), *setting)) return not_found(site, request);
    Tried tried{setting->name, std::string(form->get(setting->name)), std::string(form->get("reden")), {}};
    std::erase(tried.value, '\r');
    auto value = tried.value;
    for (const auto* file : form->files(setting->name)) {
        const auto logo = app::clean_logo(file->bytes);
        if (logo)
            value = app::logo_value(*logo);
        else
            tried.faults.push_back({setting->name,
                                    logo.error().code == ErrorCode::too_large ? "logo-groot" : "geen-logo",
                                    logo.error().message,
                                    {}});
    }
    if (app::trimmed(tried.reason).empty()) tried.faults.push_back({"reden", "geen-reden", "say why", {}});
    if (tried.faults.empty()) {
        const auto changed =
            site.app.change_settings(actor_of(request), {{setting->name, value}}, tried.reason);
        if (changed) return http::Reply::redirect(std::string(kPath) + "#rij-" + setting->name);
        tried.faults = changed.error().faults;
        if (tried.faults.empty()) throw ResultError(changed.error());
    }
    return list(site, request, tried, 400);
}

}  // namespace

void add_settings_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({.method = http::Method::get,
                      .pattern = kPath,
                      .handler =
                          [site](const http::Request& request) {
                              return list(*site, request,
                                          {std::string(request.query.get("wijzig")), {}, {}, {}});
                          },
                      .needs = needs(app::Right::change_settings)});
    routes.push_back({.method = http::Method::post,
                      .pattern = kPath,
                      .handler = [site](const http::Request& request) { return change(*site, request); },
                      .needs = needs(app::Right::change_settings),
                      .guard = http::Guard::token,
                      .body_limit = kBodyLimit});
}

}  // namespace peilpunt::web
