// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/web/site.hpp"

/// What the pages of the council workspace share.
namespace peilpunt::web {

/// The signed-in person as the use cases know them.
store::User user_of(const http::Request& request);
/// Whether the person reads what people told.
bool may_read(const http::Request& request);
/// The municipality that the person is bound to; empty for the whole region.
std::string municipality_of(const http::Request& request);
/// The municipalities that the person may see.
std::vector<Area> municipalities_for(const View& view, const http::Request& request);
/// Name of the municipality or region that the person belongs to.
std::string place_of(const View& view, const http::Request& request);

/// Title, menu, who is signed in; `current` is the path of the menu item to mark.
nlohmann::json work_data(const View& view, const http::Request& request, std::string_view title,
                         std::string_view current);
/// A workspace page: never cached, Dutch.
http::Reply work_page(const Site& site, std::string_view name, const View& view, const nlohmann::json& data,
                      int status = 200);
View work_view(const Site& site, const http::Request& request);

/// Choices that narrow signals down, read from the query; unknown values are dropped.
store::SignalFilter read_filter(const View& view, const http::Request& request);
/// The same as a query string without "?", for links; `without` leaves one choice out.
std::string filter_query(const store::SignalFilter& filter, std::string_view without = {});
/// The choices as select fields; `months` are those that occur.
nlohmann::json filter_fields(const View& view, const http::Request& request,
                             const store::SignalFilter& filter, const std::vector<std::string>& months,
                             bool with_unread);
/// "november 2026" for "2026-11".
std::string month_name(const Words& words, const std::string& month);

/// One column of a protected table as a chart: what may be shown and is not zero, then one row for all that
/// is hidden; false when there is neither.
nlohmann::json count_chart(const Words& words, const results::CountTable& table, const std::string& caption,
                           const std::function<std::string(const std::string&)>& name_of, bool sorted);

}  // namespace peilpunt::web
