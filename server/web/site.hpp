// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "server/app/app.hpp"
#include "server/http/router.hpp"
#include "server/web/kept_forms.hpp"
#include "server/web/page_cache.hpp"
#include "server/web/sign_in_guard.hpp"
#include "server/web/slotted_page.hpp"
#include "server/web/templates.hpp"
#include "server/web/tickets.hpp"

namespace peilpunt::web {

/// What all page handlers share. Thread-safe.
struct Site {
    explicit Site(app::App& use_cases);
    app::App& app;
    const text::Catalogue& texts;
    Templates templates;
    Tickets tickets;
    SignInGuard sign_ins;
    KeptForms kept_forms;
    http::RateLimiter forms;  ///< of polls, handed out to each network
    PageCache<http::ReadyBytes> pages;
    PageCache<SlottedPage> slotted;

    Date today() const { return dutch_date(app.clock().now()); }
    Words words(const Voice& voice) const { return Words(texts, voice); }
};

/// One look at a page: the public state, the day, and how the page speaks. Lives as long as the request.
struct View {
    std::shared_ptr<const app::State> state;
    Date today{};
    Voice voice;
    Words words;
    std::string path;            ///< of the page, without query
    bool keep_language = false;  ///< somebody chose it on a page of the workspace: the browser keeps it
    bool secure = false;         ///< see http::Request
};
View view_of(const Site& site, const http::Request& request, bool young = false);
/// Language of `?taal=`; Dutch when it is absent or unknown.
std::string language_of(const http::Request& request);
Edition edition_of(const View& view);
/// Key of a page in a cache: path and voice.
std::string cache_key(const View& view);

/// What every resident page needs: title, place, languages, owners, help lines.
nlohmann::json page_data(const View& view, std::string_view title, std::string_view description = {});
/// The same for a page of one poll: it may be about young people.
void set_place(nlohmann::json& data, const View& view, const std::vector<AreaCode>& municipalities);

/// "velsen" for Velsen: the address of a municipality's page.
std::string slug_of(std::string_view name);
/// "Beverwijk, Heemskerk en Velsen"
std::string listed(const std::vector<std::string>& names, const Words& words);
/// `[{label, number, dial}]`
nlohmann::json help_data(const View& view);
/// 308 to where a poll's page is now: `path` and what was asked for in the query.
http::Reply moved(const http::Request& request, std::string path);
/// Ready bytes of a page that anybody may see; made once for each edition.
http::Reply cached_page(Site& site, const View& view, const std::function<std::string()>& make);

}  // namespace peilpunt::web
