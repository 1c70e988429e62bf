// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/app/keys.hpp"
#include "server/http/request.hpp"
#include "shared/model/ids.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::web {

/// Ids that a page gives its visitor for what is sent, and that show by themselves that a page gave them, for
/// this form, when, and to which group of addresses: a random part, group and second under masks that only
/// the server can take off, and a keyed hash. Who sends one back is counted by it and not by address, so that
/// a thousand phones behind one address are not held back by one program behind the same. It looks like any
/// other id and is not kept with what was sent. Thread-safe.
class Tickets {
  public:
    /// Servers with the same keys know each other's tickets.
    explicit Tickets(const app::Keys& keys);
    /// `form`: what it may be sent to, such as "peiling/fietsen". `group`: of whom it is given to, as
    /// Arrivals::group_of.
    ResponseId make(std::string_view form, TimePoint now, Random& random, std::uint16_t group = 0) const;

    struct Ticket {
        std::uint64_t number = 0;  ///< not 0; another for each
        std::chrono::seconds age{};
        std::uint16_t group = 0;
    };
    /// The ticket that this id is; nothing when it is none, of another form, or more than a day old.
    std::optional<Ticket> read(std::string_view form, const ResponseId& id, TimePoint now) const;
    /// The number of the ticket in the field `id` of a posted form; 0 when there is none.
    std::uint64_t check(std::string_view form, const http::Request& request, TimePoint now) const;

  private:
    seal::Secret mask_key_, proof_key_;
};

}  // namespace peilpunt::web
