// SPDX-License-Identifier: EUPL-1.2
#include "server/api/api.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/api/handlers.hpp"
#include "server/http/limits.hpp"
#include "shared/json/json.hpp"
#include "shared/sync/sync.hpp"

extern "C" const char peilpunt_openapi_begin[], peilpunt_openapi_end[];

namespace peilpunt::api {

using http::Access;
using http::Guard;
using http::Method;
using http::Reply;
using http::Request;

std::string_view openapi() { return {peilpunt_openapi_begin, peilpunt_openapi_end}; }

namespace {

constexpr std::size_t kSyncBytes = sync::kMaxBatchBytes;

/// The description is open data: any page may read it.
http::WorkerHandler openapi_handler() {
    const auto ready = http::make_ready("application/json", std::string(openapi()), "no-cache");
    return [ready](const Request&) {
        auto reply = Reply::from(ready);
        reply.headers.add("Access-Control-Allow-Origin", "*");
        return reply;
    };
}

}  // namespace

std::vector<http::Route> routes(app::App& app) {
    const std::string base = "/api/v1";
    return {
        {Method::get, base + "/openapi.json", openapi_handler()},
        {Method::get, base + "/gebieden", GetAreas{app}},
        {Method::get, base + "/peilingen", GetPolls{app}},
        {Method::get, base + "/peilingen/{id}", GetPoll{app}},
        {Method::post, base + "/peilingen/{id}/inzendingen", PostResponse{app}, Access::anyone, Guard::origin,
         64 * 1024, http::kSendsPerMinute},
        {Method::get, base + "/peilingen/{id}/uitkomsten", GetResults{app}},
        {Method::post, base + "/signalen", PostSignal{app}, Access::anyone, Guard::origin, 64 * 1024,
         http::kSendsPerMinute},
        {Method::get, base + "/volgcodes/{code}", GetReceipt{app}, Access::anyone, Guard::none, 64 * 1024,
         600},
        {Method::post, base + "/contactwensen", PostContact{app}, Access::anyone, Guard::origin, 8 * 1024,
         600},
        {Method::post, base + "/kiosken", PostKiosk{app}, Access::anyone, Guard::none, 8 * 1024, 60},
        {Method::post, base + "/synchronisaties", PostBatch{app}, Access::anyone, Guard::none, kSyncBytes, 0,
         http::Lane::machines},
        {Method::get, base + "/synchronisaties/wijzigingen", GetChanges{app}, Access::anyone, Guard::none,
         64 * 1024, 0, http::Lane::machines},
        {Method::get, base + "/geluiden/{hash}", GetClip{app}, Access::anyone, Guard::none, 64 * 1024, 0,
         http::Lane::machines},
    };
}

std::vector<http::Route> admin_routes(app::App& app, std::function<std::string()> metrics) {
    return {
        {Method::get, "/gezond",
         http::WorkerHandler([](const Request&) { return Reply::json("{\"status\":\"gezond\"}"); })},
        {Method::get, "/gereed", GetReady{app}},
        {Method::get, "/metrics", GetMetrics{app, std::move(metrics)}},
    };
}

}  // namespace peilpunt::api
