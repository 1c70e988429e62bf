// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/results/attack.hpp"
#include "tests/sim/network.hpp"

namespace peilpunt::sim {

/// A rule broken on purpose: every check has one that it must find.
struct Plant {
    PushWay push = real_push;
    std::function<void(ServerSide&, const kiosk::HttpRequest&, kiosk::HttpReply&)> server;
    bool kiosk_disk_lies = false, server_disk_lies = false;
    /// Before the last checks, when all is at rest.
    std::function<void(ServerSide&, std::vector<std::unique_ptr<KioskSide>>&)> at_rest;
};

/// One seed: a server, phones and a few kiosks in whatever weather the seed brings; then fair weather, in
/// which all must come to rest. Everything is one thread on a virtual clock, and the same seed takes the same
/// course.
class Simulation {
  public:
    explicit Simulation(std::uint64_t seed, Plant plant = {});

    /// Runs it through; what went wrong first, or nothing.
    std::string run();

    const Counts& counts() const { return counts_; }
    /// The same for the same course.
    std::uint64_t trace() const { return trace_; }
    std::chrono::milliseconds simulated() const { return clock_.now() - tests::test_start(); }
    std::size_t kiosks() const { return kiosks_.size(); }

  private:
    /// Something that somebody gave.
    struct Item {
        ResponseId id;
        std::string words;
        bool by_phone = false;
        bool thanked = false;  ///< the screen said so
        bool is_signal = false;
        bool spoken = false;            ///< with a recording
        std::optional<Receipt> code{};  ///< that a kiosk showed
        bool code_proves = false;       ///< the code was made with a key, not by chance
    };

    std::string course();
    void set_up();
    void turn();
    void visit();
    /// What a kiosk shows: of a poll a code that proves itself, once it has the key for that.
    Receipt code_at(KioskSide& kiosk, Item& item);
    void visit_by_phone();
    void person_does_something();
    /// What waits at a kiosk goes to the server on a stick, and perhaps its answer back.
    void carry_stick(KioskSide& kiosk);
    /// The next kiosk that wants something gets its turn; false when none ever wants anything.
    bool pass_time();
    /// What died is taken down, and what is down may come up again.
    void tend();
    void arm();
    void pair_again(std::size_t kiosk);
    bool needs_pairing(std::size_t kiosk);
    void settle();
    std::string wrong_now();
    std::string wrong_at_rest();
    std::string wrong_to_the_council(const Found& found);
    std::string wrong_in_signals(const Found& found);
    void mark(std::uint64_t what);
    Item& new_item(bool by_phone);
    Signal signal_of(const Item& item) const;
    Response response_of(const Item& item);
    void count(const char* what) { ++counts_[what]; }
    End some_end() {
        return chance_.percent(50) ? End::power_cut : chance_.percent(60) ? End::killed : End::stopped;
    }

    const std::uint64_t seed_;
    Chance chance_;
    Plant plant_;
    Weather weather_;
    Counts counts_;
    tests::HandClock clock_;
    ServerSide server_;
    std::vector<std::unique_ptr<Network>> networks_;
    std::vector<std::unique_ptr<KioskSide>> kiosks_;
    std::vector<Item> items_;
    tests::TemporaryFolder stick_;
    std::uint64_t trace_ = 1469598103934665603U;
    bool fair_ = false;
};

}  // namespace peilpunt::sim
