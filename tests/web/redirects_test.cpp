// SPDX-License-Identifier: EUPL-1.2
// Where a page may send people on to: through the real server, because it refuses what handlers get wrong.
#include <gtest/gtest.h>

#include "server/http/server.hpp"
#include "server/web/pages.hpp"
#include "shared/net/http_client.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

class Redirects : public testing::Test {
  protected:
    Redirects()
        : pages_(fixture_.app()),
          server_(options(), std::make_shared<http::Router>(pages_.routes()), pages_.hooks(),
                  fixture_.clock()) {
        fixture_.app()
            .accounts()
            .add({"ria", "Ria de Wit", "raad", "RG01"}, seal::Secret("duin-en-dijk-2026"), "test")
            .value();
    }

    net::HttpResponse ask(const std::string& method, const std::string& path, const std::string& form = {}) {
        net::HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(server_.port()) + path;
        request.body = form;
        if (!form.empty()) request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
        return client_.request(request).value();
    }

    tests::ServerFixture fixture_;
    web::Pages pages_;
    http::Server server_;
    net::HttpClient client_;

  private:
    static http::ServerOptions options() {
        http::ServerOptions options;
        options.threads = 1;
        options.limits.rates = false;
        return options;
    }
};

}  // namespace

TEST_F(Redirects, SigningInLeadsOnlyIntoTheWorkspace) {
    for (const auto& [asked, led] : {
             std::pair("/raad/signalen", "/raad/signalen"),
             std::pair("/raad/signalen%3Fthema%3Dverkeer", "/raad/signalen?thema=verkeer"),
             std::pair("/beheer/kiosken", "/beheer/kiosken"),
             std::pair("/raad%7F", "/raad"),
             std::pair("/raad%01x", "/raad"),
             std::pair("/raad%0d%0aSet-Cookie:%20x%3Dy", "/raad"),
             std::pair("/raad%09x", "/raad"),
             std::pair("/raad%20x", "/raad"),
             std::pair("/raad%C3%A9", "/raad"),
             std::pair("/raad%5C%5Celders.example", "/raad"),
             std::pair("//elders.example/raad", "/raad"),
             std::pair("https://elders.example/raad", "/raad"),
             std::pair("/raad/aanmelden", "/raad"),
             std::pair("/raadsel", "/raad"),
             std::pair("/peiling/fietsen", "/raad"),
             std::pair("", "/raad"),
         }) {
        const auto page = ask("GET", std::string("/raad/aanmelden?naar=") + asked);
        EXPECT_EQ(page.status, 200) << asked;
        EXPECT_NE(page.body.find("value=\"" + std::string(led) + "\""), std::string::npos) << asked;
    }
}

TEST_F(Redirects, ATargetThatIsNoAddressIsNoFailure) {
    const std::string who = "naam=ria&wachtwoord=duin-en-dijk-2026&naar=";
    for (const auto& [asked, led] :
         {std::pair("/raad/signalen%3Fthema%3Dverkeer", "/raad/signalen?thema=verkeer"),
          std::pair("/raad%7F", "/raad"), std::pair("/raad%0d%0aX:%20y", "/raad")}) {
        const auto reply = ask("POST", "/raad/aanmelden", who + asked);
        EXPECT_EQ(reply.status, 303) << asked;
        EXPECT_EQ(reply.header("Location"), led) << asked;
    }
}

TEST_F(Redirects, NoPageFailsOnAnyBytesInItsAddress) {
    for (const char* path :
         {"/raad", "/raad/signalen", "/beheer", "/peiling/fietsen", "/velsen", "/volg", "/"})
        for (const char* odd :
             {"?a=%7F", "?naar=/raad%7F", "?taal=%7F", "?x=%C3%A9%22%3C", "/%7F", "/%C3%A9", "?%01"}) {
            const auto reply = ask("GET", std::string(path) + odd);
            EXPECT_LT(reply.status, 500) << path << odd;
        }
}
