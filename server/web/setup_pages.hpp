// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/app/setup.hpp"
#include "server/http/router.hpp"

namespace peilpunt::web {

/// What the wizard asks its surroundings.
struct SetupHost {
    std::vector<Area> known;  ///< areas in the program, of which municipalities are picked
    std::string token;        ///< the secret part of the address
    Random& random;
    /// Makes the instance and returns when it is being served.
    std::function<Result<void>(const app::NewInstance&)> make;
};

/// The wizard of an empty folder: three steps in a browser below /inrichten/TOKEN/, that end in an instance
/// of one's own. What is typed is kept in memory only, until it is done; nothing is made before. Without the
/// token nothing answers but styles and an explanation.
class SetupPages {
  public:
    explicit SetupPages(SetupHost host);
    ~SetupPages();
    std::vector<http::Route> routes() const;
    std::string error_page(int status, const http::Request& request) const;

  private:
    struct Wizard;
    std::shared_ptr<Wizard> wizard_;
};

}  // namespace peilpunt::web
