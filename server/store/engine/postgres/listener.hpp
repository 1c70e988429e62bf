// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <string>
#include <thread>

namespace peilpunt::store::postgres {

/// Waits for NOTIFY and calls `hint`, on its own thread, for each notice and after each new connection.
/// Only a hint: notices are lost with the connection, so whoever needs to know also looks now and then.
class Listener {
  public:
    Listener(std::string url, std::string channel, std::function<void()> hint);
    ~Listener();
    Listener(const Listener&) = delete;

  private:
    void loop();
    void listen_once();

    const std::string url_, channel_;
    const std::function<void()> hint_;
    const int stop_;  ///< eventfd, readable once it is to end
    std::thread thread_;
};

}  // namespace peilpunt::store::postgres
