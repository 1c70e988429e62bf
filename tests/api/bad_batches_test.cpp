// SPDX-License-Identifier: EUPL-1.2
// What kiosks send that cannot be taken: refused with the reason counted, and nothing else disturbed.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "shared/json/json.hpp"
#include "shared/net/http_client.hpp"
#include "shared/sync/compress.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using Json = nlohmann::json;
using Counts = std::map<std::string, std::int64_t>;

namespace {

class BadBatches : public testing::Test {
  protected:
    BadBatches()
        : server_(options(), std::make_shared<http::Router>(api::routes(fixture_.app())), {},
                  fixture_.clock()),
          keys_(seal::make_sign_keys()),
          kiosk_(pair(keys_)) {}

    static http::ServerOptions options() {
        http::ServerOptions options;
        options.threads = 1;
        options.worker_threads = 2;
        return options;
    }
    sync::Enrolment pair(const seal::SignKeys& keys) {
        const auto code = fixture_.app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "De Zeemeeuw",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        return fixture_.app().enrol({code, keys.public_key}).value();
    }
    Json batch(std::string_view server_key) {
        const auto response = fixture_.response();
        sync::Content content;
        content.body = json::response_tree(response).dump();
        content.receipt = Receipt::random(fixture_.random());
        content.captured_at = format_time(fixture_.clock().now());
        content.boot_id = "boot";
        sync::Batch batch;
        batch.kiosk = kiosk_.kiosk;
        batch.number = ++number_;
        batch.sent_at = content.captured_at;
        batch.boot_id = "boot";
        batch.version = "0.1.0";
        batch.envelopes = {sync::seal_envelope(EnvelopeId(response.id.uuid()), server_key, content)};
        return Json::parse(sync::write_batch(batch));
    }
    Json batch() { return batch(kiosk_.server_box_key); }

    net::HttpResponse send(const std::string& body, const std::string& signature, const std::string& kiosk,
                           const std::string& coding = {}) {
        net::HttpRequest request;
        request.method = "POST";
        request.url = "http://127.0.0.1:" + std::to_string(server_.port()) + "/api/v1/synchronisaties";
        request.body = body;
        request.headers = {{"Content-Type", "application/json"},
                           {"Peilpunt-Kiosk", kiosk},
                           {"Peilpunt-Handtekening", seal::to_base64(signature)}};
        if (!coding.empty()) request.headers.emplace_back("Content-Encoding", coding);
        auto response = client_.request(request);
        EXPECT_TRUE(response);
        return response ? *response : net::HttpResponse{};
    }
    net::HttpResponse send(const std::string& body) {
        return send(body, seal::sign(keys_, "batch", body), kiosk_.kiosk.str());
    }
    net::HttpResponse send_packed(const std::string& body, const std::string& packed) {
        return send(packed, seal::sign(keys_, "batch", body), kiosk_.kiosk.str(), "gzip");
    }
    static std::string reason(const net::HttpResponse& reply) {
        const auto problem = Json::parse(reply.body);
        if (!problem.contains("fouten") || problem["fouten"].empty()) return {};
        return problem["fouten"][0]["code"];
    }
    Counts counted() {
        fixture_.app().housekeep();
        return fixture_.store().kiosk(kiosk_.kiosk)->refusals;
    }
    std::int64_t answers() {
        std::int64_t all = 0;
        for (const auto& [key, tally] : fixture_.store().cells(tests::test_poll().id, 1))
            all += tally.responses;
        return all;
    }

    tests::ServerFixture fixture_;
    http::Server server_;
    net::HttpClient client_;
    seal::SignKeys keys_;
    sync::Enrolment kiosk_;
    std::int64_t number_ = 0;
};

}  // namespace

TEST_F(BadBatches, AGoodOneAndItsReplayAreNoRefusals) {
    const auto body = batch().dump();
    EXPECT_EQ(send(body).status, 200);
    EXPECT_EQ(send(body).status, 200);
    EXPECT_EQ(send_packed(body, sync::compress(body)).status, 200) << "packed, it is the same batch";
    EXPECT_EQ(answers(), 1);
    EXPECT_EQ(counted(), Counts{});
}

TEST_F(BadBatches, WhoCannotProveItselfHearsNoReason) {
    const auto body = batch().dump();
    const auto stranger = seal::make_sign_keys();
    const auto wrong = send(body, seal::sign(stranger, "batch", body), kiosk_.kiosk.str());
    const auto signature = seal::sign(keys_, "batch", body);
    const auto unknown = send(body, signature, KioskId::random(fixture_.random()).str());
    const auto nonsense = send(body, signature, "geen kiosk");
    for (const auto& reply : {wrong, unknown, nonsense}) {
        EXPECT_EQ(reply.status, 401);
        EXPECT_EQ(reply.body, wrong.body) << "which kiosks there are is nobody's business";
    }
    EXPECT_EQ(counted(), (Counts{{"handtekening", 1}}));
    EXPECT_EQ(fixture_.store().refused_strangers(), (Counts{{"onbekende-kiosk", 2}}));
    EXPECT_EQ(answers(), 0);
    EXPECT_EQ(send(body).status, 200);
}

TEST_F(BadBatches, StrangersWithoutEndMakeOneRow) {
    const auto body = batch().dump();
    for (int i = 0; i < 200; ++i)
        EXPECT_FALSE(fixture_.app().accept_batch(KioskId::random(fixture_.random()).str(), "x", body));
    fixture_.app().housekeep();
    EXPECT_EQ(fixture_.store().refused_strangers(), (Counts{{"onbekende-kiosk", 200}}));
    EXPECT_EQ(fixture_.store().kiosks().size(), 1U);
}

TEST_F(BadBatches, ARevokedKioskIsRefusedAndCounted) {
    ASSERT_TRUE(fixture_.store().revoke_kiosk(kiosk_.kiosk, "test"));
    EXPECT_EQ(send(batch().dump()).status, 401);
    EXPECT_EQ(counted(), (Counts{{"ingetrokken", 1}}));
    EXPECT_EQ(answers(), 0);
}

TEST_F(BadBatches, OneThatSpeaksForAnotherKioskIsRefused) {
    const auto other = pair(seal::make_sign_keys());
    auto body = batch();
    body["kiosk"] = other.kiosk.str();
    const auto reply = send(body.dump());
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reason(reply), "andere-kiosk");
    EXPECT_EQ(counted(), (Counts{{"andere-kiosk", 1}}));
    EXPECT_TRUE(fixture_.store().kiosk(other.kiosk)->last_contact.empty());
    EXPECT_EQ(answers(), 0);
}

TEST_F(BadBatches, AFutureProtocolIsNamed) {
    auto body = batch();
    body["versie"] = 2;
    const auto reply = send(body.dump());
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reason(reply), "onbekende-versie");
    EXPECT_EQ(counted(), (Counts{{"onbekende-versie", 1}}));
}

TEST_F(BadBatches, GzipThatIsCutOffOrTooLargeUnpackedIsRefused) {
    const auto body = batch().dump();
    const auto packed = sync::compress(body);
    EXPECT_EQ(send_packed(body, packed.substr(0, packed.size() / 2)).status, 400);
    const auto bomb = sync::compress(std::string(50'000'000, ' '));
    ASSERT_LT(bomb.size(), 64U * 1024);
    EXPECT_EQ(send_packed(body, bomb).status, 413);
    EXPECT_EQ(send(packed, seal::sign(keys_, "batch", body), kiosk_.kiosk.str(), "br").status, 415);
    EXPECT_EQ(counted(), (Counts{{"onleesbaar", 1}, {"te-groot", 1}}));
    EXPECT_EQ(send_packed(body, packed).status, 200);
    EXPECT_EQ(answers(), 1);
}

TEST_F(BadBatches, AHundredThousandEnvelopesAreRefused) {
    auto body = batch();
    const auto one = body["enveloppen"][0];
    for (int i = 1; i < 100'000; ++i) body["enveloppen"].push_back({{"id", one["id"]}});
    const auto text = body.dump();
    EXPECT_EQ(send_packed(text, sync::compress(text)).status, 413);
    EXPECT_EQ(send(text.substr(0, sync::kMaxBatchBytes + 1000)).status, 413);
    EXPECT_EQ(counted(), (Counts{{"te-groot", 1}})) << "what is not read at all cannot be counted to a kiosk";
    body["enveloppen"] = Json::array();
    for (int i = 0; i < 101; ++i) body["enveloppen"].push_back(one);
    const auto reply = send(body.dump());
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reason(reply), "te-veel");
    EXPECT_EQ(answers(), 0);
    EXPECT_EQ(send(batch().dump()).status, 200);
}

TEST_F(BadBatches, AnUnknownKeyIsKeptApartAndMissesNothing) {
    const auto elsewhere = seal::make_box_keys();
    auto body = batch(elsewhere.public_key);
    body["totalen"] = {{tests::test_poll().id.str(), 1}};
    const auto reply = send(body.dump());
    ASSERT_EQ(reply.status, 200);
    EXPECT_EQ(sync::parse_acknowledgement(reply.body)->answers.at(0).outcome, sync::Outcome::quarantined);
    EXPECT_EQ(counted(), (Counts{{"onbekende-sleutel", 1}}));
    EXPECT_EQ(fixture_.store().quarantined(), 1);
    EXPECT_EQ(fixture_.store().kiosk(kiosk_.kiosk)->missing(), 0);
}
