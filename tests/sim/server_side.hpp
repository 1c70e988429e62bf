// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "kiosk/sync/transport.hpp"
#include "server/app/app.hpp"
#include "tests/sim/disk.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::sim {

enum class End { stopped, killed, power_cut };

/// What was found in a copy of the server's database.
struct Found {
    std::map<std::string, int> words;  ///< of answers, signals and what was set apart, and how often each
    std::set<std::string> set_apart;   ///< the words of what was set apart
    std::int64_t responses = 0, signals = 0, apart = 0;
};

/// The server: its real handlers, use cases and store, on a disk that can fail.
class ServerSide {
  public:
    ServerSide(std::uint64_t seed, tests::HandClock& clock);
    ~ServerSide();

    Disk disk;
    /// Told of every call that was carried out, before its answer leaves; a planted fault may change it.
    std::function<void(ServerSide&, const kiosk::HttpRequest&, kiosk::HttpReply&)> planted;

    /// Opens what is on the disk; false when the disk does not let it.
    bool start();
    void stop(End end);
    bool runs() const { return app_ != nullptr; }
    app::App& app() { return *app_; }
    store::Store& store() { return *store_; }
    int starts() const { return starts_; }

    /// Nothing when it does not run, or died on the way.
    std::optional<kiosk::HttpReply> answer(const kiosk::HttpRequest& request);
    /// Runs `work` as one request; nothing when the server died meanwhile.
    template <class Work>
    bool carry_out(Work work) {
        if (!runs()) return false;
        try {
            work(*app_);
        } catch (const std::exception&) {
            ++errors;  // a page that says that something went wrong
        }
        return !disk.dead();
    }
    Found found() const;
    std::uint64_t errors = 0;

  private:
    tests::HandClock& clock_;
    Chance random_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<app::App> app_;
    int starts_ = 0;
};

}  // namespace peilpunt::sim
