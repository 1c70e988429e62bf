// SPDX-License-Identifier: EUPL-1.2
// Seven hundred connections that all leave contact details at once, and who else notices.
#include <gmock/gmock.h>

#include <atomic>
#include <deque>
#include <regex>
#include <thread>

#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "tests/support/loopback.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using namespace std::chrono_literals;
using Clocked = std::chrono::steady_clock;

constexpr int kConnections = 700;
constexpr int kRounds = 4;

class ContactFlood : public testing::Test {
  protected:
    app::App& app() { return pages_.app(); }
    unsigned short port() const { return server_.port(); }
    std::shared_ptr<const http::Router> routes() {
        auto all = api::routes(app());
        for (auto& route : pages_.pages().routes()) all.push_back(std::move(route));
        // As it went before: one wish a commit, on the threads that make everybody's pages.
        all.push_back({http::Method::post, "/zoals-vroeger", [this](const http::Request&) {
                           const std::lock_guard lock(one_at_a_time_);
                           app::ContactDetails details;
                           details.is_16 = true;
                           details.phone = seal::Secret("0612345678");
                           details.municipality = AreaCode::parse("GM0453").value();
                           return http::Reply::html("", app().leave_contact(details) ? 201 : 500);
                       }});
        return std::make_shared<http::Router>(std::move(all));
    }
    std::string wish() {
        return encode({{"id", ResponseId::random(pages_.server().random()).str()},
                       {"oud", "16"},
                       {"telefoon", "0612345678"},
                       {"gemeente", "GM0453"}});
    }
    /// The longest that somebody waits for a page or the API meanwhile.
    std::chrono::milliseconds worst_wait(const std::string& path) {
        std::atomic<bool> over = false;
        std::thread flood([&] {
            std::deque<LoopbackClient> clients;
            for (int i = 0; i < kConnections; ++i)
                clients.emplace_back("127.30." + std::to_string(i % 100) + ".1", port());
            for (int round = 0; round < kRounds; ++round) {
                for (auto& client : clients) client.send(LoopbackClient::post_bytes(path, wish()));
                for (auto& client : clients) ++answers_[client.receive().status];
            }
            over = true;
        });
        Clocked::duration worst{};
        while (!over) {
            for (const auto* other : {"/", "/api/v1/peilingen", "/volg"}) {
                const auto before = Clocked::now();
                get_from("127.0.0.1", port(), other);
                worst = std::max(worst, Clocked::now() - before);
            }
        }
        flood.join();
        return std::chrono::duration_cast<std::chrono::milliseconds>(worst);
    }

    PageFixture pages_;
    std::mutex one_at_a_time_;
    SystemClock clock_;
    std::map<int, int> answers_;
    http::Server server_{{}, routes(), {}, clock_};
};

TEST_F(ContactFlood, KeepsNobodyElseWaiting) {
    const auto worst = worst_wait("/meedoen");
    RecordProperty("worst_ms", static_cast<int>(worst.count()));
    EXPECT_LT(worst, 1s) << worst.count() << " ms";
    EXPECT_EQ(answers_[201], kConnections * kRounds);
    EXPECT_EQ(pages_.server().store().contacts().size(), static_cast<std::size_t>(kConnections * kRounds));
}

TEST_F(ContactFlood, OneWishACommitOnTheThreadsOfEverybodyWould) {
    const auto now = worst_wait("/meedoen");
    const auto before = worst_wait("/zoals-vroeger");
    EXPECT_GT(2 * before, 3 * now) << "the flood of this test is none: " << before.count() << " ms and "
                                   << now.count() << " ms";
}

TEST_F(ContactFlood, OneNetworkMayLeaveAsManyAsFourClassesInAMinute) {
    LoopbackClient client("127.0.0.1", port());
    int passed = 0;
    while (passed < 500 && client.post("/meedoen", wish()).status == 201) ++passed;
    EXPECT_GE(passed, 120);
    EXPECT_LT(passed, 240) << "the minute goes on meanwhile";
    EXPECT_EQ(LoopbackClient("127.9.0.1", port()).post("/meedoen", wish()).status, 201) << "another network";
}

std::string id_in(const std::string& page) {
    std::smatch found;
    const std::regex field(R"re(action="/meedoen[^>]*>\s*<input type="hidden" name="id" value="([^"]+)")re");
    return std::regex_search(page, found, field) ? found[1].str() : "";
}

TEST_F(ContactFlood, TheFormCarriesAnIdSoThatTwiceIsOnce) {
    const auto page = get_from("127.0.0.1", port(), "/meedoen");
    EXPECT_THAT(page.head, testing::HasSubstr("no-store"));
    const auto id = id_in(page.body);
    ASSERT_TRUE(ResponseId::parse(id)) << id;
    EXPECT_NE(id_in(get_from("127.0.0.1", port(), "/meedoen").body), id);
    const auto body = encode({{"id", id}, {"oud", "16"}, {"telefoon", "0612345678"}, {"gemeente", "GM0453"}});
    for (int i = 0; i < 2; ++i) EXPECT_EQ(post_from("127.0.0.1", port(), "/meedoen", body).status, 201) << i;
    EXPECT_EQ(pages_.server().store().contacts().size(), 1U);
    // What was wrong comes back with the same id; what is no id never comes back.
    EXPECT_EQ(id_in(post_from("127.0.0.1", port(), "/meedoen", encode({{"id", id}})).body), id);
    const auto evil = post_from("127.0.0.1", port(), "/meedoen", encode({{"id", "\"><script>"}}));
    EXPECT_EQ(evil.body.find("<script>"), std::string::npos);
    EXPECT_TRUE(ResponseId::parse(id_in(evil.body)));
}

}  // namespace
}  // namespace peilpunt::tests
