// SPDX-License-Identifier: EUPL-1.2
// Many phones that the server sees under one address (a school, a library, a mobile network), and programs
// behind the same address.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "server/http/server.hpp"
#include "server/web/tickets.hpp"
#include "shared/net/http_client.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

class Phones : public testing::Test {
  protected:
    net::HttpResponse ask(const std::string& method, const Pairs& form = {},
                          const std::string& path = "/peiling/fietsen") {
        net::HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(server_.port()) + path;
        request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
        request.body = encode(form);
        const auto response = client_.request(request);
        EXPECT_TRUE(response);
        return response ? *response : net::HttpResponse{};
    }
    int post(const std::string& id) {
        return ask("POST",
                   {{"id", id}, {"revisie", "1"}, {"a.v1", "dijk"}, {"a.v2", "ja"}, {"gemeente", "GM0453"}})
            .status;
    }
    std::string id_of_page() {
        const auto page = ask("GET").body;
        std::smatch found;
        return std::regex_search(page, found, std::regex(R"re(name="id" value="([^"]+)")re")) ? found[1].str()
                                                                                              : "";
    }
    std::string id_of_program() { return ResponseId::random(pages_.server().random()).str(); }
    /// How many of these requests pass before the first that has to wait.
    template <class Id>
    int until_refused(Id id) {
        for (int passed = 0; passed < 50'000; ++passed)
            if (post(id()) == 429) return passed;
        return -1;
    }

    PageFixture pages_;
    // Its clock stands still: all of this is one moment.
    http::Server server_{
        {}, std::make_shared<http::Router>(pages_.pages().routes()), {}, pages_.server().clock()};
    net::HttpClient client_;
};

TEST_F(Phones, AThousandBehindOneAddressAreHeardInOneMinuteBesideAFlood) {
    EXPECT_EQ(until_refused([] { return std::string("flood"); }), http::kSendsPerMinute);
    for (int phone = 0; phone < 1000; ++phone) ASSERT_EQ(post(id_of_page()), 201) << "phone " << phone;
    EXPECT_EQ(post(id_of_program()), 429);
}

TEST_F(Phones, ProgramsWithoutAPageAreHeardToo) {
    for (int program = 0; program < 100; ++program) ASSERT_EQ(post(id_of_program()), 201);
}

TEST_F(Phones, ATicketIsGoodForAFewRequestsAMinute) {
    const auto id = id_of_page();
    EXPECT_EQ(until_refused([&] { return id; }), 20);
    EXPECT_EQ(post(id_of_page()), 201) << "somebody else's";
}

TEST_F(Phones, TicketsForSignalsWhichPeopleReadAreNotWithoutEnd) {
    const web::Tickets tickets(pages_.app().keys());
    const auto made = [&] {
        return tickets.make("signaal", pages_.server().clock().now(), pages_.server().random()).str();
    };
    int passed = 0;
    // Without words each is told what is wrong with it, and counted all the same.
    while (passed < 50'000 && ask("POST", {{"id", made()}}, "/signaal").status != 429) ++passed;
    EXPECT_EQ(passed, 4 * http::kSendsPerMinute);
}

TEST_F(Phones, ATicketTellsItsAgeToTheServerOnlyAndIsGoodForADay) {
    const web::Tickets tickets(pages_.app().keys());
    auto& clock = pages_.server().clock();
    const auto make = [&] { return tickets.make("x", clock.now(), pages_.server().random()); };
    const auto age = [&](const ResponseId& id) { return tickets.read("x", id, clock.now()); };
    const auto id = make();
    ASSERT_TRUE(age(id));
    EXPECT_EQ(age(id)->age.count(), 0);
    EXPECT_NE(age(make())->number, age(id)->number);
    // Two of the same second have nothing in common that their order could be read from.
    std::set<std::string> times;
    for (int i = 0; i < 64; ++i) times.insert(std::string(make().bytes().substr(8, 3)));
    EXPECT_GT(times.size(), 60U);
    clock.move(std::chrono::seconds(7));
    EXPECT_EQ(age(id)->age.count(), 7);
    clock.move(std::chrono::hours(23));
    EXPECT_TRUE(age(id));
    clock.move(std::chrono::hours(1));
    EXPECT_FALSE(age(id));
}

TEST_F(Phones, ATicketIsAnIdLikeAnyOtherAndOfOneForm) {
    const web::Tickets tickets(pages_.app().keys());
    http::Request request;
    const auto sent = [&](const std::string& id) {
        request.body = encode({{"id", id}});
        return tickets.check("peiling/fietsen", request, pages_.server().clock().now());
    };
    const auto id =
        tickets.make("peiling/fietsen", pages_.server().clock().now(), pages_.server().random()).str();
    EXPECT_TRUE(ResponseId::parse(id));
    EXPECT_NE(sent(id), 0U);
    EXPECT_EQ(sent(tickets.make("signaal", pages_.server().clock().now(), pages_.server().random()).str()),
              0U);
    EXPECT_EQ(sent(id_of_program()), 0U);
    EXPECT_EQ(sent(""), 0U);
    EXPECT_NE(sent(id_of_page()), 0U);
}

}  // namespace
}  // namespace peilpunt::tests
