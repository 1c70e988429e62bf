// SPDX-License-Identifier: EUPL-1.2
// What the NLGov REST API Design Rules ask of a server that runs; named after our numbers for them (API-1 to
// API-20). What they ask of the description alone is in tests/openapi.
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "shared/json/json.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "shared/sync/sync.hpp"
#include "tests/api/api_fixture.hpp"
#include "tests/support/tone.hpp"

using namespace peilpunt;
using Json = nlohmann::json;

namespace {

constexpr std::string_view kForeign = "https://elders.example";

http::Route failing_route() {
    return {http::Method::get, "/api/v1/kapot", http::WorkerHandler([](const http::Request&) -> http::Reply {
                throw std::runtime_error("SELECT geheim FROM antwoorden at store.cpp:12");
            })};
}

class DesignRules : public tests::Api {
  protected:
    DesignRules() : tests::Api({failing_route()}) {}

    std::string submission() { return json::response_tree(fixture_.response()).dump(); }

    /// One answer of every kind that a caller can bring about: by status.
    std::map<int, net::HttpResponse> answers() {
        std::map<int, net::HttpResponse> all;
        const auto keep = [&](int status, net::HttpResponse response) {
            EXPECT_EQ(response.status, status);
            all[status] = std::move(response);
        };
        const auto body = submission();
        keep(200, call("GET", "/peilingen"));
        keep(201, call("POST", submissions(), body));
        auto other = Json::parse(body);
        other["antwoorden"]["v1"] = "stad";
        keep(202, call("POST", submissions(), other.dump()));
        keep(400, call("POST", submissions(), "{}"));
        keep(401, call("GET", "/synchronisaties/wijzigingen"));
        keep(403, call("POST", submissions(), body, {{"Origin", std::string(kForeign)}}));
        keep(404, call("GET", "/nergens"));
        keep(405, call("DELETE", "/peilingen"));
        keep(406, call("GET", "/peilingen", "", {{"Accept", "image/png"}}));
        keep(413, call("POST", "/contactwensen", std::string(9'000, ' ')));
        keep(414, call("GET", "/peilingen?gemeente=" + std::string(3'000, 'x')));
        keep(415, send("POST", "/signalen", "tekst", {{"Content-Type", "text/plain"}}));
        keep(431, call("GET", "/peilingen", "", {{"X-Lang", std::string(9'000, 'x')}}));
        keep(500, call("GET", "/kapot"));
        EXPECT_TRUE(fixture_.app().close_poll("fietsen", "test"));
        keep(409, call("POST", submissions(), submission()));
        for (int i = 0; i < 100 && !all.count(429); ++i) {
            auto response = call("POST", "/kiosken", "{}");
            if (response.status == 429) keep(429, std::move(response));
        }
        EXPECT_TRUE(all.count(429));
        return all;
    }

    std::vector<http::Route> described_routes() { return api::routes(fixture_.app()); }
    /// A path that the pattern of a route matches, below /api/v1.
    static std::string example_of(const std::string& pattern) {
        return std::regex_replace(pattern.substr(7), std::regex(R"(\{\w+\})"), "fietsen");
    }
};

/// A kiosk that is paired by the API, and what it sends.
struct PairedKiosk {
    seal::SignKeys keys = seal::make_sign_keys();
    sync::Enrolment enrolment;

    std::pair<std::string, std::string> signature(const char* context, const std::string& text) const {
        return {"Peilpunt-Handtekening", seal::to_base64(seal::sign(keys, context, text))};
    }
    std::pair<std::string, std::string> name() const { return {"Peilpunt-Kiosk", enrolment.kiosk.str()}; }
    std::string batch(tests::ServerFixture& fixture) const {
        const auto response = fixture.response();
        sync::Content content;
        content.body = json::response_tree(response).dump();
        content.receipt = Receipt::random(fixture.random());
        content.captured_at = format_time(fixture.clock().now());
        content.boot_id = "boot";
        sync::Batch batch;
        batch.kiosk = enrolment.kiosk;
        batch.number = 1;
        batch.sent_at = content.captured_at;
        batch.boot_id = "boot";
        batch.version = "0.1.0";
        batch.envelopes = {
            sync::seal_envelope(EnvelopeId(response.id.uuid()), enrolment.server_box_key, content)};
        return sync::write_batch(batch);
    }
};

}  // namespace

TEST_F(DesignRules, Api1OnlyTheMajorVersionIsInTheAddress) {
    EXPECT_EQ(call("GET", "/peilingen").status, 200);
    for (const char* base : {"/api/v1.0", "/api/v1.0.0", "/api/v2", "/api/v01", "/api"}) {
        net::HttpRequest request;
        request.url = "http://127.0.0.1:" + std::to_string(server_.port()) + base + "/peilingen";
        EXPECT_EQ(client_.request(request)->status, 404) << base;
    }
}

TEST_F(DesignRules, Api2TheDescriptionIsThereForEverybodyAndEverySite) {
    const auto reply = call("GET", "/openapi.json", "", {{"Origin", std::string(kForeign)}});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(reply.header("Content-Type"), "application/json");
    EXPECT_EQ(Json::parse(reply.body)["info"]["version"], api::kApiVersion);
}

TEST_F(DesignRules, Api3EveryAnswerSaysTheVersion) {
    for (const auto& [status, response] : answers())
        EXPECT_EQ(response.header("API-Version"), api::kApiVersion) << status;
}

TEST_F(DesignRules, Api5APathWithASlashAtItsEndIsNotThere) {
    for (const auto& route : described_routes()) {
        const auto reply = call("GET", example_of(route.pattern) + "/");
        EXPECT_EQ(reply.status, 404) << route.pattern;
        EXPECT_EQ(reply.header("Location"), "") << route.pattern;
    }
}

TEST_F(DesignRules, Api9EveryErrorIsAProblemWithoutAWordOfTheProgram) {
    int seen = 0;
    for (const auto& [status, response] : answers()) {
        if (status < 400) continue;
        ++seen;
        EXPECT_EQ(response.header("Content-Type"), "application/problem+json") << status;
        const auto problem = Json::parse(response.body, nullptr, false);
        ASSERT_TRUE(problem.is_object()) << status;
        EXPECT_EQ(problem["status"], status);
        EXPECT_FALSE(problem["title"].get<std::string>().empty()) << status;
        EXPECT_FALSE(problem["detail"].get<std::string>().empty()) << status;
        EXPECT_FALSE(std::regex_search(response.body, std::regex(R"(\.cpp|SELECT|std::|0x[0-9a-f]{6})")))
            << response.body;
    }
    EXPECT_GE(seen, 12);
}

TEST_F(DesignRules, Api10AllThatIsWrongIsToldInOne400) {
    const auto reply =
        call("POST", "/signalen", R"({"id":"x","tekst":"","gemeente":"GM9999","taal":"klingon","extra":1})");
    EXPECT_EQ(reply.status, 400);
    EXPECT_GE(Json::parse(reply.body)["fouten"].size(), 4U) << reply.body;
    for (const char* bad : {"Velsen", "GM045", "WK045301", "GM0453%27"})
        EXPECT_EQ(call("GET", std::string("/peilingen?gemeente=") + bad).status, 400) << bad;
    EXPECT_EQ(call("GET", "/peilingen?gemeente=GM0453").status, 200);
    EXPECT_EQ(call("GET", "/peilingen?gemeente=").status, 200) << "left empty";
    EXPECT_EQ(call("GET", "/peilingen?gemeente=%ff").status, 400);
}

TEST_F(DesignRules, Api11TimesAreToldInUtcAndTakenWithAnyOffset) {
    const auto wanted = parse_time("2026-11-10T13:00:00Z").value();
    EXPECT_EQ(parse_time("2026-11-10T14:00:00+01:00").value(), wanted);
    EXPECT_EQ(parse_time("2026-11-10T08:30:00-04:30").value(), wanted);
    EXPECT_EQ(format_time(wanted).back(), 'Z');
    EXPECT_FALSE(parse_time("2026-11-10T13:00:00")) << "of which place?";
    for (const char* path : {"/peilingen", "/peilingen/fietsen", "/gebieden"}) {
        const auto body = call("GET", path).body;
        const std::regex time(R"(\d\d:\d\d:\d\d[^"]*)");
        for (std::sregex_iterator at(body.begin(), body.end(), time), end; at != end; ++at)
            EXPECT_EQ(at->str().back(), 'Z') << path;
    }
}

TEST_F(DesignRules, Api12AnotherMethodIs405WithThoseThatWork) {
    for (const auto& route : described_routes()) {
        const auto path = example_of(route.pattern);
        const bool reads = route.method == http::Method::get;
        for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", reads ? "POST" : "GET"}) {
            const auto reply = call(method, path);
            EXPECT_EQ(reply.status, 405) << method << " " << path;
            EXPECT_EQ(reply.header("Allow"), reads ? "GET, HEAD" : "POST") << method << " " << path;
        }
    }
    const auto whole = call("GET", "/peilingen");
    net::HttpRequest head;
    head.method = "HEAD";
    head.url = "http://127.0.0.1:" + std::to_string(server_.port()) + "/api/v1/peilingen";
    const auto asked = client_.request(head);
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->status, 200);
    EXPECT_EQ(asked->body, "");
    EXPECT_EQ(asked->header("Content-Length"), std::to_string(whole.body.size()));
}

TEST_F(DesignRules, Api13NoAnswerSetsACookie) {
    for (const auto& [status, response] : answers()) EXPECT_EQ(response.header("Set-Cookie"), "") << status;
}

TEST_F(DesignRules, Api14OtherMediaTypesAreRefused) {
    for (const auto& route : described_routes()) {
        const auto path = example_of(route.pattern);
        if (route.method == http::Method::get) {
            for (const char* accept :
                 {"image/png", "application/xml", "application/json;q=0, audio/ogg;q=0"}) {
                const auto reply = call("GET", path, "", {{"Accept", accept}});
                EXPECT_TRUE(reply.status == 406 || reply.status == 404) << path << " " << accept;
                EXPECT_EQ(reply.header("Content-Type"), "application/problem+json") << path;
            }
            if (path.find("fietsen") == std::string::npos) {
                EXPECT_EQ(call("GET", path, "", {{"Accept", "image/png"}}).status, 406) << path;
            }
            continue;
        }
        for (const char* type : {"text/plain", "application/xml", "application/json; charset=latin1"})
            EXPECT_EQ(send("POST", path, "{}", {{"Content-Type", type}}).status, 415) << path << " " << type;
        EXPECT_EQ(send("POST", path, "{}", {}).status, 415) << path << ": of no type";
        EXPECT_EQ(call("POST", path, "{}", {{"Accept", "image/png"}}).status, 406) << path;
    }
}

TEST_F(DesignRules, Api15EveryAnswerHasTheSecurityHeaders) {
    for (const auto& [status, response] : answers()) {
        EXPECT_EQ(response.header("Cache-Control"), "no-store") << status;
        EXPECT_EQ(response.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'")
            << status;
        EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff") << status;
        EXPECT_EQ(response.header("X-Frame-Options"), "DENY") << status;
        EXPECT_NE(response.header("Content-Type"), "") << status;
    }
}

TEST_F(DesignRules, Api16OnlyWhatIsOpenDataMayBeReadByOtherSites) {
    const std::string foreign(kForeign);
    for (const auto& route : described_routes()) {
        const auto path = example_of(route.pattern);
        const bool reads = route.method == http::Method::get;
        const auto reply = call(reads ? "GET" : "POST", path, reads ? "" : "{}", {{"Origin", foreign}});
        const auto allowed = reply.header("Access-Control-Allow-Origin");
        const bool open = path == "/openapi.json" || (path.ends_with("/uitkomsten") && reply.status == 200);
        EXPECT_EQ(allowed, open ? "*" : "") << path;
        const auto asked =
            call("OPTIONS", path, "", {{"Origin", foreign}, {"Access-Control-Request-Method", "POST"}});
        EXPECT_EQ(asked.header("Access-Control-Allow-Origin"), "") << path;
    }
    EXPECT_EQ(call("POST", submissions(), submission(), {{"Origin", foreign}}).status, 403);
    EXPECT_EQ(call("POST", submissions(), submission(), {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
}

TEST_F(DesignRules, Api17WhatStandsInAnAddressIsNeitherLoggedNorSaidAgain) {
    std::ostringstream log;
    const auto before = spdlog::default_logger();
    const auto logger =
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log));
    logger->set_level(spdlog::level::trace);
    spdlog::set_default_logger(logger);
    const std::string secret = "4810726395051234";
    for (const char* path : {"/volgcodes/", "/peilingen/", "/geluiden/", "/kapot?",
                             "/peilingen?gemeente=", "/synchronisaties/wijzigingen?na="}) {
        const auto reply = call("GET", path + secret);
        EXPECT_EQ(reply.body.find(secret), std::string::npos) << path;
    }
    spdlog::set_default_logger(before);
    EXPECT_NE(log.str().find("/api/v1/kapot"), std::string::npos) << "the failure is logged";
    EXPECT_EQ(log.str().find(secret), std::string::npos) << log.str();
}

TEST_F(DesignRules, EveryOperationAnswersAsItIsDescribed) {
    for (const char* path : {"/openapi.json", "/gebieden", "/peilingen", "/peilingen/fietsen"})
        EXPECT_EQ(call("GET", path).status, 200) << path;
    for (int i = 0; i < 60; ++i) {
        auto response = fixture_.response(i % 2 ? "GM0453" : "GM0375", i % 3 ? "dijk" : "stad");
        response.answers.set("v2", Choice{i % 4 ? "ja" : "nee", ""});
        ASSERT_TRUE(fixture_.app().submit_response(response, fixture_.web()));
    }
    const auto stored = call("POST", submissions(), submission());
    ASSERT_EQ(stored.status, 201) << stored.body;
    fixture_.app().housekeep();
    EXPECT_EQ(call("GET", "/peilingen/fietsen/uitkomsten").status, 200);
    EXPECT_EQ(call("POST", "/signalen", json::signal_tree(fixture_.signal()).dump()).status, 201);
    const Json wish{{"gemeente", "GM0453"}, {"telefoon", "0612345678"}, {"zestienOfOuder", true}};
    EXPECT_EQ(call("POST", "/contactwensen", wish.dump()).status, 201);
    auto code = Json::parse(stored.body)["volgcode"].get<std::string>();
    std::erase(code, ' ');
    EXPECT_EQ(call("GET", "/volgcodes/" + code).status, 200);

    PairedKiosk kiosk;
    const auto pairing = fixture_.app()
                             .fleet()
                             .make_pairing_code(app::Accounts::command_line(), "De Zeemeeuw",
                                                AreaCode::parse("GM0453").value())
                             .value();
    const auto asked = sync::write_enrolment_request(pairing, kiosk.keys.public_key);
    const auto enrolled = call("POST", "/kiosken", asked, {kiosk.signature("koppelen", asked)});
    ASSERT_EQ(enrolled.status, 201) << enrolled.body;
    kiosk.enrolment = sync::parse_enrolment(enrolled.body).value();
    const auto ogg = sound::encode(test::tone(440, 300, sound::kSpeechRate)).value();
    ASSERT_TRUE(fixture_.app().add_clip("nl", "Waar fiets je het meest?", ogg, "test"));
    const auto pulled =
        call("GET", "/synchronisaties/wijzigingen?na=", "",
             {kiosk.name(), kiosk.signature("wijzigingen-vraag", kiosk.enrolment.kiosk.str() + "\n")});
    ASSERT_EQ(pulled.status, 200) << pulled.body;
    ASSERT_FALSE(Json::parse(pulled.body)["geluiden"].empty());
    const auto clip = Json::parse(pulled.body)["geluiden"][0]["hash"].get<std::string>();
    EXPECT_EQ(call("GET", "/geluiden/" + clip).status, 200);
    const auto batch = kiosk.batch(fixture_);
    EXPECT_EQ(call("POST", "/synchronisaties", batch, {kiosk.name(), kiosk.signature("batch", batch)}).status,
              200);

    const auto missing = description_.not_seen();
    EXPECT_TRUE(missing.empty()) << testing::PrintToString(missing);
}

TEST(Description, ComplainsOfWhatItDoesNotDescribe) {
    tests::Description description;
    net::HttpRequest request;
    request.url = "http://127.0.0.1/api/v1/gebieden";
    net::HttpResponse good{200,
                           {{"Content-Type", "application/json"}, {"API-Version", "1.0.0"}},
                           R"({"gebieden":[{"code":"GM0453","naam":"Velsen"}]})"};
    EXPECT_TRUE(description.complaints(request, good).empty());
    const auto with = [&](auto change) {
        auto response = good;
        change(response);
        return description.complaints(request, response).size();
    };
    EXPECT_GT(with([](auto& r) { r.status = 418; }), 0U);
    EXPECT_GT(with([](auto& r) { r.headers.pop_back(); }), 0U);
    EXPECT_GT(with([](auto& r) { r.headers[0].second = "text/html"; }), 0U);
    EXPECT_GT(with([](auto& r) { r.body = "{}"; }), 0U);
    EXPECT_GT(with([](auto& r) { r.body = R"({"gebieden":[{"code":"GM0453"}]})"; }), 0U);
    EXPECT_GT(with([](auto& r) { r.body = R"({"gebieden":[{"code":"GM0453","naam":7}]})"; }), 0U);
    EXPECT_GT(with([](auto& r) { r.body = R"({"gebieden":[{"code":"x","naam":"y","kleur":"z"}]})"; }), 0U);
    request.url = "http://127.0.0.1/api/v1/peilingen/fietsen";
    auto poll = json::poll_tree(tests::test_poll());
    good.body = poll.dump();
    EXPECT_TRUE(description.complaints(request, good).empty());
    poll["vragen"][0]["soort"] = "smiley";
    good.body = poll.dump();
    EXPECT_FALSE(description.complaints(request, good).empty()) << "poll.json describes the questions";
}

TEST(Metrics, AreMadeOnceAMinute) {
    tests::ServerFixture fixture;
    int made = 0;
    const auto routes =
        api::admin_routes(fixture.app(), [&made] { return "n " + std::to_string(++made) + "\n"; });
    const auto& route = routes.back();
    ASSERT_EQ(route.pattern, "/metrics");
    const auto ask = [&] { return std::get<http::WorkerHandler>(route.handler)({}).body; };
    const auto first = ask();
    EXPECT_NE(first.find("n 1\n"), std::string::npos);
    fixture.clock().move(std::chrono::seconds(59));
    EXPECT_EQ(ask(), first) << "a counter that moves with an answer tells when it was given";
    fixture.clock().move(std::chrono::seconds(1));
    EXPECT_NE(ask().find("n 2\n"), std::string::npos);
}
