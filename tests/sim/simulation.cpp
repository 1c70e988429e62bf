// SPDX-License-Identifier: EUPL-1.2
#include "tests/sim/simulation.hpp"

#include "kiosk/sync/stick.hpp"
#include "shared/json/json.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "shared/sync/bundle.hpp"
#include "tests/support/tone.hpp"

namespace peilpunt::sim {
namespace {

using namespace std::chrono_literals;
namespace engine = kiosk::engine;

constexpr int kTurns = 120;
/// A fifth of a second is a recording like any other.
const std::string& spoken_words() {
    static const std::string ogg = sound::encode(test::tone(440, 200, sound::kSpeechRate)).value();
    return ogg;
}

constexpr auto kSettles = 4h;  ///< of fair weather: longer than the longest wait and a report after it

}  // namespace

Simulation::Simulation(std::uint64_t seed, Plant plant)
    : seed_(seed),
      chance_(seed * 977 + 1),
      plant_(std::move(plant)),
      clock_(tests::test_start()),
      server_((own_all_chance(1), static_cast<void>(tests::test_keys()), own_all_chance(seed), seed * 31),
              clock_) {
    server_.planted = plant_.server;
    server_.disk.lies = plant_.server_disk_lies;
    const std::size_t several = 1 + chance_.up_to(3);
    for (std::size_t i = 0; i < several; ++i) {
        networks_.push_back(std::make_unique<Network>(server_, chance_, weather_, counts_));
        kiosks_.push_back(
            std::make_unique<KioskSide>(seed * 31 + 10 * (i + 1), clock_, *networks_[i], plant_.push));
        networks_[i]->connect(*kiosks_[i]);
        kiosks_[i]->disk.lies = plant_.kiosk_disk_lies;
    }
}

void Simulation::mark(std::uint64_t what) { trace_ = (trace_ ^ what) * 1099511628211U; }

std::string Simulation::run() {
    try {
        return course();
    } catch (const std::exception& error) {
        return std::string("the files cannot be used: ") + error.what();
    }
}

std::string Simulation::course() {
    set_up();
    weather_ = Weather::from(chance_);
    server_.disk.faults = weather_.server_disk;
    for (auto& kiosk : kiosks_) kiosk->disk.faults = weather_.kiosk_disk;
    tend();
    for (int i = 0; i < kTurns; ++i) {
        turn();
        if (i % 20 != 19) continue;
        if (auto wrong = wrong_now(); !wrong.empty()) return wrong;
    }
    settle();
    if (plant_.at_rest) plant_.at_rest(server_, kiosks_);
    if (auto wrong = wrong_now(); !wrong.empty()) return wrong;
    return wrong_at_rest();
}

void Simulation::set_up() {
    server_.start();
    for (std::size_t i = 0; i < kiosks_.size(); ++i) {
        kiosks_[i]->start();
        kiosks_[i]->clock.set_wrong(std::chrono::minutes(chance_.up_to(3000)) - 1500min,
                                    static_cast<int>(chance_.up_to(400)) - 200, chance_.percent(15));
    }
}

void Simulation::pair_again(std::size_t at) {
    if (!server_.runs()) return;
    std::string code;
    const bool alive = server_.carry_out([&](app::App& app) {
        const auto made = app.fleet().make_pairing_code(
            app::Accounts::command_line(), "Plek " + std::to_string(at), AreaCode::parse("GM0453").value());
        if (made) code = *made;
    });
    if (!alive || code.empty()) return;
    auto& kiosk = *kiosks_[at];
    if (kiosk.runs()) kiosk.stop(End::killed);
    kiosk.code = code;
    kiosk.code_until = clock_.now() + 15min;
    kiosk.start();
    count("op.pairing");
}

bool Simulation::needs_pairing(std::size_t at) {
    auto& kiosk = *kiosks_[at];
    if (!kiosk.runs()) return false;
    if (!kiosk.code_refused() && clock_.now() < kiosk.code_until) return false;  // somebody did just now
    const auto enrolment = kiosk.outbox().enrolment();
    if (!enrolment) return true;
    bool revoked = false;
    if (server_.runs())
        server_.carry_out([&](app::App&) {
            const auto here = server_.store().kiosk(enrolment->kiosk);
            revoked = here && here->revoked;
        });
    return revoked;
}

void Simulation::turn() {
    arm();
    if (chance_.percent(45))
        visit();
    else if (chance_.percent(10))
        visit_by_phone();
    else if (weather_.rare > 0 && chance_.percent(weather_.rare))
        person_does_something();
    else
        pass_time();
    tend();
    mark(static_cast<std::uint64_t>(clock_.now().time_since_epoch().count()));
}

void Simulation::arm() {
    for (auto& kiosk : kiosks_)
        if (kiosk->runs() && chance_.percent(weather_.kiosk_dies / 3)) {
            kiosk->disk.die_in(1 + static_cast<int>(chance_.up_to(40)));
            count("crash.kiosk in the middle of an operation");
        }
    if (server_.runs() && chance_.percent(weather_.server_dies / 2)) {
        server_.disk.die_in(1 + static_cast<int>(chance_.up_to(60)));
        count("crash.server in the middle of an operation");
    }
    const bool ill = weather_.server_dies > 0 || weather_.server_disk.sync_fails > 0 ||
                     weather_.server_disk.write_fails > 0 || weather_.server_disk.read_fails > 0;
    if (server_.runs() && ill && chance_.percent(5)) {
        server_.stop(some_end());  // a restart also ends a store that refuses since its disk failed
        count("crash.server between operations");
    }
    if (!chance_.percent(weather_.clock_changes)) return;
    count("clock.kiosk set wrong");
    kiosks_[chance_.up_to(kiosks_.size())]->clock.set_wrong(
        std::chrono::hours(chance_.up_to(20'000)) - 10'000h, static_cast<int>(chance_.up_to(4000)) - 2000,
        chance_.percent(30));
}

void Simulation::tend() {
    for (auto& kiosk : kiosks_) {
        if (kiosk->disk.dead()) {
            kiosk->stop(some_end());
            count("crash.kiosks in all");
        }
        if (!kiosk->runs() && (fair_ || chance_.percent(60))) kiosk->start();
    }
    if (server_.disk.dead()) {
        server_.stop(some_end());
        count("crash.servers in all");
    }
    if (!server_.runs() && (fair_ || chance_.percent(40))) server_.start();
    for (std::size_t i = 0; i < kiosks_.size(); ++i)
        if ((fair_ || chance_.percent(25)) && needs_pairing(i)) pair_again(i);
    if (server_.runs() && chance_.percent(10)) server_.carry_out([](app::App& app) { app.housekeep(); });
}

Simulation::Item& Simulation::new_item(bool by_phone) {
    Item item;
    item.id = ResponseId::random(chance_);
    item.words = "kanarie-" + std::to_string(seed_) + "-" + std::to_string(items_.size()) + "-" +
                 item.id.str().substr(0, 8);
    item.by_phone = by_phone;
    item.is_signal = chance_.percent(40);
    items_.push_back(std::move(item));
    return items_.back();
}

Signal Simulation::signal_of(const Item& item) const {
    Signal signal;
    signal.id = item.id;
    signal.text = "De lamp is stuk " + item.words + ".";
    signal.municipality = AreaCode::parse("GM0453").value();
    return signal;
}

Response Simulation::response_of(const Item& item) {
    Response response;
    response.id = item.id;
    response.poll = tests::test_poll().id;
    response.municipality = AreaCode::parse(chance_.percent(50) ? "GM0453" : "GM0375").value();
    response.age_group = "16-17";
    response.answers.set("v1", Choice{chance_.percent(50) ? "dijk" : "stad", ""});
    const std::string more(chance_.percent(20) ? chance_.up_to(1500) : 0, 'z');
    response.answers.set("v3", OpenText{"Meer licht " + item.words + "." + more});
    return response;
}

Receipt Simulation::code_at(KioskSide& kiosk, Item& item) {
    const auto content = kiosk.outbox().content();
    if (!item.is_signal && content && content->code_key)
        for (const auto& each : content->followed)
            if (each.poll && each.poll->id == tests::test_poll().id) {
                count("given.with a code that proves itself");
                item.code_proves = true;
                return seal::make_poll_code(*content->code_key, *each.poll, chance_);
            }
    return Receipt::random(chance_);
}

void Simulation::visit() {
    clock_.move(std::chrono::seconds(chance_.up_to(90)));
    auto& kiosk = *kiosks_[chance_.up_to(kiosks_.size())];
    if (!kiosk.runs()) return;
    auto& item = new_item(false);
    const auto kind = item.is_signal ? sync::Kind::signal : sync::Kind::response;
    const std::string body = item.is_signal ? json::signal_tree(signal_of(item)).dump()
                                            : json::response_tree(response_of(item)).dump();
    const auto receipt = code_at(kiosk, item);
    item.spoken = item.is_signal && chance_.percent(15);
    kiosk::Outbox::Extras extras;
    if (item.spoken) extras.ogg = spoken_words();
    auto captured = kiosk.outbox().capture(kind, body, receipt, extras);
    // Who does not see "thank you" touches the button once more.
    if (!captured && !kiosk.disk.dead() && chance_.percent(70))
        captured = kiosk.outbox().capture(kind, body, receipt, extras);
    if (item.spoken) count("given.spoken");
    item.thanked = captured && !kiosk.disk.dead();
    if (item.thanked) item.code = receipt;
    count(item.thanked ? "given.at a kiosk, thanked" : "given.at a kiosk, not thanked");
    mark(item.thanked ? 3 : 2);
    if (item.thanked) kiosk.on(engine::Captured{kiosk.waiting()});
}

void Simulation::visit_by_phone() {
    auto& item = new_item(true);
    const Response response = response_of(item);
    const Signal signal = signal_of(item);
    for (int tries = 0; tries < 3 && !item.thanked; ++tries) {
        bool taken = false;
        const bool answered = server_.carry_out([&](app::App& app) {
            const Origin origin{Channel::web, "", moment_of(clock_.now())};
            taken = item.is_signal ? app.give_signal(signal, origin).has_value()
                                   : app.submit_response(response, origin).has_value();
        });
        item.thanked =
            taken && answered && !(weather_.drop_answer > 0 && chance_.percent(weather_.drop_answer));
        if (!answered) break;
    }
    count(item.thanked ? "given.by phone, thanked" : "given.by phone, not thanked");
}

void Simulation::person_does_something() {
    const auto at = chance_.up_to(kiosks_.size());
    const auto what = chance_.up_to(5);
    if (what == 0 && items_.size() > 40) {
        server_.carry_out([](app::App& app) { static_cast<void>(app.close_poll("fietsen", "test")); });
        count("op.poll closed");
    } else if (what == 1) {
        server_.carry_out([&](app::App&) { static_cast<void>(server_.store().tidy()); });
        count("op.rewritten");
    } else if (what == 2) {
        clock_.move(std::chrono::hours(1 + chance_.up_to(60)));
        count("op.nobody came for hours");
    } else if (what == 3) {
        carry_stick(*kiosks_[at]);
    } else if (kiosks_[at]->runs() && kiosks_[at]->outbox().enrolment()) {
        const auto id = kiosks_[at]->outbox().enrolment()->kiosk;
        server_.carry_out([&](app::App&) { static_cast<void>(server_.store().revoke_kiosk(id, "test")); });
        count("op.revoked");
    }
}

void Simulation::carry_stick(KioskSide& kiosk) {
    if (!kiosk.runs()) return;
    const auto exported = kiosk::export_to_stick(kiosk.outbox(), stick_.str());
    if (!exported) return;
    count("stick.taken along");
    auto bytes = sync::read_bundle_file(exported->file).value();
    if (chance_.percent(20)) {
        bytes[chance_.up_to(bytes.size())] ^= static_cast<char>(1U << chance_.up_to(8));
        count("stick.damaged");
    }
    clock_.move(std::chrono::hours(chance_.up_to(200)));
    std::string answer;
    const bool answered = server_.carry_out([&](app::App& app) {
        if (const auto taken = app.answer_bundle(bytes)) answer = taken->answer;
    });
    const auto id = kiosk.outbox().enrolment()->kiosk;
    const auto back = std::filesystem::path(stick_.str()) / sync::bundle_name(sync::BundleFrom::server, id);
    if (answered && !answer.empty()) sync::write_bundle_file(back, answer).value();
    // Without a new answer the kiosk gets the one of an earlier time once more, if there is one.
    if (!chance_.percent(75) || !kiosk::import_from_stick(kiosk.outbox(), stick_.str())) return;
    count("stick.came back");
    kiosk.on(engine::Captured{kiosk.waiting()});
}

bool Simulation::pass_time() {
    KioskSide* next = nullptr;
    engine::Time least{};
    for (auto& kiosk : kiosks_) {
        const auto wakes = kiosk->wakes_at();
        if (!wakes) continue;
        const auto left = std::max(*wakes - kiosk->clock.steady(), engine::Time(0));
        if (next && left >= least) continue;
        next = kiosk.get();
        least = left;
    }
    clock_.move(next ? least : engine::Time(60'000));
    if (next) next->on(engine::Tick{});
    return next != nullptr;
}

void Simulation::settle() {
    weather_ = {};
    fair_ = true;
    server_.disk.faults = {};
    server_.disk.die();
    for (std::size_t i = 0; i < kiosks_.size(); ++i) {
        kiosks_[i]->disk.faults = {};
        kiosks_[i]->disk.die();
    }
    tend();
    for (auto& network : networks_) network->deliver_late_ones();
    const auto end = clock_.now() + kSettles;
    while (clock_.now() < end) {
        pass_time();
        tend();
    }
    mark(server_.found().words.size());
    counts_["disk.failed at the server"] += server_.disk.failed;
    for (const auto& kiosk : kiosks_) counts_["disk.failed at a kiosk"] += kiosk->disk.failed;
}

}  // namespace peilpunt::sim
