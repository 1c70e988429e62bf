// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string_view>

#include "server/app/keys.hpp"
#include "server/http/request.hpp"
#include "shared/model/ids.hpp"

namespace peilpunt::web {

/// Ids that a page gives its visitor for what is sent, and that show by themselves that a page gave them, for
/// this form: half of it is random, half a keyed hash. Who sends one back is counted by it and not by
/// address, so that a thousand phones behind one address are not held back by one program behind the same. It
/// holds no time and no number, is the same length as any other id, and is not kept with what was sent.
/// Thread-safe.
class Tickets {
  public:
    /// Servers with the same keys know each other's tickets.
    explicit Tickets(const app::Keys& keys);
    /// `form`: what it may be sent to, such as "peiling/fietsen".
    ResponseId make(std::string_view form, Random& random) const;
    /// A number for the ticket in the field `id` of a posted form; 0 when there is none, or one of another
    /// form.
    std::uint64_t check(std::string_view form, const http::Request& request) const;

  private:
    /// The second half of an id that begins with this half.
    std::string proof(std::string_view form, std::string_view half) const;
    seal::Secret key_;
};

}  // namespace peilpunt::web
