// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <deque>
#include <map>
#include <string>

#include "tests/sim/kiosk_side.hpp"

namespace peilpunt::sim {

/// Which faults a run has, in percents of what they can happen to; each seed leaves some out altogether.
struct Weather {
    int drop_request = 0, drop_answer = 0, twice = 0, late = 0, stale = 0, garble = 0, forge = 0, busy = 0;
    int refused = 0;  ///< of the envelopes: a batch with one of them is refused as a whole
    int kiosk_dies = 0, server_dies = 0;  ///< in the middle of an exchange or of a write
    DiskFaults kiosk_disk, server_disk;
    int clock_changes = 0;
    int rare = 0;  ///< of each thing that a person does: revoking, closing, a nightly rewrite

    static Weather from(Chance& chance);
};

/// What happened how often, by name: "net.drop", "disk.server", "crash.kiosk" ...
using Counts = std::map<std::string, std::uint64_t>;

/// Between one kiosk and the server: drops, doubles, delays, garbles and forges.
/// What a request brings, packed or not.
Result<sync::Batch> batch_in(const kiosk::HttpRequest& request);

class Network final : public kiosk::Transport {
  public:
    Network(ServerSide& server, Chance& chance, const Weather& weather, Counts& counts);
    void connect(KioskSide& kiosk) { kiosk_ = &kiosk; }

    Result<kiosk::HttpReply> send(const kiosk::HttpRequest& request) override;
    /// What was held up arrives now.
    void deliver_late_ones();
    void drop_late_ones() { on_the_way_.clear(); }

  private:
    bool happens(int percent, const char* name);
    bool is_refused(const kiosk::HttpRequest& request) const;
    Result<kiosk::HttpReply> arrive(const kiosk::HttpRequest& request);
    kiosk::HttpReply forged(const kiosk::HttpRequest& request);

    ServerSide& server_;
    Chance& chance_;
    const Weather& weather_;
    Counts& counts_;
    KioskSide* kiosk_ = nullptr;
    std::deque<kiosk::HttpRequest> on_the_way_;
    std::optional<kiosk::HttpReply> earlier_;
    seal::SignKeys forger_;
};

}  // namespace peilpunt::sim
