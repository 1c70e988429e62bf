// SPDX-License-Identifier: EUPL-1.2
// Many phones that the server sees under one address: a school, a library, a mobile network.
#include <gtest/gtest.h>

#include "server/http/server.hpp"
#include "shared/net/http_client.hpp"
#include "tests/web/page_check.hpp"

using namespace peilpunt;
using tests::PageFixture;

TEST(Phones, AThousandBehindOneAddressAreHeardInOneMinuteAndAFloodIsNot) {
    PageFixture pages;
    // Its clock stands still: all of this is one moment.
    http::Server server({}, std::make_shared<http::Router>(pages.pages().routes()), {},
                        pages.server().clock());
    net::HttpClient client;
    const auto post = [&](const std::string& id) {
        net::HttpRequest request;
        request.method = "POST";
        request.url = "http://127.0.0.1:" + std::to_string(server.port()) + "/peiling/fietsen";
        request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
        request.body = tests::encode(
            {{"id", id}, {"revisie", "1"}, {"a.v1", "dijk"}, {"a.v2", "ja"}, {"gemeente", "GM0453"}});
        const auto response = client.request(request);
        return response ? response->status : 0;
    };
    for (int phone = 0; phone < 1000; ++phone)
        ASSERT_EQ(post(ResponseId::random(pages.server().random()).str()), 201) << "phone " << phone;
    int passed = 1000;
    int last = 0;
    while (passed < 100'000 && (last = post("")) != 429) ++passed;
    EXPECT_EQ(last, 429);
    EXPECT_LE(passed, 5000) << "a minute";
}
