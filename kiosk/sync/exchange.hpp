// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <set>
#include <string>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/engine.hpp"
#include "kiosk/sync/transport.hpp"

namespace peilpunt::kiosk {

/// Carries out one effect of the engine: outbox and server on either side, every signature checked. Each
/// gives the event that answers the effect, and notes in the outbox how it went. One thread at a time.
class Exchanges {
  public:
    Exchanges(Outbox& outbox, Transport& transport) : outbox_(outbox), transport_(transport) {}

    engine::Event push(std::size_t most);
    engine::Event pull();
    engine::Event enrol(const std::string& pairing_code);
    /// Whether the last pull brought new content.
    bool content_changed() const { return content_changed_; }

  private:
    engine::Event failed(const Result<HttpReply>& reply);
    engine::Event failed(const std::string& what);

    Outbox& outbox_;
    Transport& transport_;
    bool content_changed_ = false;
    std::set<std::string> broken_clips_;  ///< hashes; until the program starts again
};

}  // namespace peilpunt::kiosk
