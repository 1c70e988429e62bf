// SPDX-License-Identifier: EUPL-1.2
#include "server/api/handlers.hpp"
#include "server/app/fleet.hpp"

namespace peilpunt::api {

using http::Reply;
using http::Request;

Reply GetReady::operator()(const Request&) const {
    try {
        if (const auto room = app.can_take(); !room)
            return Reply::problem(503, "Niet gereed",
                                  room.error().code == ErrorCode::storage_full
                                      ? "De schijf is vol: er kan niets worden opgeslagen."
                                      : "De opslag werkt niet: er kan niets worden opgeslagen.");
        return Reply::json("{\"status\":\"gereed\"}");
    } catch (const std::exception&) {
        return Reply::problem(503, "Niet gereed", "De opslag antwoordt niet.");
    }
}

Reply GetMetrics::operator()(const Request&) const {
    const auto state = app.state();
    std::size_t open = 0;
    for (const auto& poll : state->polls) open += poll.status == PollStatus::open ? 1 : 0;
    const auto fleet = app.fleet().totals();
    // No number of answers: a live total tells when somebody answered.
    std::string text = "# TYPE peilpunt_polls_open gauge\npeilpunt_polls_open " + std::to_string(open) +
                       "\n# TYPE peilpunt_kiosks gauge\npeilpunt_kiosks " + std::to_string(fleet.kiosks) +
                       "\n# TYPE peilpunt_kiosk_envelopes_waiting gauge\npeilpunt_kiosk_envelopes_waiting " +
                       std::to_string(fleet.waiting) +
                       "\n# TYPE peilpunt_kiosk_envelopes_missing gauge\npeilpunt_kiosk_envelopes_missing " +
                       std::to_string(fleet.missing) +
                       "\n# TYPE peilpunt_quarantined gauge\npeilpunt_quarantined " +
                       std::to_string(app.quarantined()) + "\n";
    if (server) text += server();
    Reply reply;
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = std::move(text);
    return reply;
}

}  // namespace peilpunt::api
