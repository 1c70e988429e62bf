// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/app/rights.hpp"
#include "server/http/router.hpp"

namespace peilpunt::web {

/// A right of the app as the router carries it.
constexpr http::Needs needs(app::Right right) { return http::Needs::right(static_cast<unsigned>(right)); }
/// The right that it carries.
constexpr app::Right right_of(http::Needs needs) { return static_cast<app::Right>(needs.number()); }

}  // namespace peilpunt::web
