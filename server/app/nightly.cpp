// SPDX-License-Identifier: EUPL-1.2
#include "server/app/nightly.hpp"

#include <spdlog/spdlog.h>

namespace peilpunt::app {

namespace {

using namespace std::chrono_literals;

constexpr auto kHour = 3h;   ///< of the night, local time
constexpr auto kPause = 1h;  ///< after a rewrite that failed

}  // namespace

Date night_of(TimePoint now) {
    return Date(std::chrono::floor<std::chrono::days>(dutch_time(now) - kHour).time_since_epoch());
}

bool NightlyRewrite::run_if_due() {
    const auto now = clock_.now();
    const auto night = format_date(night_of(now));
    // Any other night than this one: a date ahead, which a wrong clock once wrote, is not waited for.
    const auto state = app_.state();
    const auto last = state->settings.find(kLastRewrite);
    if (last != state->settings.end() && last->second == night) return false;
    if (now < not_before_ && not_before_ - now <= kPause) return false;
    if (const auto done = store_.tidy(); !done) {
        spdlog::error("nightly rewrite: {}; it is tried again in an hour", done.error().message);
        not_before_ = now + kPause;
        return false;
    }
    if (const auto kept = store_.set_setting(kLastRewrite, night); !kept) {
        not_before_ = now + kPause;
        return true;
    }
    app_.housekeep();
    return true;
}

}  // namespace peilpunt::app
