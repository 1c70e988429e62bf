// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

namespace peilpunt::platform {

Notify::Notify() {
    const char* address = std::getenv("NOTIFY_SOCKET");
    if (!address || (address[0] != '/' && address[0] != '@')) return;
    address_ = address;
    if (address_.size() >= sizeof(sockaddr_un::sun_path)) return;
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const char* period = std::getenv("WATCHDOG_USEC");
    std::int64_t microseconds = 0;
    if (period) std::from_chars(period, period + std::strlen(period), microseconds);
    every_ = std::chrono::milliseconds(microseconds / 3000);
}

Notify::~Notify() {
    if (socket_ >= 0) ::close(socket_);
}

void Notify::alive(std::chrono::milliseconds now) {
    if (rounds_ < 2) {
        if (++rounds_ < 2) return;
        send("READY=1");
    }
    if (every_.count() <= 0 || now < next_) return;
    next_ = now + every_;
    send("WATCHDOG=1");
}

void Notify::send(std::string_view message) {
    if (socket_ < 0) return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    if (to.sun_path[0] == '@') to.sun_path[0] = '\0';  // the abstract namespace
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    // Nobody who listens: then nobody waits for it either.
    static_cast<void>(::sendto(socket_, message.data(), message.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&to), size));
}

}  // namespace peilpunt::platform
