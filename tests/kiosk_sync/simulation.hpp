// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <deque>
#include <functional>
#include <iostream>
#include <sstream>

#include "kiosk/sync/engine.hpp"
#include "kiosk/sync/exchange.hpp"
#include "tests/kiosk_sync/fixture.hpp"

/// One kiosk with the real engine, exchanges and outbox, and the model of the server, on a virtual clock,
/// over a network that drops, doubles, delays, garbles and forges; crashes destroy the outbox and open it
/// again.
namespace peilpunt::kiosk {

struct Crash {};  ///< the power of the kiosk goes, in the middle of an exchange

/// Which faults a run has; each seed leaves some out altogether.
struct Weather {
    int drop_request = 0, drop_answer = 0, twice = 0, late = 0, stale = 0, garble = 0, forge = 0, busy = 0,
        crash = 0;

    static Weather from(SeededRandom& random) {
        const auto some = [&](int most) {
            return random.chance(50) ? static_cast<int>(random.below(most)) + 1 : 0;
        };
        Weather weather;
        weather.drop_request = some(30);
        weather.drop_answer = some(30);
        weather.twice = some(25);
        weather.late = some(25);
        weather.stale = some(15);
        weather.garble = some(15);
        weather.forge = some(20);
        weather.busy = some(15);
        weather.crash = some(10);
        return weather;
    }
};

class BadNetwork final : public Transport {
  public:
    BadNetwork(ModelServer& server, SeededRandom& random) : server_(server), random_(random) {}
    Weather weather;

    Result<HttpReply> send(const HttpRequest& request) override {
        if (random_.chance(weather.crash)) throw Crash{};
        deliver_late_ones();
        if (random_.chance(weather.late)) on_the_way_.push_back(request);
        if (random_.chance(weather.drop_request)) return no_answer();
        if (random_.chance(weather.busy)) {
            auto reply = ModelServer::status(503);
            if (random_.chance(50)) reply.retry_after = std::chrono::seconds(random_.below(600));
            return reply;
        }
        if (random_.chance(weather.forge)) return forged(request);
        HttpReply reply = server_.answer(request);
        if (random_.chance(weather.twice)) reply = server_.answer(request);
        if (random_.chance(weather.crash)) throw Crash{};
        if (random_.chance(weather.drop_answer)) return no_answer();
        const HttpReply now = reply;
        if (random_.chance(weather.stale) && earlier_) reply = *earlier_;
        earlier_ = now;
        if (random_.chance(weather.garble) && !reply.body.empty())
            reply.body[random_.below(reply.body.size())] ^= 1;
        return reply;
    }
    void deliver_late_ones() {
        while (!on_the_way_.empty() && random_.chance(50)) {
            server_.answer(on_the_way_.front());
            on_the_way_.pop_front();
        }
    }

  private:
    static Error no_answer() { return {ErrorCode::busy, "geen antwoord"}; }

    /// Somebody between kiosk and server who says that all went well.
    HttpReply forged(const HttpRequest& request) {
        const auto batch = sync::parse_batch(request.body);
        if (!batch) return {200, "", std::nullopt, "{}"};
        sync::Acknowledgement all{batch->kiosk, batch->number, "2026-11-21T13:45:00Z", {}};
        for (const auto& envelope : batch->envelopes)
            all.answers.push_back({envelope.id, sync::Outcome::stored, ""});
        const std::string body = sync::write_acknowledgement(all);
        return {200, seal::to_base64(seal::sign(forger_, "antwoord", body)), std::nullopt, body};
    }

    ModelServer& server_;
    SeededRandom& random_;
    std::deque<HttpRequest> on_the_way_;
    std::optional<HttpReply> earlier_;
    seal::SignKeys forger_ = seal::make_sign_keys();
};

/// How a push is done; the real one, or one with a planted fault.
using PushWay = std::function<engine::Event(Outbox&, Transport&, std::size_t)>;

inline engine::Event real_push(Outbox& outbox, Transport& transport, std::size_t most) {
    return Exchanges(outbox, transport).push(most);
}

class Simulation {
  public:
    explicit Simulation(std::uint64_t seed, PushWay push = real_push)
        : kiosk_(seed), random_(seed * 977), network_(kiosk_.server, random_), push_(std::move(push)) {
        network_.weather = Weather::from(random_);
        poisonous_ = random_.chance(30);
    }
    ModelServer& server() { return kiosk_.server; }

    /// Runs it through; what went wrong, or nothing.
    std::string run() {
        start();
        for (int turn = 0; turn < 150; ++turn) {
            if (random_.chance(40))
                give();
            else if (random_.chance(3))
                start();  // somebody pulls the plug
            else
                wake();
            if (auto wrong = lost_by_now(); !wrong.empty()) return wrong;
        }
        network_.weather = {};
        kiosk_.server.poison.clear();
        start();
        // Two hours are enough for the longest wait and every delay.
        const auto end = kiosk_.clock.steady() + std::chrono::hours(2);
        while (kiosk_.clock.steady() < end && !(kiosk_.waiting() == 0 && state_.failures_free())) wake();
        return wrong_at_the_end();
    }
    std::string trace() const { return trace_.str(); }
    int crashes() const { return crashes_; }
    std::size_t given() const { return given_.size(); }

  private:
    struct Engine : engine::State {
        bool failures_free() const { return push.failures == 0 && pull.failures == 0; }
    };

    void start() {
        ++crashes_;
        kiosk_.reopen();
        state_ = {};
        on(engine::Started{true, false, kiosk_.outbox->content() != nullptr, kiosk_.waiting()});
    }

    void give() {
        kiosk_.clock.advance(std::chrono::seconds(random_.below(90)));
        const auto id = EnvelopeId::random(kiosk_.random);
        const std::string text = "antwoord " + std::to_string(given_.size());
        kiosk_.capture(id, text).value();
        given_[id] = signal_body(id, text);
        if (poisonous_ && random_.chance(5)) kiosk_.server.poison.insert(id);
        trace_ << "g" << kiosk_.waiting();
        on(engine::Captured{kiosk_.waiting()});
    }

    void wake() {
        const auto due = state_.wake_at();
        if (!due) return;
        kiosk_.clock.advance(std::max(*due - kiosk_.clock.steady(), std::chrono::milliseconds(0)));
        on(engine::Tick{});
    }

    /// One event, and all that follows from it at once.
    void on(engine::Event event) {
        std::deque<engine::Event> events{std::move(event)};
        try {
            while (!events.empty()) {
                auto taken = engine::step(state_, events.front(), kiosk_.clock.steady(), random_);
                events.pop_front();
                static_cast<engine::State&>(state_) = std::move(taken.state);
                for (const auto& effect : taken.effects) carry_out(effect, events);
            }
        } catch (const Crash&) {
            trace_ << "!";
            start();
        }
    }

    void carry_out(const engine::Effect& effect, std::deque<engine::Event>& events) {
        trace_ << effect.index() << "@" << kiosk_.clock.steady().count() << " ";
        if (const auto* push = std::get_if<engine::Push>(&effect))
            events.push_back(push_(*kiosk_.outbox, network_, push->most));
        else if (std::holds_alternative<engine::Pull>(effect))
            events.push_back(Exchanges(*kiosk_.outbox, network_).pull());
        else if (const auto* park = std::get_if<engine::Park>(&effect))
            kiosk_.outbox->park(park->id).value();
    }

    /// Everything given is at the server, or still here: waiting or parked.
    std::string lost_by_now() {
        const auto status = kiosk_.outbox->status();
        const auto here =
            static_cast<std::size_t>(status.waiting_responses + status.waiting_signals + status.parked);
        if (here + kiosk_.server.stored.size() < given_.size()) return "lost: neither here nor there";
        if (status.captured != static_cast<std::int64_t>(given_.size())) return "the running total is wrong";
        return {};
    }

    std::string wrong_at_the_end() {
        if (kiosk_.waiting() != 0) return "the outbox is not empty two hours after the last fault";
        if (kiosk_.outbox->status().parked != 0) return "parked for ever";
        for (const auto& [id, body] : given_) {
            const auto found = kiosk_.server.stored.find(id);
            if (found == kiosk_.server.stored.end()) return "lost: " + id.str();
            if (found->second != 1) return "doubled: " + id.str();
            if (kiosk_.server.bodies[id] != body) return "changed: " + id.str();
        }
        if (kiosk_.server.stored.size() != given_.size()) return "invented";
        return {};
    }

    Kiosk kiosk_;
    SeededRandom random_;
    BadNetwork network_;
    PushWay push_;
    Engine state_;
    bool poisonous_ = false;
    std::map<EnvelopeId, std::string> given_;
    std::ostringstream trace_;
    int crashes_ = 0;
};

}  // namespace peilpunt::kiosk
