// SPDX-License-Identifier: EUPL-1.2
#include "server/app/kiosk_pace.hpp"

#include <algorithm>

namespace peilpunt::app {

namespace {

constexpr int kMostWaiting = 2'000;       ///< taken on trust after a start of the server
constexpr std::size_t kHoursKept = 9600;  ///< 400 days

double hours_between(TimePoint from, TimePoint to) {
    return std::max(0.0, std::chrono::duration<double, std::ratio<3600>>(to - from).count());
}

std::int64_t hour_of(TimePoint time) {
    return std::chrono::floor<std::chrono::hours>(time).time_since_epoch().count();
}

}  // namespace

void KioskPace::contact(const store::Kiosk& kiosk, TimePoint now) {
    const std::lock_guard lock(mutex_);
    const auto [found, is_new] = kiosks_.try_emplace(kiosk.id);
    auto& kept = found->second;
    if (is_new) {
        kept.at = now;
        kept.credit = kAtOnce;
        if (const auto last = parse_time(kiosk.last_contact)) {
            kept.at = std::min(now, *last);
            kept.credit += std::clamp(kiosk.waiting + kiosk.parked, 0, kMostWaiting);
            if (kiosk.waiting + kiosk.parked == 0 && kiosk.last_batch > 0) kept.empty_at = kept.at;
        }
    }
    kept.credit += kAnHour * hours_between(kept.at, now);
    kept.at = std::max(kept.at, now);
}

bool KioskPace::admit(KioskId kiosk, TimePoint captured) {
    const std::lock_guard lock(mutex_);
    auto& kept = kiosks_[kiosk];
    auto& in_hour = kept.hours[hour_of(captured)];
    if (kept.credit < 1 || in_hour >= kClockHour || captured + kSlack < kept.empty_at) return false;
    --kept.credit;
    ++in_hour;
    if (kept.hours.size() > kHoursKept) kept.hours.erase(kept.hours.begin());
    return true;
}

void KioskPace::give_back(KioskId kiosk, TimePoint captured) {
    const std::lock_guard lock(mutex_);
    auto& kept = kiosks_[kiosk];
    ++kept.credit;
    --kept.hours[hour_of(captured)];
}

void KioskPace::done(KioskId kiosk, int waiting, TimePoint now) {
    const std::lock_guard lock(mutex_);
    auto& kept = kiosks_[kiosk];
    if (waiting > 0) return;
    // Nothing is left there: what comes from now on was captured from now on.
    kept.credit = std::min<double>(kept.credit, kAtOnce);
    kept.empty_at = std::max(kept.empty_at, now);
}

}  // namespace peilpunt::app
