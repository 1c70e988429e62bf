// SPDX-License-Identifier: EUPL-1.2
#include "server/api/api.hpp"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>

#include "server/api/handlers.hpp"
#include "server/http/limits.hpp"
#include "shared/json/json.hpp"
#include "shared/sync/sync.hpp"

extern "C" const char peilpunt_openapi_begin[], peilpunt_openapi_end[];

namespace peilpunt::api {

using http::Guard;
using http::Method;
using http::Reply;
using http::Request;

std::string_view openapi() { return {peilpunt_openapi_begin, peilpunt_openapi_end}; }

namespace {

constexpr std::size_t kSyncBytes = sync::kMaxBatchBytes;
/// Answers by programs of one network; people have forms.
constexpr int kResponsesPerMinute = 600;

/// The description is open data: any page may read it.
http::WorkerHandler openapi_handler() {
    const auto ready = http::make_ready("application/json", std::string(openapi()), "no-cache");
    return [ready](const Request&) {
        auto reply = Reply::from(ready);
        reply.headers.add("Access-Control-Allow-Origin", "*");
        return reply;
    };
}

/// 406 for who accepts nothing that the handler answers with.
http::WorkerHandler offering(std::string_view media_type, http::WorkerHandler handler) {
    return [media_type, handler = std::move(handler)](const Request& request) {
        if (http::accept_quality(request.headers.get("Accept"), media_type) > 0) return handler(request);
        return Reply::problem(406, "Gevraagde vorm bestaat niet",
                              "Het antwoord is er alleen als " + std::string(media_type) + ".");
    };
}
http::WorkerHandler offering_json(http::WorkerHandler handler) {
    return offering("application/json", std::move(handler));
}

}  // namespace

std::vector<http::Route> routes(app::App& app) {
    const std::string base = "/api/v1";
    return {
        {Method::get, base + "/openapi.json", offering_json(openapi_handler())},
        {Method::get, base + "/gebieden", offering_json(GetAreas{app})},
        {Method::get, base + "/peilingen", offering_json(GetPolls{app})},
        {Method::get, base + "/peilingen/{id}", offering_json(GetPoll{app})},
        {.method = Method::post,
         .pattern = base + "/peilingen/{id}/inzendingen",
         .handler = PostResponse{app},
         .guard = Guard::origin,
         .per_minute = kResponsesPerMinute},
        {Method::get, base + "/peilingen/{id}/uitkomsten", GetResults{app}},
        {.method = Method::post,
         .pattern = base + "/signalen",
         .handler = PostSignal{app},
         .guard = Guard::origin,
         .per_minute = http::kSendsPerMinute},
        {.method = Method::get,
         .pattern = base + "/volgcodes/{code}",
         .handler = offering_json(GetReceipt{app}),
         .per_minute = 60},
        {.method = Method::post,
         .pattern = base + "/contactwensen",
         .handler = PostContact{app},
         .guard = Guard::origin,
         .body_limit = 8 * 1024,
         .per_minute = 120},
        {.method = Method::post,
         .pattern = base + "/kiosken",
         .handler = PostKiosk{app},
         .body_limit = 8 * 1024,
         .per_minute = 60},
        {.method = Method::post,
         .pattern = base + "/synchronisaties",
         .handler = PostBatch{app},
         .body_limit = kSyncBytes,
         .lane = http::Lane::machines},
        {.method = Method::get,
         .pattern = base + "/synchronisaties/wijzigingen",
         .handler = offering_json(GetChanges{app}),
         .lane = http::Lane::machines},
        {.method = Method::get,
         .pattern = base + "/geluiden/{hash}",
         .handler = offering("audio/ogg", GetClip{app}),
         .lane = http::Lane::machines},
    };
}

namespace {

/// What a handler says, made once a minute: a counter that moves with an answer tells when somebody gave it.
http::WorkerHandler once_a_minute(const Clock& clock, http::WorkerHandler handler) {
    struct Kept {
        std::mutex mutex;
        std::optional<std::chrono::milliseconds> made;
        Reply reply;
    };
    return [&clock, handler = std::move(handler), kept = std::make_shared<Kept>()](const Request& request) {
        const std::lock_guard lock(kept->mutex);
        const auto now = clock.steady();
        if (!kept->made || now - *kept->made >= std::chrono::minutes(1)) {
            kept->reply = handler(request);
            kept->made = now;
        }
        return kept->reply;
    };
}

}  // namespace

std::vector<http::Route> admin_routes(app::App& app, std::function<std::string()> metrics) {
    return {
        {Method::get, "/gezond",
         http::WorkerHandler([](const Request&) { return Reply::json("{\"status\":\"gezond\"}"); })},
        {Method::get, "/gereed", GetReady{app}},
        {Method::get, "/metrics", once_a_minute(app.clock(), GetMetrics{app, std::move(metrics)})},
    };
}

}  // namespace peilpunt::api
