// SPDX-License-Identifier: EUPL-1.2
#include "server/web/kept_forms.hpp"

#include <algorithm>

#include "server/app/app.hpp"
#include "server/app/settings.hpp"
#include "server/http/multipart.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024;  // of one form
constexpr std::size_t kMostForms = 100;
constexpr auto kTime = std::chrono::minutes(15);

bool is_secret(const std::string& name, const app::State& state) {
    if (name.find("wachtwoord") != std::string::npos) return true;
    const auto setting = app::find_setting(state.areas, name);
    return setting && setting->row->kind == app::SettingKind::secret;
}

}  // namespace

std::optional<KeptForm> read_kept_form(const http::Request& request, const app::State& state) {
    KeptForm kept;
    kept.path = http::encode_query(request.path);
    const auto type = request.headers.get("content-type");
    kept.multipart = type.starts_with("multipart/form-data");
    std::size_t size = 0;
    const auto add = [&](std::string_view name, std::string_view value) {
        size += name.size() + value.size();
        if (name == "csrf")
            kept.csrf_token = value;
        else if (size <= kMostBytes)
            kept.fields.emplace_back(name, value);
    };
    if (kept.multipart) {
        const auto form = http::Multipart::parse(type, request.body);
        if (!form) return std::nullopt;
        for (const auto& part : form->parts())
            if (!part.is_file) add(part.name, part.bytes);
    } else {
        const auto form = http::Form::parse(request.body);
        if (!form) return std::nullopt;
        for (const auto& [name, value] : form->all()) add(name, value);
    }
    const bool secret = std::any_of(kept.fields.begin(), kept.fields.end(),
                                    [&](const auto& field) { return is_secret(field.first, state); });
    if (secret || size > kMostBytes || kept.fields.empty()) return std::nullopt;
    return kept;
}

void KeptForms::drop_old() {
    std::erase_if(kept_, [now = clock_.now()](const auto& one) { return one.second.until <= now; });
}

void KeptForms::keep(std::string_view token, std::string person, KeptForm form) {
    const std::lock_guard lock(mutex_);
    drop_old();
    kept_[seal::hash(token)] = {std::move(person), std::move(form), clock_.now() + kTime};
    if (kept_.size() > kMostForms)
        kept_.erase(std::min_element(kept_.begin(), kept_.end(), [](const auto& a, const auto& b) {
            return a.second.until < b.second.until;
        }));
}

bool KeptForms::has(std::string_view token) {
    const std::lock_guard lock(mutex_);
    drop_old();
    return kept_.contains(seal::hash(token));
}

std::optional<KeptForm> KeptForms::take(std::string_view token, std::string_view person) {
    const std::lock_guard lock(mutex_);
    drop_old();
    const auto found = kept_.find(seal::hash(token));
    if (found == kept_.end() || found->second.person != person) return std::nullopt;
    auto form = std::move(found->second.form);
    kept_.erase(found);
    return form;
}

}  // namespace peilpunt::web
