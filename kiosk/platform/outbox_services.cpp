// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/outbox_services.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"

namespace peilpunt::platform {

OutboxServices::OutboxServices(kiosk::Outbox& outbox, const Clock& clock, Random& random,
                               std::function<void()> captured)
    : outbox_(outbox), clock_(clock), random_(random), captured_(std::move(captured)) {}

flow::Identity OutboxServices::identity_of(const std::optional<flow::Identity>& given) {
    return given ? *given : flow::Identity{ResponseId::random(random_), Receipt::random(random_)};
}

Services::Kept OutboxServices::keep(sync::Kind kind, const std::string& body,
                                    const flow::Identity& identity) {
    const Result<void> kept = outbox_.capture(kind, body, identity.receipt);
    if (kept) {
        captured_();
        return flow::Captured{identity};
    }
    spdlog::error("a submission could not be kept: {}", kept.error().message);
    return flow::CaptureFailed{identity, kept.error().code};
}

Services::Kept OutboxServices::keep(const flow::CaptureResponse& effect) {
    const flow::Identity identity = identity_of(effect.identity);
    Response response = effect.response;
    response.id = identity.id;
    return keep(sync::Kind::response, json::response_tree(response).dump(), identity);
}

Services::Kept OutboxServices::keep(const flow::CaptureSignal& effect) {
    const flow::Identity identity = identity_of(effect.identity);
    Signal signal = effect.signal;
    signal.id = identity.id;
    return keep(sync::Kind::signal, json::signal_tree(signal).dump(), identity);
}

bool OutboxServices::is_staff_pin(const std::string& pin) { return outbox_.is_staff_pin(seal::Secret(pin)); }

flow::StaffStatus OutboxServices::staff_status() {
    const kiosk::OutboxStatus kept = outbox_.status();
    flow::StaffStatus status;
    status.waiting_responses = kept.waiting_responses;
    status.waiting_signals = kept.waiting_signals;
    status.parked = kept.parked;
    if (kept.waiting_responses + kept.waiting_signals > 0)
        status.oldest_waiting_hours = kept.oldest_waiting_hours;
    status.last_contact = kept.last_contact;
    status.disk_free_percent = kept.disk_free_percent;
    status.clock = clock_.now();
    status.venue = kept.venue;
    status.version = PEILPUNT_VERSION;
    return status;
}

std::shared_ptr<const flow::Content> OutboxServices::content() const {
    const std::shared_ptr<const sync::Changes> pulled = outbox_.content();
    if (!pulled) return nullptr;
    const kiosk::OutboxStatus status = outbox_.status();
    const Date today = dutch_date(clock_.now());
    auto content = std::make_shared<flow::Content>();
    for (const Poll& poll : pulled->polls)
        if (is_open(poll, today)) content->polls.push_back(std::make_shared<const Poll>(poll));
    content->municipality = status.municipality;
    content->help_lines = pulled->help_lines;
    content->site_url = pulled->site_url;
    while (!content->site_url.empty() && content->site_url.back() == '/') content->site_url.pop_back();
    return content;
}

flow::Trouble OutboxServices::trouble() const {
    if (!outbox_.status().paired) return flow::Trouble::not_paired;
    if (!outbox_.has_room()) return flow::Trouble::storage_full;
    if (!outbox_.content()) return flow::Trouble::no_content;
    return flow::Trouble::none;
}

}  // namespace peilpunt::platform
