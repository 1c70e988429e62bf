// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/app/app.hpp"

namespace peilpunt::app {

/// Once a night, at three o'clock local time, the store is written anew, so that neither order of arrival nor
/// deleted words linger in it. A night that was missed, because nobody served then, is made up for at the
/// next start. Which night was last stands in the store: of many servers on one database one does it. Called
/// by one thread.
class NightlyRewrite {
  public:
    NightlyRewrite(App& app, store::Store& store, const Clock& clock)
        : app_(app), store_(store), clock_(clock) {}
    /// Rewrites when it is due; true when it did. One that fails is tried again after an hour.
    bool run_if_due();

  private:
    App& app_;
    store::Store& store_;
    const Clock& clock_;
    TimePoint not_before_{};
};

/// The date of the last three o'clock before `now`.
Date night_of(TimePoint now);

/// The setting that holds the date of the last rewritten night.
inline constexpr const char* kLastRewrite = "laatste-herschrijving";

}  // namespace peilpunt::app
