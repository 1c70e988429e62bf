// SPDX-License-Identifier: EUPL-1.2
#include "tests/sim/network.hpp"

#include <algorithm>

#include "shared/sync/compress.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::sim {

using kiosk::HttpReply;
using kiosk::HttpRequest;

Weather Weather::from(Chance& chance) {
    const auto some = [&](int most) {
        return chance.percent(50) ? static_cast<int>(chance.up_to(static_cast<std::size_t>(most))) + 1 : 0;
    };
    const auto disk = [&] {
        DiskFaults faults;
        if (chance.percent(50)) return faults;
        faults.write_fails = some(100);
        faults.full = some(200);
        faults.read_fails = some(10);
        faults.sync_fails = some(300);
        return faults;
    };
    Weather weather;
    weather.drop_request = some(30);
    weather.drop_answer = some(30);
    weather.twice = some(25);
    weather.late = some(25);
    weather.stale = some(15);
    weather.garble = some(15);
    weather.forge = some(20);
    weather.busy = some(15);
    weather.refused = chance.percent(20) ? some(5) : 0;
    weather.kiosk_dies = some(12);
    weather.server_dies = some(12);
    weather.kiosk_disk = disk();
    weather.server_disk = disk();
    weather.clock_changes = some(5);
    weather.rare = some(6);
    return weather;
}

Result<sync::Batch> batch_in(const HttpRequest& request) {
    const bool packed =
        std::find(request.headers.begin(), request.headers.end(),
                  std::pair<std::string, std::string>("Content-Encoding", "gzip")) != request.headers.end();
    if (!packed) return sync::parse_batch(request.body);
    const auto body = sync::decompress(request.body, sync::kMaxBatchBytes);
    return body ? sync::parse_batch(*body) : body.error();
}

Network::Network(ServerSide& server, Chance& chance, const Weather& weather, Counts& counts)
    : server_(server), chance_(chance), weather_(weather), counts_(counts), forger_(seal::make_sign_keys()) {}

bool Network::happens(int percent, const char* name) {
    if (percent == 0 || !chance_.percent(percent)) return false;
    ++counts_[name];
    return true;
}

bool Network::is_refused(const HttpRequest& request) const {
    const auto batch = weather_.refused > 0 ? batch_in(request) : Result<sync::Batch>(Error{});
    return batch && std::any_of(batch->envelopes.begin(), batch->envelopes.end(), [&](const auto& envelope) {
               return static_cast<std::uint8_t>(envelope.id.bytes()[0]) % 100 < weather_.refused;
           });
}

Result<HttpReply> Network::arrive(const HttpRequest& request) {
    if (auto reply = server_.answer(request)) return *reply;
    return Error{ErrorCode::busy, "geen antwoord"};
}

Result<HttpReply> Network::send(const HttpRequest& request) {
    const Error nothing{ErrorCode::busy, "geen antwoord"};
    if (happens(weather_.kiosk_dies, "crash.kiosk before an exchange")) kiosk_->disk.die();
    if (kiosk_->disk.dead()) return nothing;
    if (chance_.percent(50)) deliver_late_ones();
    if (happens(weather_.late, "net.late")) {
        on_the_way_.push_back(request);
        return nothing;
    }
    if (happens(weather_.drop_request, "net.request lost")) return nothing;
    if (happens(weather_.busy, "net.busy")) {
        HttpReply reply{503, "", std::nullopt, ""};
        if (chance_.percent(50)) reply.retry_after = std::chrono::seconds(chance_.up_to(600));
        return reply;
    }
    if (is_refused(request)) {
        ++counts_["net.refused for one envelope"];
        return HttpReply{400, "", std::nullopt, ""};
    }
    if (happens(weather_.forge, "net.forged")) return forged(request);
    auto reply = arrive(request);
    if (happens(weather_.twice, "net.twice")) reply = arrive(request);
    if (happens(weather_.kiosk_dies, "crash.kiosk after an exchange")) kiosk_->disk.die();
    if (!reply || kiosk_->disk.dead()) return nothing;
    if (happens(weather_.drop_answer, "net.answer lost")) return nothing;
    const HttpReply now = *reply;
    if (earlier_ && happens(weather_.stale, "net.stale")) *reply = *earlier_;
    earlier_ = now;
    if (!reply->body.empty() && happens(weather_.garble, "net.garbled"))
        reply->body[chance_.up_to(reply->body.size())] ^= static_cast<char>(1U << chance_.up_to(8));
    return reply;
}

void Network::deliver_late_ones() {
    while (!on_the_way_.empty()) {
        static_cast<void>(server_.answer(on_the_way_.front()));
        on_the_way_.pop_front();
    }
}

/// Somebody between kiosk and server who says that all went well.
HttpReply Network::forged(const HttpRequest& request) {
    const auto batch = batch_in(request);
    if (!batch) return {200, "", std::nullopt, "{}"};
    sync::Acknowledgement all{batch->kiosk, batch->number, "2026-11-21T13:45:00Z", {}};
    for (const auto& envelope : batch->envelopes)
        all.answers.push_back({envelope.id, sync::Outcome::stored, ""});
    const std::string body = sync::write_acknowledgement(all);
    return {200, seal::to_base64(seal::sign(forger_, sync::context::kAnswer, body)), std::nullopt, body};
}

}  // namespace peilpunt::sim
