// SPDX-License-Identifier: EUPL-1.2
#include "server/http/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace peilpunt::http {
namespace {

Route route(Method method, std::string pattern) {
    return {method, std::move(pattern), WorkerHandler([](const Request&) { return Reply{}; })};
}

Router sample() {
    std::vector<Route> routes;
    for (const auto* pattern : {"/", "/{gemeente}", "/signaal", "/peiling/{slug}", "/peiling/{slug}/uitkomst",
                                "/api/v1/peilingen", "/api/v1/peilingen/{id}"}) {
        routes.push_back(route(Method::get, pattern));
    }
    for (const auto* pattern : {"/signaal", "/peiling/{slug}", "/api/v1/peilingen/{id}/inzendingen"}) {
        routes.push_back(route(Method::post, pattern));
    }
    return Router(std::move(routes));
}

std::string pattern_for(const Router& router, Method method, std::string_view path) {
    const auto match = router.find(method, path);
    return match.route ? match.route->pattern : "-";
}

TEST(Router, FindsTheMostLiteralRoute) {
    const auto router = sample();
    EXPECT_EQ(pattern_for(router, Method::get, "/"), "/");
    EXPECT_EQ(pattern_for(router, Method::get, "/signaal"), "/signaal");
    EXPECT_EQ(pattern_for(router, Method::get, "/velsen"), "/{gemeente}");
    EXPECT_EQ(pattern_for(router, Method::head, "/velsen"), "/{gemeente}");
    EXPECT_EQ(pattern_for(router, Method::get, "/peiling/x/uitkomst"), "/peiling/{slug}/uitkomst");
}

TEST(Router, GivesTheValuesOfThePattern) {
    const auto router = sample();
    const auto match = router.find(Method::get, "/peiling/vrije-tijd/uitkomst");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.values.at("slug"), "vrije-tijd");
}

TEST(Router, TellsUnknownPathsFromUnknownMethods) {
    const auto router = sample();
    EXPECT_EQ(router.find(Method::get, "/a/b/c").allowed, "");
    EXPECT_EQ(router.find(Method::del, "/signaal").allowed, "GET, HEAD, POST");
    EXPECT_EQ(router.find(Method::get, "/api/v1/peilingen/x/inzendingen").allowed, "POST");
    EXPECT_EQ(router.find(Method::put, "/velsen").allowed, "GET, HEAD");
    EXPECT_EQ(router.find(Method::patch, "/").allowed, "GET, HEAD");
}

TEST(Router, TreatsATrailingSlashAsAnotherPath) {
    const auto router = sample();
    for (const auto* path : {"/api/v1/peilingen/", "/signaal/", "/peiling/", "/peiling/x/"}) {
        const auto match = router.find(Method::get, path);
        EXPECT_EQ(match.route, nullptr) << path;
        EXPECT_EQ(match.allowed, "") << path;
    }
}

TEST(Router, SurvivesVeryDeepPaths) {
    const auto router = sample();
    std::string deep;
    for (int i = 0; i < 900; ++i) deep += "/a";
    EXPECT_EQ(router.find(Method::get, deep).route, nullptr);
}

TEST(Router, StaysRightWhenMoved) {
    auto first = sample();
    const Router second = std::move(first);
    EXPECT_EQ(pattern_for(second, Method::get, "/peiling/x"), "/peiling/{slug}");
}

TEST(Router, RefusesTablesThatCannotBeMeant) {
    const auto twice = [](std::vector<Route> routes) { return Router(std::move(routes)); };
    EXPECT_THROW(twice({route(Method::get, "/a/{x}"), route(Method::get, "/a/{y}")}), std::invalid_argument);
    EXPECT_THROW(twice({route(Method::get, "a")}), std::invalid_argument);
    auto open = route(Method::post, "/a");
    open.guard = Guard::token;
    EXPECT_THROW(twice({open}), std::invalid_argument);
}

TEST(PlainAddress, IsTheOneSpellingThatIsLeft) {
    const auto of = [](const char* path, const char* target, Method method = Method::get) {
        Request request;
        request.method = method;
        request.path = path;
        request.target = target;
        return plain_address(request).value_or("");
    };
    EXPECT_EQ(of("/Velsen", "/Velsen"), "/velsen");
    EXPECT_EQ(of("/velsen/", "/velsen/?taal=ar"), "/velsen?taal=ar");
    EXPECT_EQ(of("/Peiling/Fietsen//", "/Peiling/Fietsen//"), "/peiling/fietsen");
    EXPECT_EQ(of("/één/", "/%C3%A9%C3%A9n/"), "/%C3%A9%C3%A9n");
    EXPECT_EQ(of("/Velsen", "/Velsen", Method::head), "/velsen");
    for (const auto* same : {"/", "/velsen", "/peiling/fietsen"}) EXPECT_EQ(of(same, same), "");
    for (const auto* api : {"/api/v1/peilingen/", "/api/", "/API/v1/Peilingen"}) EXPECT_EQ(of(api, api), "");
    EXPECT_EQ(of("//elders.example/X", "//elders.example/X"), "") << "another server";
    EXPECT_EQ(of("/Velsen", "/Velsen", Method::post), "") << "a form is not sent again";
}

}  // namespace
}  // namespace peilpunt::http
