// SPDX-License-Identifier: EUPL-1.2
#include "server/web/setup_pages.hpp"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>

#include "server/app/area_files.hpp"
#include "server/app/logo.hpp"
#include "server/app/settings.hpp"
#include "server/app/words_to_keep.hpp"
#include "server/http/multipart.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/setup_view.hpp"
#include "server/web/work_language.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kFormLimit = 64 * 1024;
constexpr std::size_t kLogoLimit = 24 * 1024 * 1024;  // a sentence for what is too large, not a closed door
constexpr std::size_t kAreaLimit = 64 * 1024 * 1024;  // borders of a whole province
constexpr int kTriesPerMinute = 120;

Fault fault(std::string field, std::string code, std::string english) {
    return {std::move(field), std::move(code), std::move(english), {}};
}

}  // namespace

struct SetupPages::Wizard {
    explicit Wizard(SetupHost given)
        : host(std::move(given)),
          root("/inrichten/" + host.token),
          texts(text::Catalogue::builtin()),
          templates(texts),
          words(texts, Voice{}) {
        draft.known = host.known;
        std::erase_if(draft.known, [](const Area& area) { return area.code.level() == AreaLevel::region; });
    }

    http::Reply page(const std::string& name, const nlohmann::json& data, int status = 200) const {
        auto reply = http::Reply::html(templates.render(name, words.voice(), data), status);
        reply.headers.add("Cache-Control", "no-store");
        return reply;
    }
    void speak(const http::Request& request) { words = Words(texts, Voice{work_language(request), false}); }
    std::string notice(const std::string& key, const http::Request& request) const {
        const Words asked(texts, Voice{work_language(request), false});
        return templates.render("work/begin-closed", asked.voice(),
                                {{"title", "Peilpunt"},
                                 {"heading", asked.named("beheer.melding." + key)},
                                 {"explanation", asked.named("beheer.melding." + key + "-uitleg")}});
    }
    /// For who has not the token, or comes after it was used. Needs no lock.
    http::Reply closed(bool used, const http::Request& request) const {
        auto reply = http::Reply::html(notice(used ? "gebruikt" : "dicht", request), used ? 410 : 404);
        reply.headers.add("Cache-Control", "no-store");
        return reply;
    }

    http::Reply areas(const std::string& typed, const std::vector<Fault>& faults, int status) const {
        auto data = setup_base(words, root, 1, faults);
        add_area_step(data, words, draft, typed, faults);
        return page("work/begin-areas", data, status);
    }
    http::Reply senders(const std::string& part, const std::vector<Fault>& faults, int status) const {
        auto data = setup_base(words, root, 2, faults);
        add_sender_step(data, words, draft, part, faults);
        return page("work/begin-senders", data, status);
    }
    http::Reply keys(const std::vector<Fault>& faults, int status) {
        if (draft.passphrase.empty()) draft.passphrase = app::make_passphrase(host.random);
        if (draft.pin.empty()) draft.pin = app::make_pin(host.random);
        auto data = setup_base(words, root, 3, faults);
        add_key_step(data, words, draft, faults);
        return page("work/begin-keys", data, status);
    }

    http::Reply take_areas(const http::Request& request);
    http::Reply take_file(const http::Request& request);
    http::Reply take_senders(const http::Request& request);
    http::Reply take_keys(const http::Request& request, std::unique_lock<std::mutex>& lock);

    const SetupHost host;
    const std::string root;
    const text::Catalogue& texts;
    const Templates templates;
    Words words;  ///< in the language of who makes it now
    std::mutex mutex;
    SetupDraft draft;     ///< under mutex
    bool making = false;  ///< under mutex: somebody pressed the last button
};

http::Reply SetupPages::Wizard::take_areas(const http::Request& request) {
    const auto form = http::Form::parse(request.body);
    if (!form) return areas({}, {fault("regio", "formulier", "the form is not whole")}, 400);
    draft.region = app::trimmed(form->get("regio"));
    const auto button = form->get("knop");
    const auto typed = std::string(app::trimmed(form->get("gemeente")));
    if (button.starts_with("weg:")) {
        std::erase(draft.codes, button.substr(4));
        return http::Reply::redirect(root + "/gebied");
    }
    if (!typed.empty()) {
        const auto code = draft.find_municipality(typed);
        if (code.empty())
            return areas(typed, {{"gemeenten", "onbekende-gemeente", typed, {{"code", typed}}}}, 400);
        if (std::find(draft.codes.begin(), draft.codes.end(), code) == draft.codes.end())
            draft.codes.push_back(code);
    }
    if (button != "verder") return http::Reply::redirect(root + "/gebied");
    std::vector<Fault> faults;
    if (draft.region.empty() || draft.region.size() > 80)
        faults.push_back(fault("regio", "geen-regio", "give the region a name"));
    if (draft.codes.empty())
        faults.push_back(fault("gemeenten", "geen-gemeente", "choose at least one municipality"));
    if (!faults.empty()) return areas({}, faults, 400);
    return http::Reply::redirect(root + "/afzender");
}

http::Reply SetupPages::Wizard::take_file(const http::Request& request) {
    const auto form = http::Multipart::parse(request.headers.get("content-type"), request.body);
    const auto files = form ? form->files("bestand") : std::vector<const http::Multipart::Part*>();
    if (files.empty()) return areas({}, {fault("bestand", "geen-bestand", "choose a file")}, 400);
    // Together: districts in one file lie in municipalities of another.
    std::vector<app::AreaFile> sent;
    std::string names;
    for (const auto* file : files) {
        sent.push_back({file->file_name, std::string(file->bytes)});
        names += (names.empty() ? "" : ", ") + file->file_name;
    }
    auto read = app::read_area_files(sent, {});
    if (!read) {
        auto why = read.error().message;
        if (const auto wrong = read.error().faults; !wrong.empty())
            why = wrong.front().field + ": " + wrong.front().message;
        return areas({}, {{"bestand", "bestand", why, {{"bestand", names}, {"reden", why}}}}, 400);
    }
    draft.add_known(std::move(read->areas));
    return http::Reply::redirect(root + "/gebied");
}

http::Reply SetupPages::Wizard::take_senders(const http::Request& request) {
    const auto form = http::Multipart::parse(request.headers.get("content-type"), request.body);
    const auto parts = parts_of(draft);
    const auto part = form ? std::string(form->get("deel")) : std::string();
    const auto at = std::find(parts.begin(), parts.end(), part);
    if (at == parts.end()) return http::Reply::redirect(root + "/afzender");
    std::vector<Fault> faults;
    const auto areas_now = draft.tree();
    for (const auto& name : settings_in(draft, part)) {
        const auto named = app::find_setting(areas_now, name);
        if (named->row->kind != app::SettingKind::image) {
            std::string text(form->get(name));
            std::erase(text, '\r');
            draft.settings[name] = std::string(app::trimmed(text));
            continue;
        }
        if (form->get("knop") == "geen-logo") draft.settings.erase(name);
        for (const auto* file : form->files(name)) {
            const auto logo = app::clean_logo(file->bytes);
            if (logo)
                draft.settings[name] = app::logo_value(*logo);
            else
                faults.push_back(fault(name,
                                       logo.error().code == ErrorCode::too_large ? "logo-groot" : "geen-logo",
                                       logo.error().message));
        }
    }
    const auto button = form->get("knop");
    if (button.starts_with("neem:")) {
        const auto rest = button.substr(5);
        const auto colon = std::min(rest.find(':'), rest.size());
        const auto name = "sender." + part + ".colour." + std::string(rest.substr(0, colon));
        if (const auto colour = app::find_setting(areas_now, name); colour && colon < rest.size())
            draft.settings[name] = std::string(rest.substr(colon + 1));
    }
    // Only of this page: the other pages are looked at in their turn, and all of it at the end.
    for (const auto& wrong : app::check_instance(draft.instance(seal::Secret())))
        if (part_with(draft, wrong.field) == part) faults.push_back(wrong);
    if (!faults.empty()) return senders(part, faults, 400);
    if (button != "verder") return http::Reply::redirect(root + "/afzender?wie=" + part);
    return http::Reply::redirect(at + 1 == parts.end() ? root + "/sleutels"
                                                       : root + "/afzender?wie=" + *(at + 1));
}

http::Reply SetupPages::Wizard::take_keys(const http::Request& request, std::unique_lock<std::mutex>& lock) {
    const auto form = http::Form::parse(request.body);
    if (!form) return keys({fault("wachtzin", "formulier", "the form is not whole")}, 400);
    draft.full_name = app::trimmed(form->get("naam"));
    draft.user = app::trimmed(form->get("gebruiker"));
    if (form->get("knop") == "andere-zin") draft.passphrase = app::make_passphrase(host.random);
    if (form->get("knop") == "andere-pin") draft.pin = app::make_pin(host.random);
    if (form->get("knop") != "klaar") return http::Reply::redirect(root + "/sleutels");
    const auto chosen = draft.instance(seal::Secret(std::string(form->get("wachtwoord"))));
    auto faults = app::check_instance(chosen);
    if (!draft.passphrase.empty() &&
        app::tidy_passphrase(form->get("wachtzin")).reveal() != draft.passphrase.reveal())
        faults.push_back(fault("wachtzin", "wachtzin-anders", "this is not the passphrase"));
    if (!faults.empty()) return keys(faults, 400);
    // Twice the last button, or from two browsers: one of them makes it.
    making = true;
    lock.unlock();
    const auto made = host.make(chosen);
    lock.lock();
    making = false;
    if (!made) return keys({fault("wachtzin", "niet-gemaakt", made.error().message)}, 503);
    draft = SetupDraft{};
    draft.done = true;
    return http::Reply::redirect("/raad/aanmelden");
}

SetupPages::SetupPages(SetupHost host) : wizard_(std::make_shared<Wizard>(std::move(host))) {}
SetupPages::~SetupPages() = default;

std::vector<http::Route> SetupPages::routes() const {
    using Lock = std::unique_lock<std::mutex>;
    using Handler = std::function<http::Reply(Wizard&, const http::Request&, Lock&)>;
    Routes routes;
    add_file_routes(routes);
    const auto add = [&](http::Method method, const std::string& path, std::size_t limit, Handler handler) {
        routes.push_back({.method = method,
                          .pattern = "/inrichten/{token}" + path,
                          .handler =
                              [wizard = wizard_, handler = std::move(handler)](const http::Request& request) {
                                  if (!seal::equal_constant_time(request.value("token"), wizard->host.token))
                                      return wizard->closed(false, request);
                                  Lock lock(wizard->mutex);
                                  wizard->speak(request);
                                  if (wizard->draft.done || wizard->making)
                                      return wizard->closed(true, request);
                                  return handler(*wizard, request, lock);
                              },
                          .guard = method == http::Method::post ? http::Guard::origin : http::Guard::none,
                          .body_limit = limit,
                          .per_minute = kTriesPerMinute});
    };
    using http::Method;
    add(Method::get, "", kFormLimit, [](Wizard& wizard, const http::Request&, Lock&) {
        return http::Reply::redirect(wizard.root + "/gebied");
    });
    add(Method::get, "/gebied", kFormLimit,
        [](Wizard& wizard, const http::Request&, Lock&) { return wizard.areas({}, {}, 200); });
    add(Method::post, "/gebied", kFormLimit,
        [](Wizard& wizard, const http::Request& request, Lock&) { return wizard.take_areas(request); });
    add(Method::post, "/gebieden", kAreaLimit,
        [](Wizard& wizard, const http::Request& request, Lock&) { return wizard.take_file(request); });
    add(Method::get, "/afzender", kFormLimit, [](Wizard& wizard, const http::Request& request, Lock&) {
        if (wizard.draft.codes.empty()) return http::Reply::redirect(wizard.root + "/gebied");
        const auto parts = parts_of(wizard.draft);
        const auto asked = std::find(parts.begin(), parts.end(), request.query.get("wie"));
        return wizard.senders(asked == parts.end() ? parts.front() : *asked, {}, 200);
    });
    add(Method::post, "/afzender", kLogoLimit,
        [](Wizard& wizard, const http::Request& request, Lock&) { return wizard.take_senders(request); });
    add(Method::get, "/sleutels", kFormLimit, [](Wizard& wizard, const http::Request&, Lock&) {
        if (wizard.draft.codes.empty()) return http::Reply::redirect(wizard.root + "/gebied");
        return wizard.keys({}, 200);
    });
    add(Method::post, "/sleutels", kFormLimit, [](Wizard& wizard, const http::Request& request, Lock& lock) {
        if (wizard.draft.codes.empty()) return http::Reply::redirect(wizard.root + "/gebied");
        return wizard.take_keys(request, lock);
    });
    return routes;
}

void add_used_setup_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    for (const auto* path : {"/inrichten/{token}", "/inrichten/{token}/{stap}"})
        routes.push_back({http::Method::get, path, [site](const http::Request& request) {
                              const auto view = work_view(*site, request);
                              return work_page(
                                  *site, "work/begin-closed", view,
                                  {{"title", "Peilpunt"},
                                   {"heading", view.words("beheer.melding.gebruikt")},
                                   {"explanation", view.words("beheer.melding.gebruikt-uitleg")}},
                                  410);
                          }});
}

std::string SetupPages::error_page(int status, const http::Request& request) const {
    return wizard_->notice(status == 413 ? "te-groot" : status == 404 ? "dicht" : "fout", request);
}

}  // namespace peilpunt::web
