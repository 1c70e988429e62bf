// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/client.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "kiosk/sync/exchange.hpp"

namespace peilpunt::kiosk {

using engine::Event;

class SyncClient::Impl {
  public:
    Impl(Outbox& outbox, const Clock& clock, Random& random, std::function<void()> content_changed,
         engine::Pace pace)
        : outbox_(outbox),
          clock_(clock),
          random_(random),
          content_changed_(std::move(content_changed)),
          pace_(pace) {}
    ~Impl() { stop(); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Result<void> start(std::unique_ptr<Transport> transport, const std::optional<std::string>& pairing_code) {
        const std::lock_guard lock(mutex_);
        if (thread_.joinable()) return Error{ErrorCode::conflict, "De verbinding loopt al."};
        transport_ = std::move(transport);
        pairing_code_ = pairing_code.value_or("");
        state_ = {};
        state_.pace = pace_;
        stopping_ = false;
        events_ = {engine::Started{outbox_.enrolment().has_value(), !pairing_code_.empty(),
                                   outbox_.content() != nullptr, waiting()}};
        thread_ = std::thread([this] { run(); });
        return {};
    }

    void stop() {
        std::thread ending;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            if (transport_) transport_->close();
            ending = std::move(thread_);
        }
        changed_.notify_all();
        if (ending.joinable()) ending.join();
    }

    void captured() {
        const int now_waiting = waiting();
        {
            const std::lock_guard lock(mutex_);
            events_.emplace_back(engine::Captured{now_waiting});
        }
        changed_.notify_all();
    }

    SyncStatus status() const {
        const std::lock_guard lock(mutex_);
        SyncStatus status;
        status.running = thread_.joinable();
        status.paired = state_.paired;
        status.exchanging = state_.under_way != engine::Exchange::none;
        status.code_refused = code_refused_;
        status.failures = std::max({state_.push.failures, state_.pull.failures, state_.enrol.failures});
        if (const auto wake = state_.wake_at())
            status.next_attempt =
                std::chrono::ceil<std::chrono::seconds>(std::max(*wake - clock_.steady(), engine::Time(0)));
        return status;
    }

  private:
    int waiting() const {
        const OutboxStatus status = outbox_.status();
        return status.waiting();
    }

    void run() {
        Exchanges exchanges(outbox_, *transport_);
        while (const auto event = next_event()) {
            std::vector<engine::Effect> effects;
            {
                const std::lock_guard lock(mutex_);
                code_refused_ = code_refused_ || std::holds_alternative<engine::CodeRefused>(*event);
                auto taken = engine::step(std::move(state_), *event, clock_.steady(), random_);
                state_ = std::move(taken.state);
                effects = std::move(taken.effects);
            }
            for (const engine::Effect& effect : effects) carry_out(effect, exchanges);
        }
    }

    /// Waits for an event or for the time that the engine asked for; nothing when it is time to stop.
    std::optional<Event> next_event() {
        std::unique_lock lock(mutex_);
        while (!stopping_) {
            if (!events_.empty()) {
                Event event = std::move(events_.front());
                events_.pop_front();
                return event;
            }
            const auto wake = state_.wake_at();
            if (!wake) {
                changed_.wait(lock);
            } else if (const auto left = *wake - clock_.steady(); left > engine::Time(0)) {
                changed_.wait_for(lock, left);
            } else {
                return engine::Tick{};
            }
        }
        return std::nullopt;
    }

    void carry_out(const engine::Effect& effect, Exchanges& exchanges) {
        std::optional<Event> answer;
        if (const auto* push = std::get_if<engine::Push>(&effect)) {
            answer = exchanges.push(push->most);
        } else if (std::holds_alternative<engine::Pull>(effect)) {
            answer = exchanges.pull();
        } else if (std::holds_alternative<engine::Enrol>(effect)) {
            answer = exchanges.enrol(pairing_code_);
        } else if (const auto* park = std::get_if<engine::Park>(&effect)) {
            // When the disk refuses, it is refused by the server and parked another time.
            static_cast<void>(outbox_.park(park->id));
        }
        if (!answer) return;
        const bool news = std::holds_alternative<engine::Enrolled>(*answer) ||
                          (std::holds_alternative<engine::Pulled>(*answer) && exchanges.content_changed());
        {
            const std::lock_guard lock(mutex_);
            events_.push_front(std::move(*answer));
        }
        if (news && content_changed_) content_changed_();
    }

    Outbox& outbox_;
    const Clock& clock_;
    Random& random_;
    const std::function<void()> content_changed_;
    const engine::Pace pace_;

    mutable std::mutex mutex_;  ///< guards everything below; what the transport sends is the thread's alone
    std::condition_variable changed_;
    std::thread thread_;
    bool stopping_ = false, code_refused_ = false;
    engine::State state_;
    std::deque<Event> events_;
    std::string pairing_code_;  ///< set before the thread starts
    std::unique_ptr<Transport> transport_;
};

SyncClient::SyncClient(Outbox& outbox, const Clock& clock, Random& random,
                       std::function<void()> content_changed, engine::Pace pace)
    : impl_(std::make_unique<Impl>(outbox, clock, random, std::move(content_changed), pace)) {}
SyncClient::~SyncClient() = default;

Result<void> SyncClient::start(const std::string& server_url, const std::optional<std::string>& pairing_code,
                               const std::string& ca_file) {
    auto transport = connect_to(server_url, ca_file);
    if (!transport) return transport.error();
    return impl_->start(std::move(*transport), pairing_code);
}
Result<void> SyncClient::start(std::unique_ptr<Transport> transport,
                               const std::optional<std::string>& pairing_code) {
    return impl_->start(std::move(transport), pairing_code);
}
void SyncClient::stop() { impl_->stop(); }
void SyncClient::captured() { impl_->captured(); }
SyncStatus SyncClient::status() const { return impl_->status(); }

}  // namespace peilpunt::kiosk
