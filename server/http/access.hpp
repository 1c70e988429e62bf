// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <optional>

#include "server/http/router.hpp"

namespace peilpunt::http {

/// Whether the guard of a route lets a request through (its visitor already looked up).
bool passes_guard(Guard guard, const Request& request);
/// Whether the visitor, or nobody, may use the route; `may` is asked for a right.
enum class Permit { yes, sign_in, no };
Permit permit_for(Needs needs, const std::optional<Visitor>& visitor,
                  const std::function<bool(const Visitor&, Needs)>& may);
/// For somebody who is not signed in: to the sign-in page and back, or a 401 problem below /api/.
Reply ask_to_sign_in(const Request& request);
/// Whether the path belongs to the API.
bool is_api(std::string_view path);

}  // namespace peilpunt::http
