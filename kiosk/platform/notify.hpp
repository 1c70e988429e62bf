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

    void stopping() { send("STOPPING=1"); }
    /// Call it in every round of the loop: the second one, when a picture stands, says that it is ready;
    /// later ones feed the watchdog, three times in each of its periods.
    void alive(std::chrono::milliseconds now);

  private:
    void send(std::string_view message);

    int socket_ = -1;
    std::string address_;
    std::chrono::milliseconds every_{0};
    std::chrono::milliseconds next_{0};
    int rounds_ = 0;
};

}  // namespace peilpunt::platform
