// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/engine.hpp"

#include <algorithm>
#include <utility>

namespace peilpunt::kiosk::engine {
namespace {

Time within(const Span& span, Random& random) {
    const auto width = (span.most - span.least).count();
    return width <= 0 ? span.least : span.least + Time(random.below(static_cast<std::uint64_t>(width)));
}

/// Between the first delay and one that doubles with every failure: 200 kiosks of one city, cut off together,
/// must not come back together.
Time back_off(const Pace& pace, int failures, bool no_access, Random& random) {
    if (no_access) return within({pace.retry_most / 2, pace.retry_most}, random);
    Time most = pace.retry_first;
    for (int i = 0; i < failures && most < pace.retry_most; ++i) most *= 2;
    return within({pace.retry_first, std::min(most, pace.retry_most)}, random);
}

class Stepper {
  public:
    Stepper(State state, Time now, Random& random) : state_(std::move(state)), now_(now), random_(random) {}

    void operator()(const Started& event) {
        state_.paired = state_.was_paired = event.paired;
        state_.has_code = event.has_code;
        state_.waiting = event.waiting;
        state_.enrol.due = now_;
        state_.pull.due =
            event.has_content ? now_ + within({Time(0), state_.pace.retry_first}, random_) : now_;
        leave_after_delay();
    }

    void operator()(const Captured& event) {
        state_.waiting = event.waiting;
        if (state_.push.failures > 0) return;  // its time comes with the next attempt
        if (state_.waiting >= state_.pace.at_once)
            leave_now();
        else if (!state_.leaving)
            leave_after_delay();
    }

    void operator()(const Tick&) {}

    void operator()(const Pushed& event) {
        state_.under_way = Exchange::none;
        state_.waiting = event.waiting;
        if (state_.suspect) return empty_batch_passed();
        if (event.sent > 0 && event.answered == 0)
            return fail(state_.push, {});  // words not known here: all kept
        state_.push.failures = 0;
        state_.limit = std::min(state_.limit * 2, sync::kMaxBatchEnvelopes);
        if (event.sent > 0 && state_.waiting >= state_.pace.at_once)
            leave_now();
        else
            plan();
    }

    void operator()(const Refused& event) {
        state_.under_way = Exchange::none;
        if (event.sent > 1) {
            state_.limit = event.sent / 2;
            leave_now();
        } else if (event.sent == 1 && event.only) {
            state_.limit = 1;
            state_.suspect = event.only;
            leave_now();
        } else {
            state_.suspect.reset();  // even an empty batch is refused: it is not the envelope
            fail(state_.push, {});
        }
    }

    void operator()(const Pulled&) {
        state_.under_way = Exchange::none;
        state_.pull.failures = 0;
        state_.pull.due = now_ + within(state_.pace.pull, random_);
    }

    void operator()(const Enrolled&) {
        state_.under_way = Exchange::none;
        state_.paired = state_.was_paired = true;
        state_.has_code = false;
        state_.pull.due = now_;
        plan();
    }

    void operator()(const CodeRefused&) {
        state_.under_way = Exchange::none;
        state_.has_code = false;
        state_.paired = state_.was_paired;
    }

    void operator()(const Failed& event) {
        const Exchange failed = std::exchange(state_.under_way, Exchange::none);
        state_.suspect.reset();
        // Revoked, or known no more: a code at hand is tried now.
        if (event.no_access && state_.has_code) state_.paired = false;
        fail(failed == Exchange::push   ? state_.push
             : failed == Exchange::pull ? state_.pull
                                        : state_.enrol,
             event);
    }

    Step finish() && {
        begin_what_is_due();
        return {std::move(state_), std::move(effects_)};
    }

  private:
    void leave_now() {
        state_.push.due = now_;
        state_.leaving = true;
    }

    void leave_after_delay() {
        state_.leaving = true;
        state_.push.due = now_ + within(state_.pace.after_capture, random_);
    }

    /// After an exchange: what came in meanwhile gets its own delay, else the hourly report is next.
    void plan() {
        if (state_.waiting > 0) return leave_after_delay();
        state_.leaving = false;
        state_.push.due = now_ + within(state_.pace.report, random_);
    }

    void fail(Lane& lane, const Failed& why) {
        ++lane.failures;
        lane.due = now_ + back_off(state_.pace, lane.failures, why.no_access, random_);
        if (!why.retry_after) return;
        // The server asked for rest, so all lanes rest; a little longer, so that not all come back at that
        // second.
        const Time asked = std::clamp(*why.retry_after, Time(0), state_.pace.obey_at_most);
        const Time rested = now_ + asked + within({Time(0), asked / 2 + state_.pace.retry_first}, random_);
        for (Lane* each : {&state_.push, &state_.pull, &state_.enrol})
            if (each->due) each->due = std::max(*each->due, rested);
    }

    void empty_batch_passed() {
        effects_.emplace_back(Park{*state_.suspect});
        state_.suspect.reset();
        state_.push.failures = 0;
        state_.waiting = std::max(state_.waiting - 1, 0);
        plan();
        // Were all of them refused, it should not become a storm.
        if (state_.waiting > 0) state_.push.due = now_ + state_.pace.retry_first;
    }

    void begin_what_is_due() {
        const auto wake = state_.wake_at();
        if (!wake || *wake > now_) return;
        if (!state_.paired) {
            state_.under_way = Exchange::enrol;
            effects_.emplace_back(Enrol{});
        } else if (state_.push.due == wake) {
            state_.under_way = Exchange::push;
            effects_.emplace_back(Push{state_.suspect ? 0 : state_.limit});
        } else {
            state_.under_way = Exchange::pull;
            effects_.emplace_back(Pull{});
        }
    }

    State state_;
    const Time now_;
    Random& random_;
    std::vector<Effect> effects_;
};

}  // namespace

Pace Pace::soon() {
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    Pace pace;
    pace.after_capture = {milliseconds(200), milliseconds(600)};
    pace.pull = {seconds(2), seconds(3)};
    pace.report = {seconds(20), seconds(30)};
    pace.retry_first = milliseconds(500);
    pace.retry_most = seconds(5);
    pace.obey_at_most = seconds(5);
    return pace;
}

std::optional<Time> State::wake_at() const {
    if (under_way != Exchange::none || (!paired && !has_code)) return std::nullopt;
    if (!paired) return enrol.due;
    if (!push.due || !pull.due) return push.due ? push.due : pull.due;
    return std::min(*push.due, *pull.due);
}

Step step(State state, const Event& event, Time now, Random& random) {
    Stepper stepper(std::move(state), now, random);
    std::visit(stepper, event);
    return std::move(stepper).finish();
}

}  // namespace peilpunt::kiosk::engine
