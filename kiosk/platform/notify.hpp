// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <string>
#include <string_view>

namespace peilpunt::platform {

/// Tells systemd how it goes (sd_notify(3): a datagram to $NOTIFY_SOCKET); does nothing without it. The
/// watchdog is fed from the window's loop only: a loop that hangs is a kiosk that hangs.
class Notify {
  public:
    /// Reads NOTIFY_SOCKET and WATCHDOG_USEC.
    Notify();
    ~Notify();
    Notify(const Notify&) = delete;
    Notify& operator=(const Notify&) = delete;

    void ready() { send("READY=1"); }
    void stopping() { send("STOPPING=1"); }
    /// Call it in every round of the loop; feeds at most three times in each period of the watchdog.
    void alive(std::chrono::milliseconds now);

  private:
    void send(std::string_view message);

    int socket_ = -1;
    std::string address_;
    std::chrono::milliseconds every_{0};
    std::chrono::milliseconds next_{0};
};

}  // namespace peilpunt::platform
