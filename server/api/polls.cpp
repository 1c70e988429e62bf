// SPDX-License-Identifier: EUPL-1.2
// Polls, their results, and what people give.
#include <nlohmann/json.hpp>

#include "server/api/handlers.hpp"
#include "server/http/rate_limit.hpp"
#include "shared/json/json.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::api {

using http::Reply;
using http::Request;

namespace {

Error no_such_poll() { return {ErrorCode::not_found, "Deze peiling bestaat niet."}; }

/// 308 when the poll was asked for by a slug that it had before; nothing else moves a poll.
std::optional<Reply> moved(const Poll& poll, const Request& request, std::string_view rest = {}) {
    const auto asked = request.value("id");
    if (asked == poll.slug || asked == poll.id.str()) return std::nullopt;
    std::string there("/api/v1/peilingen/");
    there.append(poll.slug).append(rest);
    if (const auto query = request.target.find('?'); query != std::string::npos)
        there += request.target.substr(query);
    return Reply::moved(std::move(there));
}

/// Of what is a code at all; whether the area exists is another question.
std::optional<AreaLevel> level_of(std::string_view code) {
    const auto area = AreaCode::parse(code);
    return area ? std::optional(area->level()) : std::nullopt;
}

Origin web_origin(const app::App& app) { return {Channel::web, "", moment_of(app.clock().now())}; }

/// 201 for new, 200 for the same again, 202 for other content under a known id.
Reply reply_of(const ResponseId& id, const Result<app::Accepted>& accepted) {
    if (!accepted) return Reply::problem(accepted.error());
    int status = 201;
    std::string_view said = "opgeslagen";
    if (accepted->status == store::Stored::duplicate) {
        status = 200;
        said = "dubbel";
    } else if (accepted->status == store::Stored::quarantined) {
        status = 202;
        said = "quarantaine";
    }
    std::string body = "{\"id\":\"" + id.str() + "\",\"status\":\"" + std::string(said) + "\"";
    // Whoever sends other content under somebody's id must not be handed that person's code.
    if (status != 202) body += ",\"volgcode\":\"" + accepted->receipt.grouped() + "\"";
    return Reply::json(body + "}", status);
}

}  // namespace

Reply GetPolls::operator()(const Request& request) const {
    const auto municipality = request.query.get("gemeente");
    if (!municipality.empty() && AreaLevel::municipality != level_of(municipality))
        return Reply::problem(text::invalid({text::make_fault("gemeente", "fout.onbekende-gemeente")}));
    const auto state = app.state();
    auto polls = nlohmann::json::array();
    for (const Poll* poll : state->open_polls(dutch_date(app.clock().now()), municipality))
        polls.push_back(json::poll_tree(*poll));
    return Reply::json(nlohmann::json{{"peilingen", std::move(polls)}}.dump());
}

Reply GetPoll::operator()(const Request& request) const {
    const auto state = app.state();
    const Poll* poll = state->poll(request.value("id"));
    if (!poll) return Reply::problem(no_such_poll());
    if (auto elsewhere = moved(*poll, request)) return std::move(*elsewhere);
    return Reply::json(json::write_poll(*poll));
}

void PostResponse::operator()(const Request& request, http::Responder respond) const {
    if (auto refused = http::require_json(request)) return respond(std::move(*refused));
    const auto state = app.state();
    const Poll* current = state->poll(request.value("id"));
    if (!current) return respond(Reply::problem(no_such_poll()));
    const auto tree = json::parse(request.body);
    if (!tree) return respond(Reply::problem(tree.error()));
    // Of a revision that is not there, the other faults are still told: checked as an answer to the current
    // one.
    const auto head = json::response_head_from(*tree);
    const Poll* poll = head ? state->revision(current->id, head->revision) : nullptr;
    // The door checks by the rules as well; only who is turned away before it hears here of all faults at
    // once.
    auto response = json::response_from(*tree, poll ? *poll : *current);
    if (!response || !poll) response = json::checked_response(*tree, poll ? *poll : *current);
    if (!response) return respond(Reply::problem(response.error()));
    if (!head) return respond(Reply::problem(head.error()));
    if (response->poll != current->id)
        return respond(Reply::problem(text::invalid({text::make_fault("peiling", "fout.andere-peiling")})));
    // No page gave it a form: a program.
    const app::Sender sender{http::prefix_of(request.peer).bytes, app::Sender::Ticket::none, 0};
    app.submit_response(*response, web_origin(app), sender,
                        [id = response->id, respond = std::move(respond)](Result<app::Accepted> accepted) {
                            respond(reply_of(id, accepted));
                        });
}

void PostSignal::operator()(const Request& request, http::Responder respond) const {
    if (auto refused = http::require_json(request)) return respond(std::move(*refused));
    const auto tree = json::parse(request.body);
    if (!tree) return respond(Reply::problem(tree.error()));
    auto signal = json::signal_from(*tree);
    if (!signal) signal = json::checked_signal(*tree, app.state()->areas);
    if (!signal) return respond(Reply::problem(signal.error()));
    app.give_signal(*signal, web_origin(app), std::nullopt,
                    [id = signal->id, respond = std::move(respond)](Result<app::Accepted> accepted) {
                        respond(reply_of(id, accepted));
                    });
}

Reply GetResults::operator()(const Request& request) const {
    const auto state = app.state();
    const Poll* poll = state->poll(request.value("id"));
    if (!poll) return Reply::problem(no_such_poll());
    if (auto elsewhere = moved(*poll, request, "/uitkomsten")) return std::move(*elsewhere);
    const auto accept = request.headers.get("Accept");
    const double csv = http::accept_quality(accept, "text/csv");
    const double as_json = http::accept_quality(accept, "application/json");
    if (csv <= 0 && as_json <= 0)
        return Reply::problem(406, "Niet te leveren",
                              "De uitkomsten zijn er als application/json en als text/csv.");
    Reply reply;
    if (csv > as_json) {
        reply = Reply::json(app::outcome_csv(*state, *poll));
        reply.content_type = "text/csv; charset=utf-8";
        reply.headers.add("Content-Disposition", "attachment; filename=\"" + poll->slug + ".csv\"");
    } else {
        reply = Reply::json(app::outcome_json(*state, *poll));
    }
    reply.headers.add("Vary", "Accept");
    reply.headers.add("Access-Control-Allow-Origin", "*");
    return reply;
}

Reply GetAreas::operator()(const Request&) const {
    return Reply::json(nlohmann::json{{"gebieden", json::areas_tree(app.state()->areas)}}.dump());
}

}  // namespace peilpunt::api
