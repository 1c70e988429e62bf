// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <random>

#include "server/app/accounts.hpp"
#include "server/app/app.hpp"
#include "server/app/fleet.hpp"
#include "server/app/signals.hpp"
#include "shared/model/sources.hpp"

/// What server tests share: a clock that moves by hand, seeded randomness, and a real App on real files.
namespace peilpunt::tests {

class HandClock final : public Clock {
  public:
    explicit HandClock(TimePoint start) : now_(start) {}
    TimePoint now() const override { return now_; }
    std::chrono::milliseconds steady() const override { return now().time_since_epoch(); }
    void move(std::chrono::milliseconds by) { now_ = now() + by; }
    void set(TimePoint to) { now_ = to; }

  private:
    std::atomic<TimePoint> now_;  // a server's threads look at it
};

class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        const std::lock_guard lock(mutex_);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    }

  private:
    std::mutex mutex_;
    std::mt19937_64 engine_;
};

/// A new folder that goes with the test.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "peilpunt-test-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    std::string str() const { return path_.string(); }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Keys made once for a whole test program: password hashing is slow on purpose.
inline const TemporaryFolder& test_keys_folder() {
    static const TemporaryFolder folder;
    return folder;
}
/// Unlocks the contact keeper's private key of test_keys.
inline seal::Secret test_passphrase() { return seal::Secret("een zin die niemand raadt"); }
inline const app::Keys& test_keys() {
    static const app::Keys keys = [] {
        seal::start();
        return app::make_keys(test_keys_folder().str() + "/sleutels", test_passphrase(),
                              seal::Secret("135790"))
            .value();
    }();
    return keys;
}

/// Of the audit log of every test's store.
/// As the program derives it (cli::log_key_of): real servers may run on the same database.
inline seal::Secret test_log_key() {
    return seal::Secret(seal::keyed_hash(test_keys().ledger, "logboek", 32));
}

/// 2026-11-10 14:00 in the Netherlands.
inline TimePoint test_start() { return parse_time("2026-11-10T13:00:00Z").value(); }

/// Area codes, three municipalities and a few districts of the IJmond.
inline std::vector<Area> test_areas() {
    const auto code = [](const char* text) { return AreaCode::parse(text).value(); };
    return {{code("RG01"), "IJmond", {}, 0},
            {code("GM0375"), "Beverwijk", code("RG01"), 42711},
            {code("WK037500"), "Centrum", code("GM0375"), 0},
            {code("BU03750001"), "Stadscentrum", code("WK037500"), 0},
            {code("GM0396"), "Heemskerk", code("RG01"), 39431},
            {code("WK039600"), "Heemskerk-Kern", code("GM0396"), 0},
            {code("GM0453"), "Velsen", code("RG01"), 68790},
            {code("WK045301"), "IJmuiden-Noord", code("GM0453"), 0},
            {code("BU04530101"), "Oud-IJmuiden", code("WK045301"), 0}};
}

/// A small poll: one required choice, one yes-no, one open question; open in November 2026.
inline Poll test_poll() {
    const auto nl = [](const char* text) {
        return LocalText(std::map<std::string, std::string>{{"nl", text}});
    };
    Poll poll;
    poll.id = PollId::parse("5f0c2a86-2f57-4b0e-9c39-6d2b8e1f7a10").value();
    poll.slug = "fietsen";
    poll.title = nl("Hoe fiets jij?");
    poll.introduction = nl("Wij willen weten hoe jij fietst.");
    for (const char* code : {"GM0375", "GM0396", "GM0453"})
        poll.municipalities.push_back(AreaCode::parse(code).value());
    poll.audience = {13, 21};
    poll.opens = parse_date("2026-11-01").value();
    poll.closes = parse_date("2026-12-01").value();
    poll.expectation = {"beleidsparticipatie",
                        "raadplegen",
                        nl("Veiliger fietsen"),
                        nl("De raad leest alles."),
                        parse_date("2026-12-18").value(),
                        "Jongerenraad"};
    Question where;
    where.id = "v1";
    where.text = nl("Waar fiets je het meest?");
    where.options = {
        {"dijk", nl("Op de dijk"), ""}, {"stad", nl("In de stad"), ""}, {"anders", nl("Ergens anders"), ""}};
    where.required = true;
    Question safe;
    safe.id = "v2";
    safe.kind = QuestionKind::yes_no;
    safe.text = nl("Voel je je veilig?");
    Question open;
    open.id = "v3";
    open.kind = QuestionKind::open;
    open.text = nl("Wat kan beter?");
    open.max = 2000;
    poll.questions = {where, safe, open};
    return poll;
}

/// Somebody with a function ("raad") in the region or a municipality.
inline app::Actor actor(const char* function, const char* scope) {
    return app::Accounts::actor_of({{}, "ria", "Ria de Wit", function, scope, "", false});
}

/// The store of the test program, on SQLite or on PostgreSQL: which of the two is linked in decides. The same
/// folder is the same store.
std::unique_ptr<store::Store> open_test_store(const std::string& folder, const Clock& clock, Random& random,
                                              bool create);
/// What `backup` wrote: SQLite files, whatever the store.
std::unique_ptr<store::Store> open_test_backup(const std::string& folder, const Clock& clock, Random& random);

/// An App on a store in a temporary folder, with areas and the test poll published.
class ServerFixture {
  public:
    explicit ServerFixture(std::uint64_t seed = 1) : clock_(test_start()), random_(seed), keys_(test_keys()) {
        open(true);
        app_->import_areas(test_areas()).value();
        app_->import_poll(test_poll(), "test").value();
        app_->publish_poll("fietsen", "test").value();
    }
    /// Closes everything and opens the same folder again.
    void reopen() {
        app_.reset();
        store_.reset();
        open(false);
    }
    /// Closes the poll, and tells its uitslag once all that is on its way has settled.
    void tell_outcome() {
        app_->close_poll("fietsen", "test").value();
        app_->housekeep();
        clock_.move(std::chrono::minutes(1));
        app_->housekeep();
    }
    app::App& app() { return *app_; }
    store::Store& store() { return *store_; }
    HandClock& clock() { return clock_; }
    SeededRandom& random() { return random_; }
    const std::filesystem::path& folder() const { return folder_.path(); }

    Response response(const char* municipality = "GM0453", const char* choice = "dijk") {
        Response response;
        response.id = ResponseId::random(random_);
        response.poll = test_poll().id;
        response.municipality = AreaCode::parse(municipality).value();
        response.age_group = "16-17";
        response.answers.set("v1", Choice{choice, ""});
        response.answers.set("v2", Choice{"ja", ""});
        return response;
    }
    Signal signal(const char* text = "De bank bij de bushalte is weg.") {
        Signal signal;
        signal.id = ResponseId::random(random_);
        signal.text = text;
        signal.theme = "voorzieningen";
        signal.municipality = AreaCode::parse("GM0453").value();
        signal.area = AreaCode::parse("BU04530101").value();
        signal.perspective = Perspective::carer;
        return signal;
    }
    Origin web() const { return {Channel::web, "", moment_of(clock_.now())}; }
    Origin kiosk() const { return {Channel::kiosk, "Buurthuis De Zeemeeuw", moment_of(clock_.now())}; }

  private:
    void open(bool create) {
        store_ = open_test_store(folder_.str(), clock_, random_, create);
        app_ = std::make_unique<app::App>(*store_, keys_, clock_, random_);
    }

    TemporaryFolder folder_;
    HandClock clock_;
    SeededRandom random_;
    app::Keys keys_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<app::App> app_;
};

}  // namespace peilpunt::tests
