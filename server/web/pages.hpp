// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "server/app/app.hpp"
#include "server/http/router.hpp"
#include "server/http/server.hpp"

namespace peilpunt::web {

struct Site;

/// All pages for residents and the council workspace. The routes share one set of parsed templates and ready
/// pages; they may outlive this object, but not the use cases.
class Pages {
  public:
    /// Throws std::logic_error for a template that is wrong, std::out_of_range for a text that is missing.
    explicit Pages(app::App& use_cases);
    ~Pages();
    std::vector<http::Route> routes() const;
    /// A whole page that says in plain words what went wrong; for the server's own errors on page paths.
    std::string error_page(int status, const http::Request& request) const;
    /// Who is signed in, what they may, pages for errors, and the site's address: for the server that carries
    /// the routes. As long-lived as the routes.
    http::ServerHooks hooks() const;

  private:
    std::shared_ptr<Site> site_;
};

}  // namespace peilpunt::web
