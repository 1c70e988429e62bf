// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "server/web/site.hpp"

/// Who a page is from, as the instance's settings say: name, logo, colours, how to reach them, and the
/// council.
namespace peilpunt::web {

/// Of pages that are about everything: the only municipality, or else the region.
AreaCode main_sender(const app::State& state);
/// Sets sender_* and the council's name; colours and logo only where the sender set its own.
void add_sender(nlohmann::json& data, const View& view, const AreaCode& code);
/// "raad": what the council of this place is called; "raaduitleg": what that is.
Values council_values(const View& view, const AreaCode& code);

}  // namespace peilpunt::web
