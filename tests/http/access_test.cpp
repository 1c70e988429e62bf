// SPDX-License-Identifier: EUPL-1.2
#include "server/http/access.hpp"

#include <gtest/gtest.h>

#include "server/http/rate_limit.hpp"

namespace peilpunt::http {
namespace {

TEST(Guard, LetsOnlyOurOwnPagesWrite) {
    struct Row {
        const char* site;  // Sec-Fetch-Site
        const char* origin;
        bool secure;
        bool passes;
    };
    for (const auto& row : {
             Row{"same-origin", "", true, true},
             Row{"none", "", true, true},
             Row{"same-site", "https://peilpunt.example", true, false},
             Row{"cross-site", "", true, false},
             Row{"same-origin", "null", true, true},
             Row{"", "https://peilpunt.example", true, true},
             Row{"", "http://peilpunt.example", true, false},
             Row{"", "http://peilpunt.example", false, true},
             Row{"", "https://peilpunt.example:8443", true, false},
             Row{"", "https://peilpunt.example.evil", true, false},
             Row{"", "null", true, false},
             Row{"", "", true, true},
         }) {
        Request request;
        request.secure = row.secure;
        request.headers.add("Host", "peilpunt.example");
        if (*row.site != '\0') request.headers.add("Sec-Fetch-Site", row.site);
        if (*row.origin != '\0') request.headers.add("Origin", row.origin);
        EXPECT_EQ(passes_guard(Guard::origin, request), row.passes) << row.site << ' ' << row.origin;
        EXPECT_TRUE(passes_guard(Guard::none, request));
        EXPECT_FALSE(passes_guard(Guard::token, request)) << "without a token";
    }
}

TEST(Guard, WantsTheTokenOfThisSession) {
    Request request;
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.visitor = Visitor{"tok-1", nullptr};
    const auto passes = [&](const char* body) {
        request.body = body;
        return passes_guard(Guard::token, request);
    };
    EXPECT_TRUE(passes("a=b&csrf=tok-1"));
    EXPECT_FALSE(passes("a=b&csrf=tok-2"));
    EXPECT_FALSE(passes("a=b&csrf="));
    EXPECT_FALSE(passes("a=b"));
    EXPECT_FALSE(passes("csrf=%zz"));
    request.headers.add("X-CSRF-Token", "tok-1");
    EXPECT_TRUE(passes("{}"));
    request.visitor->csrf_token.clear();
    EXPECT_FALSE(passes("csrf="));
}

TEST(Access, AsksForASignInAndForTheRightThatARouteNeeds) {
    const std::optional<Visitor> nobody;
    const std::optional<Visitor> somebody = Visitor{"a", nullptr};
    int asked = 0;
    const auto has_the_third = [&](const Visitor& visitor, Needs needs) {
        ++asked;
        return visitor.csrf_token == "a" && needs.number() == 3;
    };
    EXPECT_EQ(permit_for(Needs::nothing(), nobody, has_the_third), Permit::yes);
    EXPECT_EQ(permit_for(Needs::sign_in(), nobody, has_the_third), Permit::sign_in);
    EXPECT_EQ(permit_for(Needs::sign_in(), somebody, has_the_third), Permit::yes);
    EXPECT_EQ(permit_for(Needs::right(3), nobody, has_the_third), Permit::sign_in);
    EXPECT_EQ(asked, 0) << "of a visitor's right only";
    EXPECT_EQ(permit_for(Needs::right(3), somebody, has_the_third), Permit::yes);
    EXPECT_EQ(permit_for(Needs::right(0), somebody, has_the_third), Permit::no);
    EXPECT_EQ(permit_for(Needs::right(3), Visitor{"b", nullptr}, has_the_third), Permit::no);
    EXPECT_EQ(permit_for(Needs::right(3), somebody, nullptr), Permit::no) << "nobody can say";
}

TEST(Access, BringsPeopleBackAfterSigningIn) {
    Request request;
    request.path = "/raad/signalen";
    request.target = "/raad/signalen?thema=wonen&p=2";
    EXPECT_EQ(ask_to_sign_in(request).headers.get("Location"),
              "/raad/aanmelden?naar=/raad/signalen%3Fthema%3Dwonen%26p%3D2");
    request.method = Method::post;
    EXPECT_EQ(ask_to_sign_in(request).headers.get("Location"), "/raad/aanmelden?naar=/raad");
    request.path = "/api/v1/signalen";
    EXPECT_EQ(ask_to_sign_in(request).status, 401);
}

TEST(Prefix, IsANetworkNotAPerson) {
    EXPECT_EQ(prefix_of("192.0.2.1").bytes, prefix_of("192.0.2.254").bytes);
    EXPECT_NE(prefix_of("192.0.2.1").bytes, prefix_of("192.0.3.1").bytes);
    EXPECT_EQ(prefix_of("2001:db8:1:2ff::1").bytes, prefix_of("2001:db8:1:200::2").bytes);
    EXPECT_NE(prefix_of("2001:db8:1:200::1").bytes, prefix_of("2001:db8:1:300::1").bytes);
    EXPECT_EQ(prefix_of("nonsense").bytes, prefix_of("").bytes);
}

TEST(RateLimiter, LetsAMinutesWorthComeAtOnceAndThenEvenly) {
    using std::chrono::milliseconds;
    RateLimiter limiter(1024);
    const auto class_room = prefix_of("192.0.2.7");
    const milliseconds start(1'000'000);
    for (int i = 0; i < 60; ++i) EXPECT_EQ(limiter.admit(class_room, 1, {60}, start), 0) << i;
    EXPECT_GT(limiter.admit(class_room, 1, {60}, start), 0);
    EXPECT_EQ(limiter.admit(class_room, 2, {60}, start), 0) << "another route counts apart";
    EXPECT_EQ(limiter.admit(prefix_of("192.0.3.7"), 1, {60}, start), 0) << "another network counts apart";
    EXPECT_EQ(limiter.admit(class_room, 1, {60}, start + milliseconds(1'000)), 0);
    EXPECT_GT(limiter.admit(class_room, 1, {60}, start + milliseconds(1'000)), 0);
    for (int i = 0; i < 60; ++i)
        EXPECT_EQ(limiter.admit(class_room, 1, {60}, start + milliseconds(120'000)), 0) << i;
}

TEST(RateLimiter, SaysHowLongToWait) {
    RateLimiter limiter(1024);
    const auto prefix = prefix_of("192.0.2.7");
    const std::chrono::milliseconds now(5'000);
    EXPECT_EQ(limiter.admit(prefix, 1, {2}, now), 0);
    EXPECT_EQ(limiter.admit(prefix, 1, {2}, now), 0);
    const int wait = limiter.admit(prefix, 1, {2}, now);
    EXPECT_GE(wait, 30);
    EXPECT_LE(wait, 31);
    EXPECT_EQ(limiter.admit(prefix, 1, {2}, now + std::chrono::seconds(wait)), 0);
}

TEST(RateLimiter, KnowsNobodyAgainOnAnotherDay) {
    RateLimiter limiter(1024);
    const auto prefix = prefix_of("192.0.2.7");
    const std::chrono::milliseconds first(5'000);
    EXPECT_EQ(limiter.admit(prefix, 1, {1}, first), 0);
    const auto late = first + std::chrono::hours(24) - std::chrono::seconds(1);
    EXPECT_EQ(limiter.admit(prefix, 1, {1}, late), 0);
    EXPECT_GT(limiter.admit(prefix, 1, {1}, late), 0);
    EXPECT_EQ(limiter.admit(prefix, 1, {1}, first + std::chrono::hours(24)), 0) << "under a new key";
}

TEST(RateLimiter, LetsPassWhenItCanRememberNoMore) {
    RateLimiter limiter(8);
    const std::chrono::milliseconds now(5'000);
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(limiter.admit(prefix_of("10.0." + std::to_string(i) + ".1"), 1, {1}, now), 0) << i;
    }
}

}  // namespace
}  // namespace peilpunt::http
