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
/// Wishes of one network in a minute; a class is thirty.
constexpr int kWishesPerMinute = 120;
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
                      const std::vector<Fault>& faults, std::string_view id) {
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
    data["wish_id"] = id;
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

// The form again, with what was typed and what is wrong with it.
http::Reply refused(const Site& site, const View& view, const http::Form& form, const Error& error) {
    auto faults = error.faults;
    // Who does not say an age counts as under 16 to the use case, so nothing is kept; only the message
    // differs.
    if (form.get("oud") != "16" && form.get("oud") != "jonger") {
        std::erase_if(faults, [](const Fault& fault) { return fault.field == "toestemming"; });
        faults.insert(faults.begin(), {"leeftijd", "kies-leeftijd", view.words("web.contact.fout-leeftijd")});
    }
    if (faults.empty()) faults.push_back({"", "", error.message});
    const auto id = ResponseId::parse(form.get("id"));
    return uncached(form_html(site, view, &form, faults, id ? id->str() : contact_id(site)),
                    http::status_of(error.code));
}

// The same for everybody.
std::shared_ptr<const SlottedPage> thanks_page(Site& site, const View& view) {
    return site.slotted.get("meedoen/dank?" + view.voice.language, edition_of(view), [&] {
        auto data = page_data(view, view.words("web.contact.dank"));
        data["hide_from_search"] = true;
        data["languages"] = false;
        return std::make_shared<const SlottedPage>(
            site.templates.render("resident/joined", view.voice, data));
    });
}

void take_details(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto view = view_of(site, request);
    if (!is_open(view)) return respond(not_found(site, request));
    const auto form = http::Form::parse_typed(request.body);
    if (!form) return respond(uncached(error_html(site, 400, request), 400));
    // Without one, as from a page of before, each is a wish of its own.
    const auto sent = ResponseId::parse(form->get("id"));
    const auto id = sent ? *sent : ResponseId::random(site.app.random());
    const auto thanks = thanks_page(site, view);
    site.app.leave_contact(
        read_details(*form), id,
        [&site, thanks, gzip = takes_gzip(request), view, form = *form, respond](Result<void> stored) {
            if (!stored) return respond(refused(site, view, form, stored.error()));
            respond(thanks->reply(gzip, SlottedPage::Pieces{}, 201));
        });
}

}  // namespace

std::string contact_id(const Site& site) { return ResponseId::random(site.app.random()).str(); }

void add_contact_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back(
        {http::Method::get, "/meedoen", [site](const http::Request& request, const http::Responder& respond) {
             const auto view = view_of(*site, request);
             if (!is_open(view)) return respond(not_found(*site, request));
             const auto page = site->slotted.get(cache_key(view), edition_of(view), [&] {
                 return std::make_shared<const SlottedPage>(
                     form_html(*site, view, nullptr, {}, SlottedPage::kSlot));
             });
             respond(page->reply(takes_gzip(request), contact_id(*site)));
         }});
    routes.push_back(
        {.method = http::Method::post,
         .pattern = "/meedoen",
         .handler = [site](const http::Request& request,
                           const http::Responder& respond) { take_details(*site, request, respond); },
         .guard = http::Guard::origin,
         .body_limit = kBodyLimit,
         .per_minute = kWishesPerMinute});
}

}  // namespace peilpunt::web
