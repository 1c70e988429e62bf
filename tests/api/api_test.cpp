// SPDX-License-Identifier: EUPL-1.2
// The API as its callers meet it: a real server on a real store, over a socket.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"
#include "tests/api/api_fixture.hpp"

using namespace peilpunt;
using Json = nlohmann::json;

namespace {

class Api : public tests::Api {
  protected:
    Json submission() { return Json::parse(json::response_tree(fixture_.response()).dump()); }
};

}  // namespace

TEST_F(Api, ASubmissionIsStoredOnceWhateverIsSentAgain) {
    auto body = submission();
    const auto first = call("POST", submissions(), body.dump());
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(Json::parse(first.body)["status"], "opgeslagen");
    const auto second = call("POST", submissions(), body.dump());
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(Json::parse(second.body)["volgcode"], Json::parse(first.body)["volgcode"]);
    body["antwoorden"]["v1"] = "stad";
    const auto other = call("POST", submissions(), body.dump());
    EXPECT_EQ(other.status, 202);
    EXPECT_FALSE(Json::parse(other.body).contains("volgcode")) << "a stranger gets no code";
    const auto code = Json::parse(first.body)["volgcode"].get<std::string>();
    std::string digits;
    for (const char c : code)
        if (c != ' ') digits += c;
    const auto steps = call("GET", "/volgcodes/" + digits);
    EXPECT_EQ(steps.status, 200);
    EXPECT_EQ(Json::parse(steps.body)["peiling"], "fietsen");
    EXPECT_EQ(steps.body.find("dijk"), std::string::npos) << "no content";
}

TEST_F(Api, NamesEveryFaultOfASubmissionAtOnce) {
    auto body = submission();
    body["gemeente"] = "GM0363";
    body["antwoorden"] = {{"v2", "misschien"}, {"v3", 5}, {"v9", "x"}};
    body["extra"] = true;
    const auto reply = call("POST", submissions(), body.dump());
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.header("Content-Type").substr(0, 24), "application/problem+json");
    std::set<std::string> fields;
    const auto problem = Json::parse(reply.body);
    for (const auto& fault : problem["fouten"]) fields.insert(fault["veld"]);
    EXPECT_EQ(fields, (std::set<std::string>{"gemeente", "antwoorden.v1", "antwoorden.v2", "antwoorden.v3",
                                             "antwoorden.v9", "extra"}));
}

TEST_F(Api, AnUnknownRevisionHidesNoOtherFault) {
    auto body = submission();
    body["revisie"] = 9;
    body["id"] = "x";
    body["taal"] = "klingon";
    const auto reply = call("POST", submissions(), body.dump());
    EXPECT_EQ(reply.status, 400);
    std::set<std::string> fields;
    const auto problem = Json::parse(reply.body);
    for (const auto& fault : problem["fouten"]) fields.insert(fault["veld"]);
    EXPECT_EQ(fields, (std::set<std::string>{"id", "revisie", "taal"}));
    body = submission();
    body["revisie"] = 9;
    EXPECT_EQ(call("POST", submissions(), body.dump()).status, 400);
    body.erase("revisie");
    EXPECT_EQ(call("POST", submissions(), body.dump()).status, 400);
    EXPECT_EQ(fixture_.store().cells(tests::test_poll().id, 1).size(), 0U);
}

TEST_F(Api, BadBodiesGetAClearRefusal) {
    const std::string good = submission().dump();
    const std::string deep = std::string(50, '[') + std::string(50, ']');
    struct Case {
        const char* name;
        std::string body;
        int status;
    };
    const Case cases[] = {{"no JSON", "hallo", 400},
                          {"half", good.substr(0, good.size() / 2), 400},
                          {"a list", "[]", 400},
                          {"too deep", "{\"id\":" + deep + "}", 400},
                          {"a key twice", "{\"id\":1," + good.substr(1), 400},
                          {"bad UTF-8", "{\"id\":\"\xff\xfe\"}", 400},
                          {"too large", "{\"id\":\"" + std::string(70'000, 'a') + "\"}", 413}};
    for (const auto& one : cases)
        EXPECT_EQ(call("POST", submissions(), one.body).status, one.status) << one.name;
    EXPECT_EQ(fixture_.store().cells(tests::test_poll().id, 1).size(), 0U);
}

TEST_F(Api, SaysWhatIsNotThereAndWhatIsNotAllowed) {
    EXPECT_EQ(call("GET", "/peilingen/onbekend").status, 404);
    EXPECT_EQ(call("POST", "/peilingen/onbekend/inzendingen", submission().dump()).status, 404);
    EXPECT_EQ(call("GET", "/peilingen/").status, 404) << "no trailing slash";
    const auto wrong = call("DELETE", "/peilingen/fietsen");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_NE(wrong.header("Allow").find("GET"), std::string::npos);
    EXPECT_EQ(call("GET", "/volgcodes/1234").status, 404);
    ASSERT_TRUE(fixture_.app().close_poll("fietsen", "test"));
    EXPECT_EQ(call("POST", submissions(), submission().dump()).status, 409);
    for (const char* path : {"/peilingen", "/peilingen/onbekend", "/nergens"})
        EXPECT_EQ(call("GET", path).header("API-Version"), api::kApiVersion) << path;
}

TEST_F(Api, ATussenstandIsToldInTenthsAndBeforeItNothing) {
    const auto none = call("GET", "/peilingen/fietsen/uitkomsten");
    ASSERT_EQ(none.status, 200);
    EXPECT_EQ(Json::parse(none.body)["tussenstand"], true);
    EXPECT_TRUE(Json::parse(none.body)["vragen"].empty());
    for (int i = 0; i < 60; ++i)
        ASSERT_TRUE(fixture_.app().submit_response(fixture_.response("GM0453", "dijk"), fixture_.web()));
    fixture_.app().housekeep();
    const auto tree = Json::parse(call("GET", "/peilingen/fietsen/uitkomsten").body);
    EXPECT_EQ(tree["tussenstand"], true);
    EXPECT_EQ(tree["ongeveer"], 60);
    EXPECT_GE(tree["vragen"][0]["opties"][0]["tiende"], 7);
    EXPECT_FALSE(tree.contains("aantal"));
    EXPECT_FALSE(tree.contains("uitsplitsingen"));
    const auto csv = call("GET", "/peilingen/fietsen/uitkomsten", {}, {{"Accept", "text/csv"}});
    EXPECT_NE(csv.body.find(",tussenstand,"), std::string::npos);
    EXPECT_EQ(csv.body.find("aantal"), std::string::npos);
}

TEST_F(Api, ResultsAreTheSameAsJsonAndAsCsv) {
    for (int i = 0; i < 60; ++i) {
        auto response = fixture_.response(i % 2 ? "GM0453" : "GM0375", i % 3 ? "dijk" : "stad");
        response.answers.set("v2", Choice{i % 4 ? "ja" : "nee", ""});
        ASSERT_TRUE(fixture_.app().submit_response(response, fixture_.web()));
    }
    fixture_.tell_outcome();
    const auto as_json = call("GET", "/peilingen/fietsen/uitkomsten");
    ASSERT_EQ(as_json.status, 200) << as_json.body;
    const auto tree = Json::parse(as_json.body);
    EXPECT_EQ(tree["aantal"], 60);
    const auto csv = call("GET", "/peilingen/fietsen/uitkomsten", {}, {{"Accept", "text/csv"}});
    EXPECT_EQ(csv.header("Content-Type").substr(0, 8), "text/csv");
    for (const auto& option : tree["vragen"][0]["opties"]) {
        if (option["aantal"].is_null()) continue;
        const auto count = std::to_string(option["aantal"].get<int>());
        EXPECT_NE(csv.body.find(option["id"].get<std::string>()), std::string::npos);
        EXPECT_NE(csv.body.find(count), std::string::npos);
    }
    EXPECT_EQ(call("GET", "/peilingen/fietsen/uitkomsten", {}, {{"Accept", "image/png"}}).status, 406);
}

TEST_F(Api, ADraftIsNotThereAndAnEarlierNameLeadsOn) {
    Poll next = tests::test_poll();
    next.revision = 2;
    next.slug = "wielrijden";
    ASSERT_TRUE(fixture_.app().import_poll(next, "test"));
    EXPECT_EQ(call("GET", "/peilingen/wielrijden").status, 404);
    EXPECT_EQ(Json::parse(call("GET", "/peilingen/fietsen").body)["revisie"], 1);
    EXPECT_EQ(Json::parse(call("GET", "/peilingen").body)["peilingen"][0]["revisie"], 1);
    EXPECT_EQ(call("POST", submissions(), submission().dump()).status, 201);

    ASSERT_TRUE(fixture_.app().publish_poll("fietsen", "test"));
    for (const std::string rest : {"", "/uitkomsten"}) {
        const auto moved = call("GET", "/peilingen/fietsen" + rest);
        EXPECT_EQ(moved.status, 308) << rest;
        EXPECT_EQ(moved.header("Location"), "/api/v1/peilingen/wielrijden" + rest);
        EXPECT_FALSE(moved.header("API-Version").empty());
    }
    EXPECT_EQ(call("GET", "/peilingen/" + next.id.str()).status, 200);
    EXPECT_EQ(call("POST", submissions(), submission().dump()).status, 201)
        << "a program that knows the name and the revision of before";
}

TEST_F(Api, TellsTheDayOnWhichAPollReallyClosed) {
    ASSERT_TRUE(fixture_.app().close_poll("fietsen", "test"));
    fixture_.clock().move(std::chrono::days(3));
    const auto poll = Json::parse(call("GET", "/peilingen/fietsen").body);
    EXPECT_EQ(poll["status"], "gesloten");
    EXPECT_EQ(poll["sluit"], "2026-11-10");
}

TEST_F(Api, ASignalAndAContactWishAreTakenOrRefused) {
    const auto signal = json::signal_tree(fixture_.signal()).dump();
    EXPECT_EQ(call("POST", "/signalen", signal).status, 201);
    EXPECT_EQ(call("POST", "/signalen", signal).status, 200);
    EXPECT_EQ(call("POST", "/signalen", R"({"id":"x","tekst":""})").status, 400);
    Json wish{{"gemeente", "GM0453"}, {"telefoon", "0612345678"}, {"zestienOfOuder", true}};
    EXPECT_EQ(call("POST", "/contactwensen", wish.dump()).status, 201);
    wish["inzending"] = "5f0c2a86-2f57-4b0e-9c39-6d2b8e1f7a10";
    EXPECT_EQ(call("POST", "/contactwensen", wish.dump()).status, 400) << "never with the id of an answer";
    wish.erase("inzending");
    wish["zestienOfOuder"] = false;
    EXPECT_EQ(call("POST", "/contactwensen", wish.dump()).status, 400);
    EXPECT_EQ(fixture_.store().contacts().size(), 1U);
}

TEST_F(Api, APairingRequestWithOneFlippedBitMakesNoKiosk) {
    const auto keys = seal::make_sign_keys();
    const auto code = fixture_.app()
                          .fleet()
                          .make_pairing_code(app::Accounts::command_line(), "De Zeemeeuw",
                                             AreaCode::parse("GM0453").value())
                          .value();
    const auto request = sync::write_enrolment_request(code, keys.public_key);
    const auto signature = seal::to_base64(seal::sign(keys, "koppelen", request));
    // Every other byte: pairing is for sixty tries a minute.
    for (std::size_t at = 0; at < request.size(); at += 2) {
        auto flipped = request;
        flipped[at] = static_cast<char>(flipped[at] ^ 1);
        EXPECT_EQ(call("POST", "/kiosken", flipped, {{"Peilpunt-Handtekening", signature}}).status, 400)
            << at;
    }
    EXPECT_EQ(call("POST", "/kiosken", request).status, 400) << "unsigned";
    EXPECT_TRUE(fixture_.store().kiosks().empty());
    EXPECT_EQ(call("POST", "/kiosken", request, {{"Peilpunt-Handtekening", signature}}).status, 201);
}

TEST_F(Api, AKioskPairsSendsAndPulls) {
    const auto keys = seal::make_sign_keys();
    const auto code = fixture_.app()
                          .fleet()
                          .make_pairing_code(app::Accounts::command_line(), "De Zeemeeuw",
                                             AreaCode::parse("GM0453").value())
                          .value();
    const auto request = sync::write_enrolment_request(code, keys.public_key);
    const auto pair = [&](const seal::SignKeys& by, const std::string& body) {
        return call("POST", "/kiosken", body,
                    {{"Peilpunt-Handtekening", seal::to_base64(seal::sign(by, "koppelen", body))}});
    };
    const auto enrolled = pair(keys, request);
    ASSERT_EQ(enrolled.status, 201) << enrolled.body;
    EXPECT_TRUE(seal::verify(fixture_.app().keys().sign.public_key, "gekoppeld",
                             sync::pairing_answer(request, enrolled.body),
                             seal::from_base64(enrolled.header("Peilpunt-Handtekening")).value()));
    EXPECT_EQ(pair(keys, request).body, enrolled.body) << "a lost answer can be asked for again";
    const auto thief = seal::make_sign_keys();
    EXPECT_EQ(pair(thief, sync::write_enrolment_request(code, thief.public_key)).status, 401);
    EXPECT_EQ(fixture_.store().kiosks().size(), 1U);
    const auto kiosk = sync::parse_enrolment(enrolled.body).value();

    const auto response = fixture_.response();
    sync::Content content{sync::Kind::response,
                          json::response_tree(response).dump(),
                          Receipt::random(fixture_.random()),
                          format_time(fixture_.clock().now()),
                          5,
                          "boot",
                          {},
                          false,
                          {}};
    sync::Batch batch;
    batch.kiosk = kiosk.kiosk;
    batch.number = 1;
    batch.sent_at = format_time(fixture_.clock().now());
    batch.boot_ms = 5;
    batch.boot_id = "boot";
    batch.version = "0.1.0";
    batch.envelopes = {sync::seal_envelope(EnvelopeId(response.id.uuid()), kiosk.server_box_key, content)};
    const auto body = sync::write_batch(batch);
    const auto send = [&](const std::string& signature) {
        return call(
            "POST", "/synchronisaties", body,
            {{"Peilpunt-Kiosk", kiosk.kiosk.str()}, {"Peilpunt-Handtekening", seal::to_base64(signature)}});
    };
    EXPECT_EQ(send("geen handtekening").status, 401);
    const auto answer = send(seal::sign(keys, "batch", body));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto signature = seal::from_base64(answer.header("Peilpunt-Handtekening")).value();
    EXPECT_TRUE(seal::verify(kiosk.server_sign_key, "antwoord", answer.body, signature));
    EXPECT_EQ(sync::parse_acknowledgement(answer.body)->answers.at(0).outcome, sync::Outcome::stored);
    EXPECT_EQ(send(seal::sign(keys, "batch", body)).status, 200);
    EXPECT_EQ(fixture_.store().cells(tests::test_poll().id, 1).size(), 1U);

    const auto pull =
        call("GET", "/synchronisaties/wijzigingen?na=", {},
             {{"Peilpunt-Kiosk", kiosk.kiosk.str()},
              {"Peilpunt-Handtekening",
               seal::to_base64(seal::sign(keys, "wijzigingen-vraag", kiosk.kiosk.str() + "\n"))}});
    ASSERT_EQ(pull.status, 200) << pull.body;
    EXPECT_EQ(sync::parse_changes(pull.body)->polls.size(), 1U);
}
