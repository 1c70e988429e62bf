// SPDX-License-Identifier: EUPL-1.2
// Fills a data folder through the same door as everybody, and times a kiosk's queue.
//   bench_fill fill DATA DATABASE|- RESPONSES SIGNALS   prints responses/s and signals/s
//   bench_fill sync DATA DATABASE|- ENVELOPES           one kiosk returns; prints seconds of the server
#include <fmt/core.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

#include "server/app/accounts.hpp"
#include "server/app/fleet.hpp"
#include "server/cli/data_folder.hpp"
#include "shared/json/json.hpp"
#include "shared/seal/seal.hpp"

using namespace peilpunt;
using SteadyClock = std::chrono::steady_clock;

namespace {

/// At most so many submissions on their way at once.
class Window {
  public:
    void enter() {
        std::unique_lock lock(mutex_);
        free_.wait(lock, [&] { return inside_ < 8192; });
        ++inside_;
    }
    void leave(bool good) {
        const std::lock_guard lock(mutex_);
        --inside_;
        bad_ += good ? 0 : 1;
        free_.notify_all();
    }
    int drain() {
        std::unique_lock lock(mutex_);
        free_.wait(lock, [&] { return inside_ == 0; });
        return bad_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable free_;
    int inside_ = 0, bad_ = 0;
};

constexpr const char* kMunicipalities[] = {"GM0375", "GM0396", "GM0453"};
constexpr const char* kAges[] = {"13-15", "16-17", "18-21"};
constexpr const char* kChoices[] = {"dijk", "stad", "anders"};
constexpr const char* kThemes[] = {"voorzieningen", "wonen", "zorg-en-hulp", "jeugd", "vervoer"};
constexpr const char* kWords[] = {"De bus rijdt hier na zes uur niet meer", "Er is geen plek voor jongeren",
                                  "Het fietspad is donker", "Ik wacht al maanden op een huis"};

Response response_of(app::App& app, const Poll& poll, int number) {
    Response response;
    response.id = ResponseId::random(app.random());
    response.poll = poll.id;
    response.revision = poll.revision;
    response.municipality = AreaCode::parse(kMunicipalities[number % 3]).value();
    response.age_group = kAges[number / 3 % 3];
    response.answers.set("v1", Choice{kChoices[number / 9 % 3], ""});
    response.answers.set("v2", Choice{"ja", ""});
    response.answers.set("v3", OpenText{std::string(220, 'a')});
    return response;
}

Signal signal_of(app::App& app, const AreaTree& areas, int number) {
    Signal signal;
    signal.id = ResponseId::random(app.random());
    signal.municipality = AreaCode::parse(kMunicipalities[number % 3]).value();
    const auto districts = areas.districts_of(signal.municipality);
    if (!districts.empty())
        signal.area = districts[static_cast<std::size_t>(number / 3) % districts.size()].code;
    signal.theme = kThemes[number / 7 % 5];
    signal.text = std::string(kWords[number / 5 % 4]) + ", nummer " + std::to_string(number) + ".";
    return signal;
}

Origin on_day(const Clock& clock, int days_ago) {
    return {Channel::web, "", moment_of(clock.now() - std::chrono::hours(24 * days_ago))};
}

double since(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

int fill(app::App& app, const Clock& clock, int responses, int signals) {
    const auto state = app.state();
    const auto* poll = state->poll("fietsen");
    if (!poll) return 1;
    Window window;
    const auto done = [&](Result<app::Accepted> result) { window.leave(result.has_value()); };
    auto start = SteadyClock::now();
    for (int i = 0; i < responses; ++i) {
        window.enter();
        app.submit_response(response_of(app, *poll, i), on_day(clock, 0), std::nullopt, done);
    }
    int bad = window.drain();
    const double first = since(start);
    start = SteadyClock::now();
    for (int i = 0; i < signals; ++i) {
        window.enter();
        app.give_signal(signal_of(app, state->areas, i), on_day(clock, i % 365), std::nullopt, done);
    }
    bad += window.drain();
    fmt::print("{:.0f} {:.0f} {}\n", responses / first, signals / since(start), bad);
    return bad == 0 ? 0 : 1;
}

int sync_queue(app::App& app, const Clock& clock, int count) {
    const auto state = app.state();
    const auto* poll = state->poll("fietsen");
    if (!poll) return 1;
    const auto keys = seal::make_sign_keys();
    const auto code = app.fleet()
                          .make_pairing_code(app::Accounts::command_line(), "De Zeemeeuw",
                                             AreaCode::parse("GM0453").value())
                          .value();
    const auto kiosk = app.enrol({code, keys.public_key}).value();
    double spent = 0;
    int stored = 0;
    std::int64_t number = 0;
    for (int done = 0; done < count;) {
        sync::Batch batch;
        batch.kiosk = kiosk.kiosk;
        batch.number = ++number;
        batch.sent_at = format_time(clock.now());
        batch.boot_id = "boot";
        batch.version = "meting";
        for (int i = 0; i < 100 && done < count; ++i, ++done) {
            const auto response = response_of(app, *poll, done);
            sync::Content content;
            content.kind = sync::Kind::response;
            content.body = json::response_tree(response).dump();
            content.receipt = Receipt::random(app.random());
            content.captured_at = format_time(clock.now());
            content.boot_id = "boot";
            batch.envelopes.push_back(
                sync::seal_envelope(EnvelopeId(response.id.uuid()), kiosk.server_box_key, content));
        }
        const auto body = sync::write_batch(batch);
        const auto signature = seal::sign(keys, "batch", body);
        const auto start = SteadyClock::now();
        const auto answer = app.accept_batch(kiosk.kiosk.str(), signature, body);
        spent += since(start);
        if (!answer) return 1;
        for (const auto& one : answer->answers) stored += one.outcome == sync::Outcome::stored ? 1 : 0;
    }
    fmt::print("{:.3f} {}\n", spent, stored);
    return stored == count ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (argc < 5) {
        fmt::print(stderr,
                   "usage: bench_fill fill DATA DATABASE|- RESPONSES SIGNALS | sync DATA DATABASE|- N\n");
        return 2;
    }
    seal::start();
    const SystemClock clock;
    SystemRandom random;
    const std::string database = std::string(argv[3]) == "-" ? "" : argv[3];
    auto folder = cli::open_data_folder({clock, random, argv[2], database, {}}).value();
    if (what == "sync") return sync_queue(*folder.app, clock, std::atoi(argv[4]));
    return fill(*folder.app, clock, std::atoi(argv[4]), argc > 5 ? std::atoi(argv[5]) : 0);
}
