// SPDX-License-Identifier: EUPL-1.2
// Telling something in one's own words.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/http/limits.hpp"
#include "server/web/pictures.hpp"
#include "server/web/poll_view.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/sender.hpp"
#include "server/web/typed.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::web {
namespace {

constexpr std::string_view kForm = "signaal";
/// Room for more than fits, so that a text that is too long comes back with a sentence.
constexpr std::size_t kBodyLimit = 256 * 1024;

std::vector<AreaCode> all_municipalities(const View& view) {
    std::vector<AreaCode> codes;
    for (const auto& area : view.state->areas.municipalities()) codes.push_back(area.code);
    return codes;
}

std::string field(const http::Form* sent, std::string_view name) {
    return sent ? std::string(sent->get(name)) : std::string();
}

void add_lists(nlohmann::json& data, const View& view, const http::Form* sent) {
    const auto& words = view.words;
    auto themes = nlohmann::json::array();
    for (const auto theme : kThemes)
        themes.push_back({{"theme", theme},
                          {"theme_text", words.named("thema." + std::string(theme))},
                          {"theme_picture", theme_pictogram(theme)},
                          {"checked", field(sent, "thema") == theme}});
    data["themes"] = std::move(themes);
    auto kinds = nlohmann::json::array();
    for (const auto kind : kSignalKinds)
        kinds.push_back({{"kind", word(kind)},
                         {"kind_text", words.named("soort." + std::string(word(kind)))},
                         {"checked", field(sent, "soort") == word(kind)}});
    data["kinds"] = std::move(kinds);
    auto perspectives = nlohmann::json::array();
    const auto chosen = field(sent, "perspectief");
    perspectives.push_back({{"perspective", word(Perspective::unsaid)},
                            {"perspective_text", words("web.peiling.liever-niet")},
                            {"checked", false}});
    for (const auto perspective : kPerspectives) {
        if (perspective == Perspective::unsaid) continue;
        perspectives.push_back(
            {{"perspective", word(perspective)},
             {"perspective_text", words.named("perspectief." + std::string(word(perspective)))},
             {"checked", chosen == word(perspective)}});
    }
    data["perspectives"] = std::move(perspectives);
    const auto about = about_giver(view, all_municipalities(view), {}, sent);
    data["district_groups"] = about.at("district_groups");
    auto municipalities = nlohmann::json::array();
    for (const auto& area : view.state->areas.municipalities())
        municipalities.push_back({{"code", area.code.str()},
                                  {"name", area.name},
                                  {"checked", field(sent, "gemeente") == area.code.str()}});
    data["municipalities"] = std::move(municipalities);
}

std::string element_of(const Fault& fault) {
    if (fault.field == "tekst") return "tekst";
    if (fault.field == "watHelpt") return "helpt";
    if (fault.field == "watKanIkZelf") return "zelf";
    if (fault.field == "gemeente") return "vraag-gemeente";
    return fault.field == "wijk" ? "wijk" : "";
}

std::string form_html(const Site& site, const View& view, const http::Form* sent,
                      const std::vector<Fault>& faults, std::string_view id) {
    const auto& words = view.words;
    auto data = page_data(view, words("web.signaal.titel"), words("web.signaal.omschrijving"));
    data["script"] = true;
    data["response_id"] = id;
    data["words"] = field(sent, "tekst");
    data["what_helps"] = field(sent, "watHelpt");
    data["own_part"] = field(sent, "watKanIkZelf");
    add_lists(data, view, sent);
    data["errors"] = fault_summary(faults, words, element_of);
    data["text_error"] = fault_data(faults, "tekst", words);
    data["helps_error"] = fault_data(faults, "watHelpt", words);
    data["own_error"] = fault_data(faults, "watKanIkZelf", words);
    data["m_error"] = fault_data(faults, "gemeente", words);
    data["w_error"] = fault_data(faults, "wijk", words);
    data["help"] = help_data(view);
    return site.templates.render("resident/signal", view.voice, data);
}

std::string thanks_html(const Site& site, const View& view, bool receipt) {
    const auto& words = view.words;
    auto data = page_data(view, words("web.bedankt.titel"));
    data["hide_from_search"] = true;
    data["languages"] = false;
    data["script"] = true;
    data["wipe"] = "signaal";
    data["saved_text"] = words("web.bedankt.signaal-binnen", council_values(view, main_sender(*view.state)));
    data["receipt"] = receipt ? std::string(SlottedPage::kSlot) : std::string();
    data["so_far"] = false;
    data["help_first"] = true;
    data["help"] = help_data(view);
    data["more"] = true;
    return site.templates.render("resident/thanks", view.voice, data);
}

std::shared_ptr<const SlottedPage> thanks_page(Site& site, const View& view, bool receipt) {
    return site.slotted.get(
        (receipt ? "verteld/code?" : "verteld?") + view.voice.language, edition_of(view),
        [&] { return std::make_shared<const SlottedPage>(thanks_html(site, view, receipt)); });
}

bool is_words_field(std::string_view name) {
    return name == "tekst" || name == "watHelpt" || name == "watKanIkZelf";
}

Signal read_signal(const http::Form& form, const View& view, std::vector<Fault>& faults) {
    Signal signal;
    if (const auto id = ResponseId::parse(form.get("id"))) {
        signal.id = *id;
    } else {
        faults.push_back(text::make_fault("id", "fout.geen-kenmerk"));
    }
    for (const auto& name : form.damaged())
        if (is_words_field(name)) faults.push_back(text::make_fault(name, "fout.tekens-weg"));
    signal.text = typed(form.get("tekst"));
    signal.what_helps = typed(form.get("watHelpt"));
    signal.own_part = typed(form.get("watKanIkZelf"));
    signal.kind = signal_kind_of(form.get("soort")).value_or(SignalKind::unsaid);
    signal.theme = form.get("thema");
    if (const auto code = AreaCode::parse(form.get("gemeente"))) {
        signal.municipality = *code;
    } else {
        faults.push_back(text::make_fault("gemeente", "fout.kies-gemeente"));
    }
    if (const auto code = AreaCode::parse(form.get("wijk"))) signal.area = *code;
    signal.perspective = perspective_of(form.get("perspectief")).value_or(Perspective::unsaid);
    signal.language = view.voice.language;
    return signal;
}

http::Reply refusal(const Site& site, const View& view, const http::Form& form, const Error& error) {
    auto faults = error.faults;
    if (faults.empty()) faults.push_back({"", "", error.message});
    const auto id = ResponseId::parse(form.get("id"));
    const auto kept =
        id ? id->str() : site.tickets.make(kForm, site.app.clock().now(), site.app.random()).str();
    auto reply = http::Reply::html(form_html(site, view, &form, faults, kept), http::status_of(error.code));
    reply.headers.add("Cache-Control", "no-store");
    return reply;
}

void show_form(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto view = view_of(site, request);
    const auto preset = std::string(request.query.get("gemeente"));
    bool known = false;
    for (const auto& area : view.state->areas.municipalities()) known = known || area.code.str() == preset;
    const auto kind = signal_kind_of(request.query.get("soort"));
    const std::string chosen = (known ? "&gemeente=" + preset : std::string()) +
                               (kind ? "&soort=" + std::string(word(*kind)) : std::string());
    const auto page = site.slotted.get(cache_key(view) + chosen, edition_of(view), [&] {
        const auto form = http::Form::parse(chosen);
        return std::make_shared<const SlottedPage>(form_html(site, view, &*form, {}, SlottedPage::kSlot));
    });
    respond(page->reply(takes_gzip(request),
                        site.tickets.make(kForm, site.app.clock().now(), site.app.random()).str()));
}

void take_signal(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto view = view_of(site, request);
    const auto form = http::Form::parse_typed(request.body);
    if (!form) return respond(http::Reply::html(error_html(site, 400, request), 400));
    std::vector<Fault> faults;
    const auto signal = read_signal(*form, view, faults);
    const auto told = [&faults](const Fault& fault) {
        return std::any_of(faults.begin(), faults.end(),
                           [&](const Fault& one) { return one.field == fault.field; });
    };
    auto broken = rules::check_signal(signal, view.state->areas);
    std::erase_if(broken, told);
    faults.insert(faults.end(), broken.begin(), broken.end());
    if (!faults.empty())
        return respond(refusal(site, view, *form, {ErrorCode::invalid, {}, std::move(faults)}));
    const auto with_code = thanks_page(site, view, true);
    const auto without_code = thanks_page(site, view, false);
    const bool gzip = takes_gzip(request);
    const Origin origin{Channel::web, {}, moment_of(site.app.clock().now())};
    site.app.give_signal(signal, origin, std::nullopt,
                         [&site, respond, with_code, without_code, gzip, view, form = *form](auto result) {
                             if (!result) return respond(refusal(site, view, form, result.error()));
                             if (result->status == store::Stored::quarantined)
                                 return respond(without_code->reply(gzip, std::string_view(), 202));
                             respond(with_code->reply(gzip, result->receipt.grouped(),
                                                      result->status == store::Stored::stored ? 201 : 200));
                         });
}

}  // namespace

void add_signal_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back(
        {http::Method::get, "/signaal", [site](const http::Request& request, const http::Responder& respond) {
             show_form(*site, request, respond);
         }});
    routes.push_back(
        {.method = http::Method::post,
         .pattern = "/signaal",
         .handler = [site](const http::Request& request,
                           const http::Responder& respond) { take_signal(*site, request, respond); },
         .guard = http::Guard::origin,
         .body_limit = kBodyLimit,
         .per_minute = http::kSendsPerMinute,
         .ticket =
             [site](const http::Request& request) {
                 return site->tickets.check(kForm, request, site->app.clock().now());
             }});
}

}  // namespace peilpunt::web
