// SPDX-License-Identifier: EUPL-1.2
// Filling in a poll: the start card with its questions, and what comes after sending.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/http/limits.hpp"
#include "server/web/answers_form.hpp"
#include "server/web/outcome_view.hpp"
#include "server/web/poll_view.hpp"
#include "server/web/route_sets.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::web {
namespace {

/// Ten open questions, each as long as it may be, in letters that take nine bytes once they are encoded; what
/// is longer still comes back with a sentence, not with an error page.
constexpr std::size_t kBodyLimit = 256 * 1024;
constexpr std::size_t kThanksSentences = 3;

std::string form_of(std::string_view slug) { return "peiling/" + std::string(slug); }

/// Of the tickets that a network gets beyond what people need.
std::string surplus_form_of(std::string_view slug) { return "peiling/" + std::string(slug) + " te veel"; }

/// The id of a form. Who sends it back is never held up by others behind the same address. But of one network
/// only so many a minute tell that a page was looked at, and each counts for that network, so that a script
/// which takes thousands cannot bring them in from elsewhere.
std::string new_id(Site& site, const http::Request& request, const Poll& poll) {
    const http::Rate rate{site.app.arrivals().rules().tickets_a_minute};
    const auto network = http::prefix_of(request.peer);
    const bool enough = site.forms.admit(network, 0, rate, site.app.clock().steady()) == 0;
    return site.tickets
        .make(enough ? form_of(poll.slug) : surplus_form_of(poll.slug), site.app.clock().now(),
              site.app.random(), site.app.arrivals().group_of(network.bytes))
        .str();
}

/// The number of a form's id when one of our pages gave it; else 0.
std::uint64_t ticket_of(const Site& site, const http::Request& request) {
    const auto slug = request.value("slug");
    const auto now = site.app.clock().now();
    const auto number = site.tickets.check(form_of(slug), request, now);
    return number ? number : site.tickets.check(surplus_form_of(slug), request, now);
}

/// What is known of whoever sends this id.
app::Sender sender_of(const Site& site, const http::Request& request, const Poll& poll,
                      const ResponseId& id) {
    using Ticket = app::Sender::Ticket;
    const auto now = site.app.clock().now();
    const auto ticket = site.tickets.read(form_of(poll.slug), id, now);
    const bool surplus = !ticket && site.tickets.read(surplus_form_of(poll.slug), id, now);
    const bool fast = ticket && ticket->age < site.app.arrivals().rules().least_time;
    const auto kind = fast || surplus ? Ticket::too_fast : ticket ? Ticket::page : Ticket::none;
    return {http::prefix_of(request.peer).bytes, kind, ticket ? ticket->group : std::uint16_t{0}};
}

nlohmann::json poll_data(const View& view, const Poll& poll) {
    auto data =
        page_data(view, poll.title.in(view.words.language()), poll.introduction.in(view.words.language()));
    data.update(poll_promise(view, poll));
    set_place(data, view, poll.municipalities);
    return data;
}

// What is wrong, in the order of the page, each with the number of its question.
nlohmann::json poll_fault_summary(const Words& words, const Poll& poll, std::vector<Fault> faults) {
    constexpr std::string_view kAnswers = "antwoorden.";
    const auto number_of = [&](const Fault& fault) -> std::size_t {
        const std::string_view field = fault.field;
        if (!field.starts_with(kAnswers)) return poll.questions.size() + 1;
        const auto* question =
            poll.question(field.substr(kAnswers.size(), field.find('.', kAnswers.size()) - kAnswers.size()));
        return question ? static_cast<std::size_t>(question - poll.questions.data()) + 1
                        : poll.questions.size() + 1;
    };
    std::stable_sort(faults.begin(), faults.end(),
                     [&](const Fault& a, const Fault& b) { return number_of(a) < number_of(b); });
    auto summary = fault_summary(faults, words, [&](const Fault& fault) -> std::string {
        const auto number = number_of(fault);
        if (number <= poll.questions.size()) return "vraag-" + poll.questions[number - 1].id;
        if (fault.field == "antwoorden") return "vraag-" + poll.questions.front().id;
        if (fault.field == "leeftijdsgroep") return "vraag-leeftijd";
        return fault.field == "gemeente" || fault.field == "wijk" ? "vraag-" + fault.field : std::string();
    });
    for (std::size_t i = 0; i < faults.size(); ++i) {
        const auto number = number_of(faults[i]);
        if (number > poll.questions.size()) continue;
        auto& item = summary["list"][i];
        item["text"] = words("web.peiling.bij-vraag", {{"nummer", std::to_string(number)}}) + ' ' +
                       item["text"].get<std::string>();
    }
    return summary;
}

// The whole form; `sent` and `faults` when it comes back.
std::string form_html(const Site& site, const View& view, const Poll& poll, const http::Form* sent,
                      const std::vector<Fault>& faults, std::string_view response_id) {
    auto data = poll_data(view, poll);
    data.update(about_giver(view, poll.municipalities, poll.audience, sent));
    data["script"] = true;
    data["poll_page"] = true;
    data["response_id"] = response_id;
    data["questions"] = question_list(view, poll, sent, faults);
    data["errors"] = poll_fault_summary(view.words, poll, faults);
    if (data.contains("municipality_question"))
        data["municipality_question"]["m_error"] = fault_data(faults, "gemeente", view.words);
    data["w_error"] = fault_data(faults, "wijk", view.words);
    return site.templates.render("resident/poll", view.voice, data);
}

std::string closed_html(const Site& site, const View& view, const Poll& poll) {
    const auto& words = view.words;
    auto data = poll_data(view, poll);
    const bool early = poll.status == PollStatus::open && view.today < poll.opens;
    const auto closed_on = words.date(last_day(poll));
    const Values opens{{"datum", words.date(poll.opens)}};
    data["state"] = early ? words("web.peiling.nog-niet-open", opens)
                          : words("web.peiling.gesloten", {{"datum", closed_on}});
    data["explanation"] =
        early ? words("web.peiling.nog-niet-open-uitleg", opens) : words("web.peiling.gesloten-uitleg");
    data["has_outcome"] = !early;
    return site.templates.render("resident/closed", view.voice, data);
}

/// How the poll stands, for who has just taken part; false while nothing can be told.
nlohmann::json so_far(const View& view, const Poll& poll) {
    const auto* interim = view.state->interim(poll.id);
    if (!interim) return false;
    auto told = highlight_data(view.words, highlights(view, *interim, kThanksSentences));
    if (!told.is_object()) return false;
    told["so_far_text"] = view.words("web.bedankt.stand", {{"aantal", view.words.number(interim->about)}});
    return told;
}

nlohmann::json contact_offer(const View& view, const Poll& poll) {
    if (!poll.contact) return false;
    const auto asked = poll.contact->question.in(view.words.language());
    auto topics = nlohmann::json::array();
    for (const auto& topic : poll.contact->topics)
        topics.push_back(
            {{"topic", topic}, {"topic_text", view.words.named("thema." + topic)}, {"checked", false}});
    auto municipalities = nlohmann::json::array();
    for (const auto& code : poll.municipalities)
        municipalities.push_back(
            {{"code", code.str()}, {"name", view.state->areas.name_of(code)}, {"checked", false}});
    const bool one = poll.municipalities.size() == 1;
    return {{"contact_question", asked.empty() ? view.words("web.contact.vraag") : asked},
            {"contact_mark", mark_of(poll.contact->question, view.words.language())},
            {"topics", std::move(topics)},
            {"wish_id", SlottedPage::kSlot},
            {"contact_municipality", one ? poll.municipalities.front().str() : std::string()},
            {"contact_municipalities",
             one ? nlohmann::json(false) : nlohmann::json{{"list", std::move(municipalities)}}}};
}

// The same for everybody but for the volgcode, when there is a `receipt`, and the id of a contact wish.
std::string thanks_html(const Site& site, const View& view, const Poll& poll, bool receipt) {
    const auto& words = view.words;
    auto data = poll_data(view, poll);
    data["title"] = words("web.bedankt.titel") + " – Peilpunt";
    data["hide_from_search"] = true;
    data["languages"] = false;
    data["script"] = true;
    data["wipe"] = poll.slug;
    data["saved_text"] = receipt ? words("web.bedankt.binnen") : words("web.bedankt.bewaard");
    data["receipt"] = receipt ? std::string(SlottedPage::kSlot) : std::string();
    data["so_far"] = so_far(view, poll);
    if (!data["so_far"].is_object()) data["no_figures"] = words("web.bedankt.nog-weinig");
    data["share"] = true;
    data["contact"] = contact_offer(view, poll);
    data["help_last"] = true;
    data["help"] = help_data(view);
    data["more"] = true;
    return site.templates.render("resident/thanks", view.voice, data);
}

std::shared_ptr<const SlottedPage> thanks_page(Site& site, const View& view, const Poll& poll, bool receipt) {
    // Of the revision that was answered: its slug names what the browser kept of the answers.
    const auto key = "bedankt/" + poll.slug + '/' + std::to_string(poll.revision) + (receipt ? "/code" : "") +
                     '?' + view.voice.language;
    return site.slotted.get(key, edition_of(view), [&] {
        return std::make_shared<const SlottedPage>(thanks_html(site, view, poll, receipt));
    });
}

http::Reply uncached(std::string html, int status) {
    auto reply = http::Reply::html(std::move(html), status);
    reply.headers.add("Cache-Control", "no-store");
    return reply;
}

struct Found {
    View view;
    const Poll* poll;
};

Found find_poll(const Site& site, const http::Request& request) {
    auto view = view_of(site, request);
    const auto* poll = view.state->poll(request.value("slug"));
    if (poll && is_for_young(*poll)) view = view_of(site, request, true);
    // The state may have been replaced between the two looks; a poll is never taken away.
    if (poll) poll = view.state->poll(request.value("slug"));
    return {std::move(view), poll};
}

void show_poll(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto [view, poll] = find_poll(site, request);
    if (!poll) return respond(not_found(site, request));
    if (request.value("slug") != poll->slug) return respond(moved(request, "/peiling/" + poll->slug));
    if (!is_open(*poll, view.today))
        return respond(
            cached_page(site, view, [&, &v = view, p = poll] { return closed_html(site, v, *p); }));
    const auto page = site.slotted.get(cache_key(view), edition_of(view), [&, &v = view, p = poll] {
        return std::make_shared<const SlottedPage>(form_html(site, v, *p, nullptr, {}, SlottedPage::kSlot));
    });
    respond(page->reply(takes_gzip(request), new_id(site, request, *poll)));
}

http::Reply refusal(const Site& site, const View& view, const Poll& poll, const http::Form& form,
                    const Error& error, const std::string& fresh_id) {
    auto faults = error.faults;
    if (faults.empty()) faults.push_back({"", "", error.message});
    const auto id = ResponseId::parse(form.get("id"));
    const auto kept = id ? id->str() : fresh_id;
    return uncached(form_html(site, view, poll, &form, faults, kept), http::status_of(error.code));
}

void take_response(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto found = find_poll(site, request);
    if (!found.poll) return respond(not_found(site, request));
    const auto form = http::Form::parse_typed(request.body);
    if (!form) return respond(uncached(error_html(site, 400, request), 400));
    // Judged by the revision that the page was made from.
    const auto* poll = found.poll;
    const auto asked = std::string(form->get("revisie"));
    for (const auto& revision : found.view.state->revisions)
        if (revision.id == poll->id && std::to_string(revision.revision) == asked) poll = &revision;
    auto sent = read_response(*form, *poll, found.view.voice.language);
    auto faults = std::move(sent.faults);
    // What could not be read is told once, not again as missing.
    const auto told = [&faults](const Fault& fault) {
        return std::any_of(faults.begin(), faults.end(), [&](const Fault& one) {
            return one.field == fault.field ||
                   (fault.code == "niets-ingevuld" && one.field.starts_with("antwoorden."));
        });
    };
    auto broken = rules::check_response(*poll, sent.response);
    std::erase_if(broken, told);
    faults.insert(faults.end(), broken.begin(), broken.end());
    if (!faults.empty())
        return respond(refusal(site, found.view, *poll, *form, {ErrorCode::invalid, {}, std::move(faults)},
                               new_id(site, request, *poll)));
    const auto with_code = thanks_page(site, found.view, *poll, true);
    const auto without_code = thanks_page(site, found.view, *poll, false);
    const bool gzip = takes_gzip(request);
    const auto wish = contact_id(site);  // random: nothing that leads back to this answer
    const Origin origin{Channel::web, {}, moment_of(site.app.clock().now())};
    site.app.submit_response(
        sent.response, origin, sender_of(site, request, *poll, sent.response.id),
        [&site, respond, with_code, without_code, gzip, wish, form = *form, view = found.view,
         poll](auto result) {
            if (!result) return respond(refusal(site, view, *poll, form, result.error(), {}));
            const auto status = result->status;
            if (status == store::Stored::quarantined) return respond(without_code->reply(gzip, wish, 202));
            const auto code = result->receipt.grouped();
            const std::string_view pieces[] = {code, wish};
            respond(with_code->reply(gzip, pieces, status == store::Stored::stored ? 201 : 200));
        });
}

}  // namespace

void add_poll_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({http::Method::get, "/peiling/{slug}",
                      [site](const http::Request& request, const http::Responder& respond) {
                          show_poll(*site, request, respond);
                      }});
    routes.push_back(
        {.method = http::Method::post,
         .pattern = "/peiling/{slug}",
         .handler = [site](const http::Request& request,
                           const http::Responder& respond) { take_response(*site, request, respond); },
         .guard = http::Guard::origin,
         .body_limit = kBodyLimit,
         .per_minute = http::kSendsPerMinute,
         .ticket = [site](const http::Request& request) { return ticket_of(*site, request); },
         .ticket_is_enough = true});
}

}  // namespace peilpunt::web
