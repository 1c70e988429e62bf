// SPDX-License-Identifier: EUPL-1.2
#include "tests/sim/kiosk_side.hpp"

#include "kiosk/sync/exchange.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::sim {

namespace engine = kiosk::engine;

engine::Event real_push(kiosk::Outbox& outbox, kiosk::Transport& transport, std::size_t most) {
    return kiosk::Exchanges(outbox, transport).push(most);
}

KioskSide::KioskSide(std::uint64_t seed, const tests::HandClock& real, kiosk::Transport& transport,
                     PushWay push)
    : disk(seed), clock(real), transport_(transport), push_(std::move(push)), random_(seed + 1) {}

bool KioskSide::start() {
    ++starts_;
    try {
        outbox_ = std::make_unique<kiosk::Outbox>(folder_.str(), clock, random_, disk.vfs(),
                                                  "boot-" + std::to_string(boots_));
    } catch (const std::exception&) {
        outbox_.reset();
    }
    if (!outbox_ || disk.dead()) {
        stop(End::killed);
        return false;
    }
    state_ = {};
    code_refused_ = false;
    state_.pace.pull = {std::chrono::minutes(40), std::chrono::minutes(60)};
    on(engine::Started{outbox_->enrolment().has_value(), !code.empty(), outbox_->content() != nullptr,
                       waiting()});
    return runs();
}

void KioskSide::stop(End end) {
    if (end != End::stopped) disk.die();  // closing files is no longer its business
    outbox_.reset();
    if (end != End::power_cut) return disk.kill();
    disk.power_cut();
    ++boots_;
    clock.boot();
}

int KioskSide::waiting() const { return outbox_->status().waiting(); }

std::optional<engine::Time> KioskSide::wakes_at() const { return runs() ? state_.wake_at() : std::nullopt; }

void KioskSide::on(engine::Event event) {
    std::deque<engine::Event> events{std::move(event)};
    while (!events.empty() && runs() && !disk.dead()) {
        auto taken = engine::step(std::move(state_), events.front(), clock.steady(), random_);
        events.pop_front();
        state_ = std::move(taken.state);
        for (const auto& effect : taken.effects) carry_out(effect, events);
    }
}

void KioskSide::carry_out(const engine::Effect& effect, std::deque<engine::Event>& events) {
    if (const auto* push = std::get_if<engine::Push>(&effect)) {
        events.push_back(push_(*outbox_, transport_, push->most));
    } else if (std::holds_alternative<engine::Pull>(effect)) {
        events.push_back(kiosk::Exchanges(*outbox_, transport_).pull());
    } else if (std::holds_alternative<engine::Enrol>(effect)) {
        events.push_back(kiosk::Exchanges(*outbox_, transport_).enrol(code));
        code_refused_ = std::holds_alternative<engine::CodeRefused>(events.back());
    } else if (const auto* park = std::get_if<engine::Park>(&effect)) {
        static_cast<void>(outbox_->park(park->id));
    }
}

std::set<EnvelopeId> KioskSide::ids() const {
    Disk copy(1);
    copy.copy_from(disk);
    std::set<EnvelopeId> all;
    sqlite::Connection connection(folder_.str() + "/kiosk.db", {.create = true, .vfs = copy.vfs()});
    if (connection.number("SELECT count(*) FROM sqlite_schema WHERE name='envelopes'") == 0) return all;
    auto& rows = connection.prepare("SELECT id FROM envelopes");
    while (rows.step()) all.insert(EnvelopeId::from_bytes(rows.view(0)));
    rows.reset();
    return all;
}

}  // namespace peilpunt::sim
