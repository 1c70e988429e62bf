// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/listener.hpp"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/store/engine/postgres/schema.hpp"

namespace peilpunt::store::postgres {

namespace {
constexpr int kPauseMs = 1000;  ///< before the next attempt to connect
}

Listener::Listener(std::string url, std::string channel, std::function<void()> hint)
    : url_(std::move(url)),
      channel_(std::move(channel)),
      hint_(std::move(hint)),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      thread_([this] { loop(); }) {}

Listener::~Listener() {
    ::eventfd_write(stop_, 1);
    thread_.join();
    ::close(stop_);
}

void Listener::listen_once() {
    Connection connection(url_, kMainSchema);
    connection.listen(channel_);
    hint_();
    while (connection.wait_for_notice(stop_)) hint_();
}

void Listener::loop() {
    for (;;) {
        try {
            return listen_once();
        } catch (const PostgresError& error) {
            spdlog::warn("listening for changes: {}", error.what());
        }
        pollfd waiting{stop_, POLLIN, 0};
        if (::poll(&waiting, 1, kPauseMs) > 0) return;
    }
}

}  // namespace peilpunt::store::postgres
