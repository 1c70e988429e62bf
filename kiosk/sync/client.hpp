// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/engine.hpp"
#include "kiosk/sync/transport.hpp"

namespace peilpunt::kiosk {

/// What the staff screen shows of the connection; the queue itself is in OutboxStatus.
struct SyncStatus {
    bool running = false;
    bool paired = false;
    bool exchanging = false;                           ///< right now
    bool code_refused = false;                         ///< the pairing code is wrong, used or too old
    int failures = 0;                                  ///< in a row, of the last kind of exchange
    std::optional<std::chrono::seconds> next_attempt;  ///< from the moment of asking
};

/// The background thread that owns the engine: pairs, pushes what waits, pulls content. Thread-safe.
class SyncClient {
  public:
    /// `content_changed` is called on the background thread after pairing and whenever a pull brought new
    /// content; it must not call `stop`.
    SyncClient(Outbox& outbox, const Clock& clock, Random& random, std::function<void()> content_changed = {},
               engine::Pace pace = {});
    ~SyncClient();  ///< stops
    SyncClient(const SyncClient&) = delete;
    SyncClient& operator=(const SyncClient&) = delete;

    /// Starts the thread; errors: invalid (no http or https address), conflict (it runs already). A pairing
    /// code is used, until the server takes or refuses it, when the kiosk is not paired yet or the server
    /// knows it no more. `ca_file` replaces the system's certificate authorities.
    Result<void> start(const std::string& server_url, const std::optional<std::string>& pairing_code = {},
                       const std::string& ca_file = "");
    Result<void> start(std::unique_ptr<Transport> transport,
                       const std::optional<std::string>& pairing_code = {});
    /// Ends the thread, and the exchange that is under way; nothing is lost by it.
    void stop();
    /// Call after each successful Outbox::capture, so that the batch gets its moment.
    void captured();
    SyncStatus status() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::kiosk
