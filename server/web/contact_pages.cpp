// SPDX-License-Identifier: EUPL-1.2
// Leaving a number or address to be asked again. Its own request, without anything that belongs to an answer.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/http/limits.hpp"
#include "server/web/poll_view.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/typed.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kBodyLimit = 8 * 1024;
/// Which wording of the offer was shown (standards PRI-5); goes up when web.contact.* changes in meaning.
constexpr std::string_view kTextVersion = "vaker-meedoen-1";

bool has(const http::Form* sent, std::string_view name, std::string_view value) {
    if (!sent) return false;
    const auto values = sent->all_of(name);
    return std::find(values.begin(), values.end(), value) != values.end();
}

// Our names of the form's parts, by the names of the use case's faults.
std::string element_of(const Fault& fault) {
    if (fault.field == "leeftijd") return "oud";
    if (fault.field == "toestemming") return "ouder";
    if (fault.field == "telefoon") return "tel";
    if (fault.field == "email") return "mail";
    return fault.field == "gemeente" ? "c-gemeente" : "";
}

std::string form_html(const Site& site, const View& view, const http::Form* sent,
                      const std::vector<Fault>& faults) {
    const auto& words = view.words;
    auto data = page_data(view, words("web.contact.titel"), words("web.contact.inleiding"));
    auto municipalities = nlohmann::json::array();
    for (const auto& area : view.state->areas.municipalities())
        municipalities.push_back({{"code", area.code.str()},
                                  {"name", area.name},
                                  {"checked", has(sent, "gemeente", area.code.str())}});
    auto topics = nlohmann::json::array();
    for (const auto theme : kThemes)
        topics.push_back({{"topic", theme},
                          {"topic_text", words.named("thema." + std::string(theme))},
                          {"checked", has(sent, "onderwerp", theme)}});
    data["contact_municipalities"] = {{"list", std::move(municipalities)}};
    data["topics"] = std::move(topics);
    data["is_16"] = has(sent, "oud", "16");
    data["is_younger"] = has(sent, "oud", "jonger");
    data["parent"] = has(sent, "ouder", "ja");
    data["phone"] = sent ? std::string(sent->get("telefoon")) : std::string();
    data["email"] = sent ? std::string(sent->get("mail")) : std::string();
    data["errors"] = fault_summary(faults, words, element_of);
    data["age_error"] = fault_data(faults, "leeftijd", words);
    data["parent_error"] = fault_data(faults, "toestemming", words);
    data["phone_error"] = fault_data(faults, "telefoon", words);
    data["email_error"] = fault_data(faults, "email", words);
    data["place_error"] = fault_data(faults, "gemeente", words);
    return site.templates.render("resident/join", view.voice, data);
}

app::ContactDetails read_details(const http::Form& form) {
    app::ContactDetails details;
    details.is_16 = form.get("oud") == "16";
    details.parent_agrees = form.get("oud") == "jonger" && form.get("ouder") == "ja";
    details.phone = seal::Secret(typed(form.get("telefoon")));
    details.email = seal::Secret(typed(form.get("mail")));
    if (const auto code = AreaCode::parse(form.get("gemeente"))) details.municipality = *code;
    for (const auto topic : form.all_of("onderwerp")) details.topics.emplace_back(topic);
    details.text_version = kTextVersion;
    return details;
}

http::Reply uncached(std::string html, int status) {
    auto reply = http::Reply::html(std::move(html), status);
    reply.headers.add("Cache-Control", "no-store");
    return reply;
}

/// A municipality without a contact keeper asks nobody for an address.
bool is_open(const View& view) { return app::setting(*view.state, "contact.open") == "ja"; }

http::Reply take_details(const Site& site, const http::Request& request) {
    const auto view = view_of(site, request);
    if (!is_open(view)) return not_found(site, request);
    const auto form = http::Form::parse_typed(request.body);
    if (!form) return uncached(error_html(site, 400, request), 400);
    // Who does not say an age counts as under 16 to the use case, so nothing is kept; only the message
    // differs.
    const auto stored = site.app.leave_contact(read_details(*form));
    if (!stored) {
        auto faults = stored.error().faults;
        if (form->get("oud") != "16" && form->get("oud") != "jonger") {
            std::erase_if(faults, [](const Fault& fault) { return fault.field == "toestemming"; });
            faults.insert(faults.begin(),
                          {"leeftijd", "kies-leeftijd", view.words("web.contact.fout-leeftijd")});
        }
        if (faults.empty()) faults.push_back({"", "", stored.error().message});
        return uncached(form_html(site, view, &*form, faults), http::status_of(stored.error().code));
    }
    auto data = page_data(view, view.words("web.contact.dank"));
    data["hide_from_search"] = true;
    data["languages"] = false;
    return uncached(site.templates.render("resident/joined", view.voice, data), 201);
}

}  // namespace

void add_contact_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back(
        {http::Method::get, "/meedoen", [site](const http::Request& request, const http::Responder& respond) {
             const auto view = view_of(*site, request);
             if (!is_open(view)) return respond(not_found(*site, request));
             respond(cached_page(*site, view, [&] { return form_html(*site, view, nullptr, {}); }));
         }});
    routes.push_back({http::Method::post, "/meedoen",
                      [site](const http::Request& request) { return take_details(*site, request); },
                      http::Access::anyone, http::Guard::origin, kBodyLimit, http::kSendsPerMinute});
}

}  // namespace peilpunt::web
