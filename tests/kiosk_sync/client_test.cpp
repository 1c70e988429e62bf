// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/client.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "kiosk/sync/exchange.hpp"
#include "tests/kiosk_sync/fixture.hpp"

namespace peilpunt::kiosk {
namespace {

/// The model of the server behind a lock, so that a test can wait for what the client's thread does to it.
struct SharedServer {
    SystemRandom random;
    ModelServer model{random};
    std::mutex mutex;
    std::condition_variable changed;
    int requests = 0;
    bool unreachable = false;
    bool hangs = false;  ///< does not answer until the transport is closed

    template <class Until>
    bool wait(Until until) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(30), until);
    }
    void change(const std::function<void()>& how) {
        const std::lock_guard lock(mutex);
        how();
        changed.notify_all();
    }
};

class Line final : public Transport {
  public:
    explicit Line(SharedServer& server) : server_(server) {}
    Result<HttpReply> send(const HttpRequest& request) override {
        std::unique_lock lock(server_.mutex);
        ++server_.requests;
        server_.changed.notify_all();
        server_.changed.wait(lock, [&] { return !server_.hangs || closed_; });
        if (server_.unreachable || closed_) return Error{ErrorCode::busy, "geen antwoord"};
        auto reply = server_.model.answer(request);
        server_.changed.notify_all();
        return reply;
    }
    void close() override {
        const std::lock_guard lock(server_.mutex);
        closed_ = true;
        server_.changed.notify_all();
    }

  private:
    SharedServer& server_;
    bool closed_ = false;
};

struct Client : testing::Test {
    Folder folder;
    SystemClock clock;
    SystemRandom random;
    SharedServer server;
    int news = 0;
    Outbox outbox{folder.str(), clock, random};
    SyncClient client{outbox, clock, random, [this] { server.change([this] { ++news; }); },
                      engine::Pace::soon()};

    void start(const std::optional<std::string>& code = {}) {
        client.start(std::make_unique<Line>(server), code).value();
    }
    EnvelopeId give() {
        const auto id = EnvelopeId::random(random);
        outbox.capture(sync::Kind::signal, signal_body(id, "x"), Receipt::random(random)).value();
        client.captured();
        return id;
    }
    void pair() { outbox.save_enrolment(server.model.enrolment(outbox.device_keys().public_key)).value(); }
};

TEST_F(Client, PairsPullsAndDelivers) {
    start("AB12CD34");
    ASSERT_TRUE(server.wait([&] { return news >= 2; })) << "one for the pairing, one for the content";
    ASSERT_NE(outbox.content(), nullptr);
    EXPECT_EQ(outbox.content()->help_lines.size(), 1U);
    EXPECT_TRUE(outbox.status().paired);
    const auto id = give();
    ASSERT_TRUE(server.wait([&] { return server.model.stored.contains(id); }));
    client.stop();
    EXPECT_EQ(outbox.status().waiting_signals, 0) << "the answer was on its way, so stopping waited for it";
    EXPECT_FALSE(client.status().running);
}

TEST_F(Client, SaysThatACodeIsWrongAndStopsAsking) {
    start("FOUT");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!client.status().code_refused && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    EXPECT_TRUE(client.status().code_refused);
    EXPECT_FALSE(client.status().paired);
    EXPECT_EQ(client.status().next_attempt, std::nullopt);
    EXPECT_EQ(outbox.status().last_error, "De koppelcode klopt niet of is te oud. Vraag een nieuwe.");
    EXPECT_TRUE(server.wait([&] { return server.requests == 1; }));
}

TEST_F(Client, DeliversWhatWaitedOnceTheServerIsThereAgain) {
    pair();
    server.unreachable = true;
    start();
    const auto id = give();
    ASSERT_TRUE(server.wait([&] { return server.requests >= 3; }));
    EXPECT_EQ(outbox.status().last_error, "Geen verbinding met de server.");
    server.change([&] { server.unreachable = false; });
    ASSERT_TRUE(server.wait([&] { return server.model.stored.contains(id); }));
}

TEST_F(Client, StopsInTheMiddleOfAnExchangeAndStartsAgain) {
    pair();
    server.hangs = true;
    start();
    EXPECT_EQ(client.start(std::make_unique<Line>(server), {}).error().code, ErrorCode::conflict);
    const auto id = give();
    ASSERT_TRUE(server.wait([&] { return server.requests >= 1; }));
    client.stop();
    EXPECT_EQ(outbox.status().waiting_signals, 1);
    server.change([&] { server.hangs = false; });
    start();
    ASSERT_TRUE(server.wait([&] { return server.model.stored.contains(id); }));
    client.stop();
    client.stop();
}

TEST_F(Client, RefusesAnAddressThatIsNone) {
    for (const char* address : {"", "peilpunt.example", "ftp://peilpunt.example", "http://", "http://a/?b"})
        EXPECT_EQ(client.start(address).error().code, ErrorCode::invalid) << address;
    EXPECT_FALSE(client.status().running);
}

// ---- one exchange at a time: what counts as an answer ----

/// Answers everything with one fixed reply, made from what the real server would say.
class Twisted final : public Transport {
  public:
    using Twist = std::function<void(HttpReply&, ModelServer&)>;
    Twisted(ModelServer& server, Twist twist) : server_(server), twist_(std::move(twist)) {}
    Result<HttpReply> send(const HttpRequest& request) override {
        auto reply = server_.answer(request);
        twist_(reply, server_);
        return reply;
    }

  private:
    ModelServer& server_;
    Twist twist_;
};

struct Row {
    const char* name;
    Twisted::Twist twist;
    std::size_t event;  ///< index in engine::Event
    std::string error;
};
template <class T>
constexpr std::size_t kIndex = engine::Event(T{}).index();

void resign(HttpReply& reply, const ModelServer& server, std::string body,
            std::string_view context = "antwoord") {
    reply = server.signed_reply(body, context);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

class PushAnswer : public testing::TestWithParam<Row> {};

TEST_P(PushAnswer, KeepsTheEnvelope) {
    Kiosk kiosk;
    kiosk.give();
    Twisted transport(kiosk.server, GetParam().twist);
    const auto event = Exchanges(*kiosk.outbox, transport).push(100);
    EXPECT_EQ(event.index(), GetParam().event);
    EXPECT_EQ(kiosk.waiting(), 1);
    EXPECT_EQ(kiosk.outbox->status().last_error, GetParam().error);
}

constexpr const char* kForged = "Het antwoord kwam niet van onze server.";
constexpr const char* kFault = "De server kon het niet verwerken. De kiosk probeert het later weer.";

const Row kRows[] = {
    {"NoSignature", [](HttpReply& r, ModelServer&) { r.signature.clear(); }, kIndex<engine::Failed>, kForged},
    {"GarbledSignature", [](HttpReply& r, ModelServer&) { r.signature = "!"; }, kIndex<engine::Failed>,
     kForged},
    {"ChangedBody", [](HttpReply& r, ModelServer&) { r.body += " "; }, kIndex<engine::Failed>, kForged},
    {"SignedByAnother",
     [](HttpReply& r, ModelServer&) {
         r.signature = seal::to_base64(seal::sign(seal::make_sign_keys(), "antwoord", r.body));
     },
     kIndex<engine::Failed>, kForged},
    {"SignedForAnotherPurpose", [](HttpReply& r, ModelServer& s) { resign(r, s, r.body, "wijzigingen"); },
     kIndex<engine::Failed>, kForged},
    {"ForAnotherBatch",
     [](HttpReply& r, ModelServer& s) { resign(r, s, replaced(r.body, "\"nummer\":", "\"nummer\":1")); },
     kIndex<engine::Failed>, kForged},
    {"ForAnotherKiosk",
     [](HttpReply& r, ModelServer& s) {
         const auto other = KioskId::random(s.random).str();
         resign(r, s, replaced(r.body, s.kiosks.begin()->first.str(), other));
     },
     kIndex<engine::Failed>, kForged},
    {"WithAWordNotKnown",
     [](HttpReply& r, ModelServer& s) { resign(r, s, replaced(r.body, "opgeslagen", "later")); },
     kIndex<engine::Pushed>, ""},
    {"AboutAnEnvelopeNotSent",
     [](HttpReply& r, ModelServer& s) {
         const auto other = EnvelopeId::random(s.random).str();
         resign(r, s, replaced(r.body, s.stored.begin()->first.str(), other));
     },
     kIndex<engine::Pushed>, ""},
    {"ServerError", [](HttpReply& r, ModelServer&) { r.status = 500; }, kIndex<engine::Failed>, kFault},
    {"CaptivePortal", [](HttpReply& r, ModelServer&) { r = {200, "", std::nullopt, "<html>Welkom"}; },
     kIndex<engine::Failed>, kForged},
    {"Redirect", [](HttpReply& r, ModelServer&) { r.status = 302; }, kIndex<engine::Failed>, kFault},
    {"Busy", [](HttpReply& r, ModelServer&) { r.status = 503; }, kIndex<engine::Failed>,
     "De server heeft het druk. De kiosk probeert het later weer."},
    {"Revoked", [](HttpReply& r, ModelServer&) { r.status = 401; }, kIndex<engine::Failed>,
     "De server kent deze kiosk niet (meer). Koppel de kiosk opnieuw."},
    {"Refused", [](HttpReply& r, ModelServer&) { r.status = 400; }, kIndex<engine::Refused>,
     "De server begrijpt een bericht van deze kiosk niet."},
};
INSTANTIATE_TEST_SUITE_P(Any, PushAnswer, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(PushAnswer, OfTheServerForgetsTheEnvelope) {
    Kiosk kiosk;
    kiosk.give();
    Twisted transport(kiosk.server, [](HttpReply&, ModelServer&) {});
    const auto event = Exchanges(*kiosk.outbox, transport).push(100);
    ASSERT_TRUE(std::holds_alternative<engine::Pushed>(event));
    EXPECT_EQ(std::get<engine::Pushed>(event).answered, 1U);
    EXPECT_EQ(kiosk.waiting(), 0);
}

TEST(PullAnswer, CountsOnlyWithTheServersSignature) {
    Kiosk kiosk;
    Twisted forged(kiosk.server, [](HttpReply& r, ModelServer&) { r.body += " "; });
    EXPECT_TRUE(std::holds_alternative<engine::Failed>(Exchanges(*kiosk.outbox, forged).pull()));
    EXPECT_EQ(kiosk.outbox->content(), nullptr);
    Twisted honest(kiosk.server, [](HttpReply&, ModelServer&) {});
    Exchanges exchanges(*kiosk.outbox, honest);
    EXPECT_TRUE(std::holds_alternative<engine::Pulled>(exchanges.pull()));
    EXPECT_TRUE(exchanges.content_changed());
    EXPECT_NE(kiosk.outbox->content(), nullptr);
    EXPECT_TRUE(std::holds_alternative<engine::Pulled>(exchanges.pull()));
    EXPECT_FALSE(exchanges.content_changed()) << "asked with the cursor of the first";
}

}  // namespace
}  // namespace peilpunt::kiosk
