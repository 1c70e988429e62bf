// SPDX-License-Identifier: EUPL-1.2
// Wrong passwords from many networks at once, and who else notices.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "server/web/sign_in_guard.hpp"
#include "tests/support/loopback.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using namespace std::chrono_literals;
using Clocked = std::chrono::steady_clock;

const std::string kPassword = "vier groene lampen zingen";

/// The public site and the API, and beside them the way a sign-in went before it had a lane of its own.
class SignIns : public testing::Test {
  protected:
    SignIns() {
        app()
            .accounts()
            .add({"ria", "Ria de Wit", "raad", "GM0453"}, seal::Secret(kPassword), "test")
            .value();
    }
    app::App& app() { return pages_.app(); }
    std::shared_ptr<const http::Router> routes() {
        auto all = api::routes(app());
        for (auto& route : pages_.pages().routes()) all.push_back(std::move(route));
        all.push_back({http::Method::post, "/zoals-vroeger", [this](const http::Request& request) {
                           const auto form = http::Form::parse(request.body).value();
                           const auto in = app().accounts().sign_in(
                               form.get("naam"), seal::Secret(std::string(form.get("wachtwoord"))));
                           return http::Reply::html("", in ? 303 : 401);
                       }});
        return std::make_shared<http::Router>(std::move(all));
    }
    static Pairs wrong(const std::string& name = "ria") {
        return {{"naam", name}, {"wachtwoord", "nog iets heel anders"}};
    }
    /// The longest that somebody waits for a page or for the API, while `tries` wrong passwords from eight
    /// networks are on their way to `path`; not looked at any longer than `enough`.
    std::chrono::milliseconds worst_wait(const std::string& path, int tries, Clocked::duration enough) {
        std::atomic<bool> over = false;
        std::vector<std::thread> attackers;
        for (int i = 0; i < tries; ++i)
            attackers.emplace_back([&, i] {
                const std::string network = "127." + std::to_string(10 + i % 8) + ".0.1";
                post_from(network, port(), path, encode(wrong("ria")));
            });
        std::thread end([&] {
            for (auto& attacker : attackers) attacker.join();
            over = true;
        });
        std::this_thread::sleep_for(100ms);  // until they have come
        Clocked::duration worst{};
        while (!over && worst < enough) {
            for (const auto* other : {"/", "/peiling/fietsen", "/api/v1/peilingen", "/api/v1/gebieden",
                                      "/raad/aanmelden", "/volg"}) {
                const auto before = Clocked::now();
                const int status = get_from("127.0.0.1", port(), other).status;
                worst = std::max(worst, Clocked::now() - before);
                if (worst < enough) {
                    EXPECT_EQ(status, 200) << other;
                }
            }
        }
        end.join();
        return std::chrono::duration_cast<std::chrono::milliseconds>(worst);
    }
    unsigned short port() const { return server_.port(); }

    PageFixture pages_;
    SystemClock clock_;
    http::Server server_{{}, routes(), {}, clock_};
};

TEST_F(SignIns, AHundredAndSixtyWrongOnesKeepNobodyElseWaiting) {
    const auto worst = worst_wait("/raad/aanmelden", 160, 60s);
    EXPECT_LT(worst, 2s) << worst.count() << " ms";
    RecordProperty("worst_ms", static_cast<int>(worst.count()));
}

TEST_F(SignIns, OnTheLaneOfEverybodyTheyWould) {
    const auto worst = worst_wait("/zoals-vroeger", 160, 2s);
    EXPECT_GT(worst, 2s) << "the attack of this test is none: " << worst.count() << " ms";
}

TEST_F(SignIns, TheQueueIsShortAndSaysSoAtOnce) {
    // Before the limits come into it: every try of a name and a network of its own.
    std::vector<std::thread> many;
    std::mutex mutex;
    std::vector<Clocked::time_point> refused, looked_at;
    for (int i = 0; i < 60; ++i)
        many.emplace_back([&, i] {
            const auto reply = post_from("127." + std::to_string(20 + i) + ".0.1", port(), "/raad/aanmelden",
                                         encode(wrong("naam" + std::to_string(i))));
            const std::lock_guard lock(mutex);
            (reply.status == 503 ? refused : looked_at).push_back(Clocked::now());
            EXPECT_EQ(reply.status == 503, reply.head.find("Retry-After") != std::string::npos);
        });
    for (auto& one : many) one.join();
    ASSERT_GT(refused.size(), 20U);
    ASSERT_FALSE(looked_at.empty());
    EXPECT_LT(std::ranges::max(refused), std::ranges::max(looked_at))
        << "who is refused does not wait for who is looked at";
}

/// Through the pages, with a password that is looked at.
class Doors : public testing::Test {
  protected:
    Doors() {
        for (const auto* name : {"ria", "joke"})
            pages_.app()
                .accounts()
                .add({name, "Een", "raad", "GM0453"}, seal::Secret(kPassword), "test")
                .value();
    }
    http::Reply sign_in(const std::string& name, const std::string& password, const std::string& from,
                        const std::string& cookie = {}) {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/raad/aanmelden";
        request.peer = from;
        if (!cookie.empty()) request.headers.add("Cookie", cookie);
        request.body = encode({{"naam", name}, {"wachtwoord", password}});
        return pages_.ask(std::move(request));
    }
    static std::string device_of(const http::Reply& reply) {
        for (const auto& [name, value] : reply.headers.all())
            if (name == "Set-Cookie" && value.starts_with("peilpunt-toestel="))
                return value.substr(0, value.find(';'));
        return {};
    }
    PageFixture pages_;
};

TEST_F(Doors, WhoeverSignedInOnADeviceCannotBeLockedOutByOthers) {
    const auto known = device_of(sign_in("ria", kPassword, "192.0.2.1"));
    ASSERT_NE(known, "");
    for (int i = 0; i < 10; ++i)
        ASSERT_EQ(sign_in("ria", "dat is het niet", "10." + std::to_string(i) + ".0.1").status, 401);
    const auto refused = sign_in("ria", kPassword, "198.51.100.1");
    EXPECT_EQ(refused.status, 429) << "whether it was right may not be told either";
    EXPECT_THAT(PageFixture::body(refused), testing::HasSubstr("te vaak"));
    EXPECT_EQ(sign_in("ria", kPassword, "198.51.100.1", known).status, 303);
    EXPECT_EQ(sign_in("joke", "fout", "198.51.100.1", known).status, 401) << "the cookie is of one name";
    pages_.server().clock().move(1min);
    EXPECT_EQ(sign_in(" Ria ", kPassword, "198.51.100.1").status, 303);
}

TEST_F(Doors, AnUnknownNameReadsAndCostsAsAWrongPassword) {
    const auto timed = [&](const std::string& name, int network) {
        const auto before = Clocked::now();
        const auto reply = sign_in(name, "dat is het niet", "10." + std::to_string(network) + ".0.1");
        return std::pair(Clocked::now() - before, PageFixture::body(reply));
    };
    sign_in("warm", "op", "10.99.0.1");
    std::vector<double> ratios;
    for (int i = 0; i < 5; ++i) {
        const auto [wrong_time, wrong] = timed("joke", 2 * i);
        const auto [nobody_time, nobody] = timed("joki", 2 * i + 1);
        ratios.push_back(static_cast<double>(nobody_time.count()) / static_cast<double>(wrong_time.count()));
        auto as_joke = nobody;
        if (const auto at = as_joke.find("joki"); at != std::string::npos) as_joke[at + 3] = 'e';
        EXPECT_EQ(as_joke, wrong);
    }
    std::sort(ratios.begin(), ratios.end());
    EXPECT_GT(ratios[2], 0.4) << "an unknown name must not be told by its time";
    EXPECT_LT(ratios[2], 2.5);
}

TEST_F(Doors, APasswordThatCouldNotBeTypedIsRefusedWhenItIsSet) {
    std::string many;
    for (int i = 0; many.size() < 200; ++i) many += std::to_string(i * 7919 % 1000) + "duin"[i % 4];
    const seal::Secret longest(many.substr(0, 200)), too_long(many.substr(0, 200) + "x");
    EXPECT_FALSE(pages_.app().accounts().set_password("ria", too_long, "test"));
    EXPECT_FALSE(pages_.app().accounts().add({"piet", "P", "raad", "GM0453"}, too_long, "test"));
    ASSERT_TRUE(pages_.app().accounts().set_password("ria", longest, "test"));
    EXPECT_EQ(sign_in("ria", std::string(longest.reveal()), "192.0.2.1").status, 303);
}

/// The counting alone.
class Guarded : public testing::Test {
  protected:
    web::SignInGuard::Try begin(const std::string& name, const std::string& from) {
        http::Request request;
        request.peer = from;
        if (!cookie_.empty()) request.headers.add("Cookie", cookie_);
        return guard_.begin(request, name);
    }
    /// Wrong ones of this name, from another network each time, until one is not looked at.
    int wrong_until_refused(const std::string& name) {
        for (int i = 0; i < 100; ++i)
            if (begin(name, "10." + std::to_string(i) + ".0.1").wait > 0) return i;
        return -1;
    }
    void make_known(const std::string& name) {
        http::Reply reply;
        SeededRandom random(1);
        guard_.devices().mark(reply, {}, name, dutch_date(clock_.now()), random);
        const auto value = reply.headers.get("Set-Cookie");
        cookie_ = value.substr(0, value.find(';'));
    }
    HandClock clock_{test_start()};
    web::SignInGuard guard_{test_keys(), clock_};
    std::string cookie_;
};

TEST_F(Guarded, TenWrongOnesOfOneNameThenOneAMinute) {
    EXPECT_EQ(wrong_until_refused("ria"), 10);
    EXPECT_EQ(begin("joke", "192.0.2.1").wait, 0) << "another name";
    clock_.move(1min);
    EXPECT_EQ(wrong_until_refused("ria"), 1);
    clock_.move(10min);
    EXPECT_EQ(wrong_until_refused("ria"), 10);
}

TEST_F(Guarded, AStolenDeviceCookieIsNoWayAround) {
    make_known("ria");
    EXPECT_EQ(wrong_until_refused("ria"), 20) << "its own ten, then as a stranger";
    cookie_ += "x";
    EXPECT_EQ(wrong_until_refused("ria"), 0) << "changed: none";
}

TEST_F(Guarded, ADeviceIsKnownForHalfAYear) {
    make_known("ria");
    EXPECT_TRUE(begin("ria", "192.0.2.1").device);
    clock_.move(std::chrono::days(179));
    EXPECT_TRUE(begin("ria", "192.0.2.1").device);
    clock_.move(std::chrono::days(2));
    EXPECT_FALSE(begin("ria", "192.0.2.1").device);
}

TEST_F(Guarded, GoodOnesDoNotUseUpTheLimit) {
    for (int i = 0; i < 1000; ++i) {
        const auto one = begin("ria", "192.0.2.1");
        ASSERT_EQ(one.wait, 0) << i;
        guard_.forget(one);
    }
    EXPECT_EQ(wrong_until_refused("ria"), 10);
}

TEST_F(Guarded, OneNetworkAndAllTogetherHaveALimit) {
    int looked_at = 0;
    for (int i = 0; i < 30; ++i)
        looked_at += begin("naam" + std::to_string(i), "192.0.2." + std::to_string(i)).wait == 0;
    EXPECT_EQ(looked_at, 20) << "one network";
    for (int i = 0; i < 60; ++i)
        looked_at += begin("een" + std::to_string(i), "10." + std::to_string(i) + ".0.1").wait == 0;
    EXPECT_EQ(looked_at, 60) << "in all";
}

}  // namespace
}  // namespace peilpunt::tests
