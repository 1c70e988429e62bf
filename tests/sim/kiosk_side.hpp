// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/engine.hpp"
#include "kiosk/sync/transport.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/server_side.hpp"

namespace peilpunt::sim {

/// A kiosk's own clock: wrong by some time, too fast or too slow, or never set since the power came.
class KioskClock final : public Clock {
  public:
    explicit KioskClock(const tests::HandClock& real) : real_(real), booted_(real.now()) {}
    TimePoint now() const override {
        const auto up = real_.now() - booted_;
        const auto drift = std::chrono::milliseconds(up.count() * drift_ppm_ / 1'000'000);
        return (unset_ ? TimePoint(up) : real_.now() + wrong_by_) + drift;
    }
    std::chrono::milliseconds steady() const override { return real_.now() - booted_ + kBootTime; }
    void boot() { booted_ = real_.now(); }
    void set_wrong(std::chrono::milliseconds by, int drift_ppm, bool unset) {
        wrong_by_ = by;
        drift_ppm_ = drift_ppm;
        unset_ = unset;
    }

  private:
    static constexpr std::chrono::milliseconds kBootTime{20'000};
    const tests::HandClock& real_;
    TimePoint booted_;
    std::chrono::milliseconds wrong_by_{};
    std::int64_t drift_ppm_ = 0;
    bool unset_ = false;
};

/// How a push is done; the real one, or one with a planted fault.
using PushWay = std::function<kiosk::engine::Event(kiosk::Outbox&, kiosk::Transport&, std::size_t)>;
kiosk::engine::Event real_push(kiosk::Outbox& outbox, kiosk::Transport& transport, std::size_t most);

/// A kiosk: its real outbox, engine and exchanges, on a disk that can fail.
class KioskSide {
  public:
    KioskSide(std::uint64_t seed, const tests::HandClock& real, kiosk::Transport& transport, PushWay push);

    Disk disk;
    KioskClock clock;
    std::string code;        ///< of pairing, as somebody typed it
    TimePoint code_until{};  ///< when it is no good any more

    /// Opens what is on its disk and begins; false when the disk does not let it.
    bool start();
    void stop(End end);
    bool runs() const { return outbox_ != nullptr; }
    kiosk::Outbox& outbox() { return *outbox_; }
    const kiosk::engine::State& state() const { return state_; }
    /// When it wants to do something, in its own steady time; nothing while only a person can help.
    std::optional<kiosk::engine::Time> wakes_at() const;
    /// One event and all that follows from it. Ends early when the disk dies.
    void on(kiosk::engine::Event event);
    int waiting() const;
    /// Of all that is on its disk, waiting or set aside.
    std::set<EnvelopeId> ids() const;
    int starts() const { return starts_; }
    bool code_refused() const { return code_refused_; }

  private:
    void carry_out(const kiosk::engine::Effect& effect, std::deque<kiosk::engine::Event>& events);

    tests::TemporaryFolder folder_;  ///< for the one file that is no database: the device's key
    kiosk::Transport& transport_;
    PushWay push_;
    Chance random_;
    std::unique_ptr<kiosk::Outbox> outbox_;
    kiosk::engine::State state_;
    int starts_ = 0, boots_ = 0;
    bool code_refused_ = false;
};

}  // namespace peilpunt::sim
