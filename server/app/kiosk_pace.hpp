// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <mutex>

#include "server/store/store.hpp"

namespace peilpunt::app {

/// How many answers one kiosk can have taken: one person after the other, a minute each. What it brings
/// beyond that is stored and acknowledged as always, and counted apart: a key may be in other hands. In
/// memory only; after a start it goes on from the kiosk's last report. Thread-safe.
class KioskPace {
  public:
    static constexpr int kAtOnce = 60;     ///< more than its time allows: clocks are wrong, helpers are quick
    static constexpr int kAnHour = 60;     ///< since its queue was last empty
    static constexpr int kClockHour = 90;  ///< in one hour of its own clock
    static constexpr auto kSlack = std::chrono::hours(2);  ///< by which its clock may be wrong

    /// A batch begins. `kiosk`: as it last reported, before this batch.
    void contact(const store::Kiosk& kiosk, TimePoint now);
    /// Whether an answer that it says was captured then can be; counts it when it can.
    bool admit(KioskId kiosk, TimePoint captured);
    /// It was there already: does not count.
    void give_back(KioskId kiosk, TimePoint captured);
    /// The batch is stored, and so many are still waiting on the kiosk.
    void done(KioskId kiosk, int waiting, TimePoint now);

  private:
    struct Kept {
        double credit = 0;
        TimePoint at{};
        TimePoint empty_at{};  ///< when its queue was last empty, as it said; 0: never
        std::map<std::int64_t, int> hours;
    };
    std::mutex mutex_;
    std::map<KioskId, Kept> kiosks_;
};

}  // namespace peilpunt::app
