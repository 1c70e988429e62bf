// SPDX-License-Identifier: EUPL-1.2
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "server/app/app.hpp"
#include "server/demo/areas.hpp"
#include "server/demo/demo.hpp"

namespace peilpunt::demo {
namespace {

constexpr std::string_view kWho = "voorbeeld";
constexpr std::size_t kAtOnce = 64;  // goes into one commit, and stays under the bound of the writer's queue

/// Waits for a number of submissions and keeps the first that was refused.
class Waiting {
  public:
    explicit Waiting(std::size_t count) : left_(count) {}
    app::AcceptedDone done() {
        return [this](Result<app::Accepted> result) {
            const std::lock_guard lock(mutex_);
            if (!result && !error_) error_ = result.error();
            if (--left_ == 0) all_done_.notify_one();
        };
    }
    std::optional<Error> wait() {
        std::unique_lock lock(mutex_);
        all_done_.wait(lock, [this] { return left_ == 0; });
        return error_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable all_done_;
    std::size_t left_;
    std::optional<Error> error_;
};

/// Gives all of them through `give`, some at once.
template <class Given, class Give>
Result<void> give_all(const std::vector<Given>& all, Give give) {
    std::span<const Given> left(all);
    while (!left.empty()) {
        const auto now = left.first(std::min(kAtOnce, left.size()));
        Waiting waiting(now.size());
        for (const auto& one : now) give(one, waiting.done());
        if (auto error = waiting.wait()) return *error;
        left = left.subspan(now.size());
    }
    return {};
}

Result<void> load_contacts(app::App& app) {
    for (const auto& contact : contacts()) {
        app::ContactDetails details;
        details.is_16 = contact.is_16;
        details.parent_agrees = !contact.is_16;
        details.phone = seal::Secret(contact.phone);
        details.municipality = contact.municipality;
        details.topics = contact.topics;
        details.text_version = "voorbeeld";
        const auto left = app.leave_contact(details);
        if (!left) return left.error();
    }
    return {};
}

/// A clock that shows what it is told.
class SetClock final : public Clock {
  public:
    explicit SetClock(TimePoint now) : now_(now) {}
    TimePoint now() const override { return now_; }
    std::chrono::milliseconds steady() const override { return now_.time_since_epoch(); }
    void set(TimePoint now) { now_ = now; }

  private:
    TimePoint now_;
};

Result<void> give_responses(app::App& app, const std::vector<GivenResponse>& all) {
    return give_all(all, [&](const GivenResponse& given, app::AcceptedDone done) {
        app.submit_response(given.response, given.origin, std::nullopt, std::move(done));
    });
}

/// The poll of 2017 runs in its own time: opens, is answered, closes and gets its uitslag.
Result<void> load_2017(store::Store& store, app::App& today, Date loaded) {
    auto asked = poll_2017();
    // Nobody reported on this made copy yet, and nobody is late with it: its day is ahead, whenever it is
    // loaded.
    asked.expectation.feedback_on = loaded + std::chrono::days(60);
    SetClock clock(TimePoint(asked.closes) - std::chrono::hours(12));
    app::App app(store, today.keys(), clock, today.random());
    if (const auto imported = app.import_poll(asked, kWho); !imported) return imported.error();
    if (const auto opened = app.publish_poll(asked.slug, kWho); !opened) return opened.error();
    if (const auto given = give_responses(app, responses_2017()); !given) return given.error();
    clock.set(TimePoint(asked.closes) + std::chrono::hours(9));
    app.housekeep();
    clock.set(clock.now() + std::chrono::minutes(1));
    app.housekeep();
    return {};
}

}  // namespace

Result<void> load(store::Store& store, app::App& app, Date today) {
    const auto example = poll(today);
    const std::vector<std::function<Result<void>()>> steps{
        // First, so that not even a half-filled example can be taken for real.
        [&] { return store.set_setting("voorbeeld", "ja"); },
        [&] { return app.import_areas(areas()); },
        [&] { return app.import_poll(example, kWho); },
        [&] { return load_2017(store, app, today); },
        [&] { return app.publish_poll(example.slug, kWho); },
        [&] { return give_responses(app, responses(today)); },
        [&] {
            return give_all(signals(today), [&](const GivenSignal& given, app::AcceptedDone done) {
                app.give_signal(given.signal, given.origin, std::nullopt, std::move(done));
            });
        },
        [&] { return load_contacts(app); }};
    for (const auto& step : steps) {
        const auto result = step();
        if (!result) return result.error();
    }
    return {};
}

}  // namespace peilpunt::demo
