// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <vector>

#include "server/web/site.hpp"

/// The routes, one function for each group of pages.
namespace peilpunt::web {

using Routes = std::vector<http::Route>;

void add_home_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_poll_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_outcome_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_signal_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_follow_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_contact_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_article_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_file_routes(Routes& routes);
void add_sender_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_sign_in_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_own_account_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_work_start_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_work_poll_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_work_signal_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_work_insight_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_work_kiosk_routes(Routes& routes, const std::shared_ptr<Site>& site);
void add_settings_routes(Routes& routes, const std::shared_ptr<Site>& site);
/// Below /inrichten/ on a server that is made: the address was used.
void add_used_setup_routes(Routes& routes, const std::shared_ptr<Site>& site);

/// A new id for a form of contact details: what is sent with it twice is one wish.
std::string contact_id(const Site& site);
/// To the sign-in page; keeps what was typed into a form when the sign-in had ended.
http::Reply ask_to_sign_in(Site& site, const http::Request& request);
/// The page for an error; also for handlers that find nothing.
std::string error_html(const Site& site, int status, const http::Request& request);
/// 404; or 308 when the address has a plainer spelling, under which there may be something.
http::Reply not_found(const Site& site, const http::Request& request);

}  // namespace peilpunt::web
