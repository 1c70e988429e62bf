// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/app/rights.hpp"
#include "server/app/signals.hpp"
#include "server/web/needs.hpp"
#include "server/web/site.hpp"

/// What the pages of the council workspace share.
namespace peilpunt::web {

/// Who is signed in; of routes that need a sign-in only.
const app::Actor& actor_of(const http::Request& request);
/// "Velsen", "Beverwijk en Velsen", or the region's name.
std::string place_of(const View& view, const app::Reach& reach);

/// Title, menu, who is signed in; `current` is the path of the menu item to mark.
nlohmann::json work_data(const View& view, const http::Request& request, std::string_view title,
                         std::string_view current);
/// Puts a number behind the menu item that leads to `href`, when it is there.
void add_menu_count(nlohmann::json& data, std::string_view href, const std::string& count);
/// `[{l_href, l_lang, l_name}]`: this page in each other language of the workspace.
nlohmann::json other_work_languages(const View& view, const http::Request& request);
/// A workspace page: never cached, in the language of the view, which the browser keeps if it was chosen.
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
