// SPDX-License-Identifier: EUPL-1.2
// A script that wants to decide a poll, from one address and from many, over real HTTP; and the phones of a
// class behind the same address. Every defence is switched off once, and then the same script gets through.
#include <fmt/core.h>
#include <gmock/gmock.h>

#include <deque>
#include <functional>
#include <thread>

#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "shared/json/json.hpp"
#include "tests/support/loopback.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using namespace std::chrono_literals;

constexpr int kHonest = 671;
constexpr int kClass = 32;
constexpr int kOthers = 20;
constexpr int kScript = 1500;
constexpr int kAll = 1'000'000'000;
const std::string kSchool = "127.1.1.1";

std::string network(int i) {
    return "127." + std::to_string(40 + i / 200) + '.' + std::to_string(i % 200) + ".1";
}

/// What became of a poll that a script was let loose on.
struct Outcome {
    int honest_refused = 0;  ///< of the class and of phones elsewhere
    int class_counted = 0;
    std::int64_t script_counted = 0, script_apart = 0;
    bool waits = false;  ///< the figures, for the jump to end
    double inflation() const { return static_cast<double>(script_counted) / (kHonest + kClass + kOthers); }
    double marked() const {
        return static_cast<double>(script_apart) /
               static_cast<double>(std::max<std::int64_t>(1, script_counted + script_apart));
    }
};

/// People choose "dijk"; the class "stad"; the script "anders".
class Stuffing : public testing::Test {
  protected:
    using Change = std::function<void(std::vector<http::Route>&)>;
    void start(const app::ArrivalRules& rules = {}, const Change& change = {}) {
        app().arrivals().set_rules(rules);
        auto all = api::routes(app());
        for (auto& route : pages_.pages().routes()) all.push_back(std::move(route));
        if (change) change(all);
        server_.emplace(http::ServerOptions{}, std::make_shared<http::Router>(std::move(all)),
                        http::ServerHooks{}, pages_.server().clock());
        // As many as answered the poll of 2017, in the weeks before.
        for (int i = 0; i < kHonest; ++i)
            app().submit_response(pages_.server().response("GM0453", "dijk"), pages_.server().web()).value();
    }
    app::App& app() { return pages_.app(); }
    void wait(std::chrono::milliseconds time) {
        clients_.clear();  // the server closes what is idle by the same clock
        pages_.server().clock().move(time);
        std::this_thread::sleep_for(500ms);  // until it has looked at that clock; what opens before is idle
    }
    LoopbackClient& at(const std::string& address) {
        auto found = clients_.find(address);
        if (found == clients_.end()) found = clients_.try_emplace(address, address, server_->port()).first;
        if (++asked_[address] % 900 == 0) {  // before the server ends the connection
            clients_.erase(found);
            found = clients_.try_emplace(address, address, server_->port()).first;
        }
        return found->second;
    }
    std::string ticket(const std::string& from) {
        const auto page = at(from).get("/peiling/fietsen").body;
        constexpr std::string_view kMark = "name=\"id\" value=\"";
        const auto begin = page.find(kMark);
        return begin == std::string::npos ? "" : page.substr(begin + kMark.size(), 36);
    }
    std::vector<std::string> tickets(const std::string& from, int count) {
        std::vector<std::string> all;
        for (int i = 0; i < count; ++i) all.push_back(ticket(from));
        return all;
    }
    int post(const std::string& from, const std::string& id, const std::string& choice) {
        return at(from)
            .post("/peiling/fietsen", encode({{"id", id},
                                              {"revisie", "1"},
                                              {"a.v1", choice},
                                              {"a.v2", "ja"},
                                              {"gemeente", "GM0453"},
                                              {"leeftijd", "16-17"}}))
            .status;
    }
    int post_api(const std::string& from) {
        const auto body = json::response_tree(pages_.server().response("GM0453", "anders")).dump();
        return at(from).post("/api/v1/peilingen/fietsen/inzendingen", body, "application/json").status;
    }
    /// A class and some others fill in the form, and halfway the script does `attack`; the class's tickets
    /// are fetched after the script's first ones.
    Outcome run(const std::function<void()>& before, const std::function<void()>& attack) {
        before();
        const auto class_tickets = tickets(kSchool, kClass);
        wait(60s);
        attack();
        Outcome outcome;
        for (const auto& id : class_tickets) outcome.honest_refused += post(kSchool, id, "stad") != 201;
        attack();
        std::vector<std::pair<std::string, std::string>> others;
        for (int i = 0; i < kOthers; ++i) {
            const auto from = "127.2." + std::to_string(i) + ".1";
            others.emplace_back(from, ticket(from));
        }
        wait(5s);
        for (const auto& [from, id] : others) outcome.honest_refused += post(from, id, "stad") != 201;
        outcome.waits = app().arrivals().jumping(test_poll().id);
        app().housekeep();
        for (const auto& [cell, tally] : pages_.server().store().cells(test_poll().id, 1)) {
            const auto found = tally.questions.find("v1");
            if (found == tally.questions.end()) continue;
            const auto count = [&](const char* option) {
                const auto one = found->second.counts.find(option);
                return one == found->second.counts.end() ? 0 : one->second;
            };
            (cell.set_apart ? outcome.script_apart : outcome.script_counted) += count("anders");
            if (!cell.set_apart) outcome.class_counted += static_cast<int>(count("stad"));
        }
        EXPECT_THAT(pages_.server().store().verify(), testing::IsEmpty());
        return outcome;
    }
    static void print(const char* attack, const Outcome& o) {
        fmt::print(
            "{:<44} counted {:>5} ({:>6.2f} % of the honest), apart {:>5} ({:>6.2f} %), {}, honest refused "
            "{}, counted of class and others {}\n",
            attack, o.script_counted, 100 * o.inflation(), o.script_apart, 100 * o.marked(),
            o.waits ? "figures wait" : "figures go on", o.honest_refused, o.class_counted);
    }
    static void expect_held(const Outcome& outcome) {
        EXPECT_LE(outcome.inflation(), 0.02);
        EXPECT_GE(outcome.marked(), 0.99);
        EXPECT_EQ(outcome.honest_refused, 0);
    }

    // ---- the attacks ----
    /// Posts to the API with ids of its own.
    Outcome without_tickets() {
        return run([] {},
                   [&] {
                       for (int i = 0; i < kScript / 2; ++i) post_api(kSchool);
                   });
    }
    /// Fetches a ticket for each, and sends it at once.
    Outcome in_a_hurry() {
        return run([] {},
                   [&] {
                       for (int i = 0; i < kScript / 2; ++i) post(kSchool, ticket(kSchool), "anders");
                   });
    }
    /// The same, from so many networks that none of them stands out.
    Outcome in_a_hurry_from_many() {
        return run([] {},
                   [&] {
                       for (int i = 0; i < 300; ++i) post(network(i), ticket(network(i)), "anders");
                   });
    }
    /// Fetches all tickets first, waits as long as a person would, then sends.
    Outcome patient() {
        std::vector<std::string> ids;
        std::size_t next = 0;
        return run([&] { ids = tickets(kSchool, kScript); },
                   [&] {
                       for (int i = 0; i < kScript / 2; ++i) post(kSchool, ids[next++], "anders");
                   });
    }
    /// The same from twenty networks.
    Outcome patient_from_twenty() {
        std::vector<std::pair<std::string, std::string>> ids;
        std::size_t next = 0;
        return run(
            [&] {
                for (int i = 0; i < kScript; ++i) ids.emplace_back(network(i % 20), ticket(network(i % 20)));
            },
            [&] {
                for (int i = 0; i < kScript / 2; ++i, ++next)
                    post(ids[next].first, ids[next].second, "anders");
            });
    }
    /// Fetches all tickets at one network and sends them from three hundred.
    Outcome spread_out() {
        std::vector<std::string> ids;
        std::size_t next = 0;
        return run([&] { ids = tickets("127.3.3.3", kScript); },
                   [&] {
                       for (int i = 0; i < kScript / 2; ++i, ++next)
                           post(network(static_cast<int>(next % 300)), ids[next], "anders");
                   });
    }
    /// From three hundred networks, a few from each: nothing about one of them is odd.
    Outcome botnet() {
        std::vector<std::pair<std::string, std::string>> ids;
        std::size_t next = 0;
        return run(
            [&] {
                for (int i = 0; i < 1200; ++i) ids.emplace_back(network(i % 300), ticket(network(i % 300)));
            },
            [&] {
                for (int i = 0; i < 600; ++i, ++next) post(ids[next].first, ids[next].second, "anders");
            });
    }

    PageFixture pages_;
    std::optional<http::Server> server_;
    std::map<std::string, LoopbackClient> clients_;
    std::map<std::string, int> asked_;
};

TEST_F(Stuffing, PostsWithoutAPageAreATierOfTheirOwn) {
    start();
    const auto outcome = without_tickets();
    print("one address, API, no tickets", outcome);
    expect_held(outcome);
    EXPECT_EQ(outcome.class_counted, kClass + kOthers) << "the class had tickets: nothing is taken from it";
}

TEST_F(Stuffing, WithoutThatTierTheyCount) {
    app::ArrivalRules rules;
    rules.bare = {kAll, kAll, kAll};
    start(rules);
    EXPECT_GT(without_tickets().inflation(), 0.02);
}

TEST_F(Stuffing, WhoSendsFasterThanAPersonReadsIsSetApart) {
    start();
    const auto one = in_a_hurry();
    print("one address, a ticket each, at once", one);
    expect_held(one);
    EXPECT_EQ(one.class_counted, kClass + kOthers);
}

TEST_F(Stuffing, AlsoFromThreeHundredNetworks) {
    start();
    const auto many = in_a_hurry_from_many();
    print("300 networks, a ticket each, at once", many);
    expect_held(many);
}

TEST_F(Stuffing, WithoutALeastTimeTheyCount) {
    app::ArrivalRules rules;
    rules.least_time = 0s;
    start(rules);
    EXPECT_GT(in_a_hurry_from_many().inflation(), 0.02);
}

TEST_F(Stuffing, ABurstOfOneNetworkIsSetApartFromItsBeginning) {
    start();
    const auto outcome = patient();
    print("one address, tickets, patient", outcome);
    expect_held(outcome);
}

TEST_F(Stuffing, AlsoFromTwentyNetworks) {
    start();
    const auto outcome = patient_from_twenty();
    print("20 networks, tickets, patient", outcome);
    expect_held(outcome);
    EXPECT_EQ(outcome.class_counted, kClass + kOthers) << "they were elsewhere";
}

TEST_F(Stuffing, WithoutBurstsTheyCount) {
    app::ArrivalRules rules;
    rules.page = {kAll, kAll, kAll};
    rules.bare = {kAll, kAll, kAll};
    rules.page_in_a_jump = kAll;
    start(rules);
    EXPECT_GT(patient_from_twenty().inflation(), 0.02);
}

TEST_F(Stuffing, TicketsOfOneNetworkAreNoUseInOthers) {
    start();
    const auto outcome = spread_out();
    print("tickets of one network, sent from 300", outcome);
    expect_held(outcome);
    EXPECT_EQ(outcome.class_counted, kClass + kOthers);
}

TEST_F(Stuffing, WithoutBurstsAsManyAsOneNetworkGetsInAMinuteCount) {
    app::ArrivalRules rules;
    rules.page = {kAll, kAll, kAll};
    rules.page_in_a_jump = kAll;
    start(rules);
    const auto outcome = spread_out();
    EXPECT_GT(outcome.inflation(), 0.02);
    EXPECT_LE(outcome.script_counted, 150);
}

TEST_F(Stuffing, WithoutALimitOnTicketsAllWould) {
    app::ArrivalRules rules;
    rules.page = {kAll, kAll, kAll};
    rules.page_in_a_jump = kAll;
    rules.tickets_a_minute = kAll;
    start(rules);
    EXPECT_GT(spread_out().script_counted, 1000);
}

TEST_F(Stuffing, WhenNoNetworkStandsOutTheFiguresWait) {
    start();
    const auto outcome = botnet();
    print("300 networks, a few tickets each, patient", outcome);
    EXPECT_TRUE(outcome.waits);
    EXPECT_EQ(outcome.honest_refused, 0);
}

TEST_F(Stuffing, WithoutTheWatchOnJumpsTheyGoOn) {
    app::ArrivalRules rules;
    rules.jump_from = kAll;
    start(rules);
    EXPECT_FALSE(botnet().waits);
}

TEST_F(Stuffing, WhoHasATicketIsNotHeldUpByItsNetwork) {
    const auto few = [](bool enough) {
        return [enough](std::vector<http::Route>& routes) {
            for (auto& route : routes)
                if (route.ticket && route.pattern == "/peiling/{slug}") {
                    route.per_minute = 100;
                    route.ticket_is_enough = enough;
                }
        };
    };
    start({}, few(true));
    EXPECT_EQ(patient().honest_refused, 0);
    server_.reset();
    clients_.clear();
    start({}, few(false));
    EXPECT_GT(patient().honest_refused, 0) << "the control: counted by network, the class is refused";
}

TEST_F(Stuffing, AClassWithoutAScriptCountsWhole) {
    start();
    const auto outcome = run([] {}, [] {});
    print("no script", outcome);
    EXPECT_EQ(outcome.class_counted, kClass + kOthers);
    EXPECT_FALSE(outcome.waits);
}

}  // namespace
}  // namespace peilpunt::tests
