// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "server/app/app.hpp"
#include "server/http/router.hpp"

/// /api/v1: JSON in, a call of the app, JSON out. Names on the wire are fixed (architecture section 5).
namespace peilpunt::api {

/// The version in `API-Version` and in openapi.json.
inline constexpr const char* kApiVersion = "1.0.0";

/// All public routes below /api/v1. `app` must outlive them.
std::vector<http::Route> routes(app::App& app);

/// Liveness, readiness and Prometheus text, for the admin listener. `metrics` adds the HTTP server's own
/// lines.
std::vector<http::Route> admin_routes(app::App& app, std::function<std::string()> metrics);

/// The text of openapi.json.
std::string_view openapi();

}  // namespace peilpunt::api
