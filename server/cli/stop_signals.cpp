// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/stop_signals.hpp"

#include <pthread.h>

namespace peilpunt::cli {

StopSignals::StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

void StopSignals::wait(const std::function<void()>& hang_up) {
    for (int number = 0;;) {
        if (sigwait(&set_, &number) != 0) continue;
        if (number != SIGHUP) return;
        hang_up();
    }
}

bool StopSignals::wait_until(const std::function<bool()>& done) {
    constexpr timespec kLook{0, 100'000'000};
    while (!done()) {
        const int number = sigtimedwait(&set_, nullptr, &kLook);
        if (number == SIGINT || number == SIGTERM) return false;
    }
    return true;
}

}  // namespace peilpunt::cli
