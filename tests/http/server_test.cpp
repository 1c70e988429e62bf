// SPDX-License-Identifier: EUPL-1.2
#include "server/http/server.hpp"

#include "tests/http/corpus.hpp"
#include "tests/http/serving.hpp"

namespace peilpunt::http {
namespace {

TEST_F(ServerTest, AnswersEveryRowOfTheCorpusOnceAndCloses) {
    start();
    for (const auto& row : must_refuse()) {
        Wire wire(server_->port());
        wire.send(row.bytes + get("/secret"));
        const auto all = wire.rest();
        EXPECT_TRUE(all.starts_with("HTTP/1.1 " + std::to_string(row.status)))
            << row.name << ": " << all.substr(0, 40);
        EXPECT_EQ(all.find("HTTP/1.1", 1), std::string::npos) << row.name << " was answered twice";
        EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos) << row.name;
    }
    EXPECT_EQ(secrets_, 0) << "smuggled";
    EXPECT_EQ(echoes_, 0);
    EXPECT_GE(server_->metrics().refused, must_refuse().size());
}

TEST_F(ServerTest, AnswersTheCorpusTheSameByteByByte) {
    start();
    for (const auto& row : must_refuse()) {
        if (row.bytes.size() > 1000) continue;
        Wire wire(server_->port());
        for (const char c : row.bytes) wire.send(std::string_view(&c, 1));
        const auto all = wire.rest();
        EXPECT_TRUE(all.starts_with("HTTP/1.1 " + std::to_string(row.status)))
            << row.name << ": " << all.substr(0, 40);
        EXPECT_EQ(all.find("HTTP/1.1", 1), std::string::npos) << row.name << " was answered twice";
    }
}

TEST_F(ServerTest, ServesEveryLegalRowAndTheRequestBehindIt) {
    start();
    for (const auto& row : legal()) {
        Wire wire(server_->port());
        wire.send(row.bytes);
        const auto answer = wire.answer(row.bytes.starts_with("HEAD"));
        EXPECT_TRUE(answer.status == 200 || answer.status == 404 || answer.status == 405) << row.name;
        if (row.bytes.find("HTTP/1.0") != std::string::npos) continue;
        wire.send(get("/secret"));
        EXPECT_EQ(wire.answer().body, "secret") << row.name;
    }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    start();
    Wire wire(server_->port());
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += i % 2 == 0 ? post("/echo", std::to_string(i)) : get("/path/" + std::to_string(i));
    }
    wire.send(all);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(wire.answer().body, i % 2 == 0 ? std::to_string(i) : std::to_string(i) + "|");
    }
}

TEST_F(ServerTest, AnswersARequestThatEndsTheSendingSide) {
    start();
    Wire wire(server_->port());
    wire.send(post("/echo", "abc"));
    wire.end_sending();
    EXPECT_EQ(wire.answer().body, "abc");
    EXPECT_EQ(wire.rest(), "");
}

TEST_F(ServerTest, ClosesAfterConnectionCloseAndHttp10) {
    start();
    for (const auto& bytes : {get("/", "Connection: close\r\n"), std::string("GET / HTTP/1.0\r\n\r\n")}) {
        Wire wire(server_->port());
        wire.send(bytes);
        const auto all = wire.rest();
        EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos);
        EXPECT_TRUE(all.ends_with("home"));
    }
    Wire wire(server_->port());
    wire.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_TRUE(wire.answer().has("Connection: keep-alive\r\n"));
    wire.send(get("/"));
    EXPECT_EQ(wire.answer().body, "home");
}

TEST_F(ServerTest, EndsAConnectionAfterItsShareOfRequests) {
    options_.limits.requests_per_connection = 3;
    start();
    Wire wire(server_->port());
    wire.send(get("/") + get("/") + get("/") + get("/"));
    EXPECT_FALSE(wire.answer().has("Connection: close"));
    EXPECT_FALSE(wire.answer().has("Connection: close"));
    EXPECT_TRUE(wire.answer().has("Connection: close"));
    EXPECT_EQ(wire.rest(), "");
}

TEST_F(ServerTest, SaysThatItWaitsForABody) {
    start();
    Wire wire(server_->port());
    wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(wire.answer().status, 100);
    wire.send("abc");
    EXPECT_EQ(wire.answer().body, "abc");
    wire.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(wire.answer().status, 413) << "a body that is not wanted is not asked for";
}

TEST_F(ServerTest, DeliversTheRefusalOfABodyThatIsStillBeingSent) {
    start();
    for (int i = 0; i < 20; ++i) {
        Wire wire(server_->port());
        const std::string half(400'000, 'x');
        wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 800000\r\n\r\n");
        wire.send(half);
        wire.send(half);
        EXPECT_EQ(wire.answer().status, 413);
        wire.rest();
        EXPECT_FALSE(wire.was_reset());
    }
}

TEST_F(ServerTest, HoldsBodiesToTheLimitOfTheirRoute) {
    start();
    EXPECT_EQ(ask(post("/small", "0123456789")).status, 200);
    EXPECT_EQ(ask(post("/small", "0123456789a")).status, 413);
    EXPECT_EQ(ask("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n")
                  .status,
              413);
}

TEST_F(ServerTest, TellsASlowHeadSoAndCloses) {
    start();
    Wire wire(server_->port());
    wire.send(get("/") + "GET / HTTP/1.1\r\nHost:");
    EXPECT_EQ(wire.answer().status, 200);  // the half head came along
    EXPECT_TRUE(outwait(wire, milliseconds(50)).starts_with("HTTP/1.1 408 "));
}

TEST_F(ServerTest, TellsASlowBodySoAndCloses) {
    start();
    Wire wire(server_->port());
    wire.send(get("/") + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(wire.answer().status, 200);
    EXPECT_TRUE(outwait(wire, milliseconds(50)).starts_with("HTTP/1.1 408 "));
    EXPECT_EQ(echoes_, 0);
}

TEST_F(ServerTest, GivesABodyLongerThanAHead) {
    start();
    Wire body(server_->port());
    body.send(get("/") + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
    EXPECT_EQ(body.answer().status, 200);
    Wire head(server_->port());
    head.send(get("/") + "GET / HTTP/1.1\r\nHost:");
    EXPECT_EQ(head.answer().status, 200);
    clock_.advance(seconds(6));
    EXPECT_EQ(head.answer().status, 408) << "all deadlines have been looked at";
    body.send("cd");
    EXPECT_EQ(body.answer().body, "abcd");
}

TEST_F(ServerTest, ClosesSilentConnectionsWithoutAWord) {
    start();
    Wire silent(server_->port());
    EXPECT_EQ(outwait(silent, milliseconds(50)), "");
    Wire used(server_->port());
    used.send(get("/"));
    EXPECT_EQ(used.answer().status, 200);
    EXPECT_EQ(outwait(used, milliseconds(50)), "");
}

TEST_F(ServerTest, CutsOffAReaderThatDoesNotRead) {
    start();
    Wire wire(server_->port(), 4096);
    wire.send(get("/big"));
    ASSERT_TRUE(wire.more());
    const auto end = std::chrono::steady_clock::now() + seconds(10);
    while (server_->metrics().open_connections > 0 && std::chrono::steady_clock::now() < end) {
        clock_.advance(milliseconds(1));
        std::this_thread::yield();
    }
    expect_all_closed();
}

TEST_F(ServerTest, SendsLargeRepliesWhole) {
    start();
    const auto answer = ask(get("/big"));
    EXPECT_EQ(answer.body.size(), 3'000'000U);
    EXPECT_EQ(answer.body.find_first_not_of('b'), std::string::npos);
}

TEST_F(ServerTest, SurvivesClientsThatHangUpAnywhere) {
    start();
    const auto whole = post("/echo", "0123456789");
    for (int i = 0; i < 1000; ++i) {
        Wire wire(server_->port());
        wire.send(std::string_view(whole).substr(0, static_cast<std::size_t>(i) % whole.size()));
    }
    for (int i = 0; i < 100; ++i) {
        Wire wire(server_->port());
        wire.send(get("/big"));
    }
    EXPECT_EQ(ask(get("/")).body, "home");
    expect_all_closed();
}

TEST_F(ServerTest, TellsUnknownPathsFromUnknownMethods) {
    start();
    EXPECT_EQ(ask(get("/nergens/x")).status, 404);
    const auto wrong = ask(post("/", ""));
    EXPECT_EQ(wrong.status, 405);
    EXPECT_TRUE(wrong.has("Allow: GET, HEAD\r\n"));
    EXPECT_EQ(ask(get("/api/v1/raad/")).status, 404);
}

TEST_F(ServerTest, GivesPagesAndTheApiErrorsInTheirOwnShape) {
    start();
    const auto page = ask(get("/nergens/x"));
    EXPECT_TRUE(page.has("Content-Type: text/html; charset=utf-8\r\n"));
    EXPECT_EQ(page.body, "<h1>404</h1>");
    EXPECT_EQ(ask(get("/missing")).body, "<h1>404</h1>") << "a handler's problem becomes a page as well";
    for (const auto* target : {"/api/v1/nergens", "/api/v1/fails", "/api/v1/raad"}) {
        const auto problem = ask(get(target));
        EXPECT_TRUE(problem.has("Content-Type: application/problem+json\r\n")) << target;
        EXPECT_TRUE(problem.has("API-Version: 1.0.0\r\n")) << target;
    }
    const auto refused = ask("GET /api/v1/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    EXPECT_TRUE(refused.has("Content-Type: application/problem+json\r\n"));
    EXPECT_TRUE(refused.has("API-Version: 1.0.0\r\n"));
}

TEST_F(ServerTest, TurnsFailuresOfHandlersIntoA500WithoutDetail) {
    start();
    for (const auto* target : {"/throws", "/worker-throws", "/drops", "/bad-field"}) {
        const auto answer = ask(get(target));
        EXPECT_EQ(answer.status, 500) << target;
        EXPECT_EQ(answer.body.find("inside"), std::string::npos);
        EXPECT_FALSE(answer.has("x=y"));
    }
    EXPECT_EQ(ask(get("/twice")).body, "one");
}

TEST_F(ServerTest, TakesAnswersFromOtherThreads) {
    start();
    Wire slow(server_->port());
    slow.send(get("/held"));
    ASSERT_TRUE(held_.wait());
    EXPECT_EQ(ask(get("/")).body, "home") << "others are served meanwhile";
    release_.set();
    EXPECT_EQ(slow.answer().body, "late");
}

TEST_F(ServerTest, GivesUpOnAHandlerThatDoesNotAnswerAndIgnoresWhatItSaysLater) {
    start();
    Wire wire(server_->port());
    wire.send(get("/held"));
    ASSERT_TRUE(held_.wait());
    clock_.advance(seconds(61));
    const auto answer = wire.answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.has("Connection: close\r\n"));
    release_.set();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    EXPECT_EQ(ask(get("/")).body, "home") << "the late answer has passed the same mailbox";
    wire.end_sending();
    EXPECT_EQ(wire.rest(), "");
}

TEST_F(ServerTest, AnswersBusyWhenTheWorkersQueueIsFull) {
    options_.worker_threads = 1;
    options_.limits.worker_queue = 1;
    start();
    Wire working(server_->port());
    working.send(get("/held-worker"));
    ASSERT_TRUE(held_.wait());
    Wire waiting(server_->port());
    waiting.send(get("/path/waits"));
    while (server_->metrics().queued == 0) std::this_thread::yield();
    const auto refused = ask(get("/path/refused"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.has("Retry-After: "));
    release_.set();
    EXPECT_EQ(working.answer().body, "worked");
    EXPECT_EQ(waiting.answer().body, "waits|");
}

TEST_F(ServerTest, PeopleDoNotWaitBehindMachines) {
    options_.worker_threads = 1;
    options_.limits.worker_queue = 1;
    start();
    Wire working(server_->port());
    working.send(get("/held-machine"));
    ASSERT_TRUE(held_.wait());
    Wire waiting(server_->port());
    waiting.send(get("/held-machine"));
    while (server_->metrics().queued == 0) std::this_thread::yield();
    EXPECT_EQ(ask(get("/held-machine")).status, 503);
    EXPECT_EQ(ask(get("/path/person")).body, "person|");
    release_.set();
    EXPECT_EQ(working.answer().body, "worked");
    EXPECT_EQ(waiting.answer().body, "worked");
}

TEST_F(ServerTest, HandsPathQueryAndValuesToHandlers) {
    start();
    EXPECT_EQ(ask(get("/path/caf%C3%A9?q=a+b&q=c")).body, "caf\xc3\xa9|a b");
}

TEST_F(ServerTest, AnswersHeadLikeGetWithoutABody) {
    start();
    Wire wire(server_->port());
    wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/"));
    const auto answer = wire.answer(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.has("Content-Length: 4\r\n"));
    EXPECT_EQ(wire.answer().body, "home");
}

TEST_F(ServerTest, ServesReadyBytesCompressedAndNotModified) {
    start();
    const auto first = ask(get("/ready", "Accept-Encoding: gzip, br\r\n"));
    EXPECT_TRUE(first.has("Content-Encoding: gzip\r\n"));
    EXPECT_LT(first.body.size(), 500U);
    const auto at = first.head.find("ETag: ") + 6;
    const auto tag = first.head.substr(at, first.head.find('\r', at) - at);
    const auto again = ask(get("/ready", "Accept-Encoding: gzip\r\nIf-None-Match: " + tag + "\r\n"));
    EXPECT_EQ(again.status, 304);
    EXPECT_FALSE(ask(get("/", "Accept-Encoding: gzip\r\n")).has("Content-Encoding"))
        << "pages are never compressed";
}

TEST_F(ServerTest, SendsVisitorsToTheSignInAndBack) {
    start();
    for (const auto* cookie : {"", "Cookie: peilpunt=wrong\r\n", "Cookie: __Host-peilpunt=t-raad\r\n"}) {
        const auto page = ask(get("/raad?a=b", cookie));
        EXPECT_EQ(page.status, 303);
        EXPECT_TRUE(page.has("Location: /raad/aanmelden?naar=/raad%3Fa%3Db\r\n"));
        EXPECT_EQ(ask(get("/api/v1/raad", cookie)).status, 401);
    }
    EXPECT_EQ(ask(get("/raad", "Cookie: peilpunt=t-raad\r\n")).body, "csrf-1");
    EXPECT_EQ(ask(get("/raad/snel", "Cookie: peilpunt=t-raad\r\n")).body, "fast csrf-1");
    EXPECT_EQ(ask(get("/beheer", "Cookie: peilpunt=t-raad\r\n")).status, 403);
    EXPECT_EQ(ask(get("/beheer", "Cookie: peilpunt=t-beheer\r\n")).body, "csrf-2");
}

TEST_F(ServerTest, KeepsOtherSitesFromWriting) {
    start();
    EXPECT_EQ(ask(post("/signaal", "a=b")).status, 200);
    EXPECT_EQ(ask(post("/signaal", "a=b", "Origin: http://a\r\n")).status, 200);
    EXPECT_EQ(ask(post("/signaal", "a=b", "Origin: http://b\r\n")).status, 403);
    EXPECT_EQ(ask(post("/signaal", "a=b", "Sec-Fetch-Site: cross-site\r\n")).status, 403);
    const std::string signed_in =
        "Cookie: peilpunt=t-raad\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    EXPECT_EQ(ask(post("/raad/schrijf", "csrf=csrf-1", signed_in)).body, "csrf-1");
    EXPECT_EQ(ask(post("/raad/schrijf", "csrf=csrf-2", signed_in)).status, 403);
    EXPECT_EQ(ask(post("/raad/schrijf", "csrf=csrf-1", signed_in + "Origin: http://b\r\n")).status, 403);
    EXPECT_EQ(ask(post("/raad/schrijf", "csrf=csrf-1")).status, 303);
}

TEST_F(ServerTest, LimitsTheRateOfANetwork) {
    start();
    Wire idle(server_->port());
    idle.send(get("/"));
    EXPECT_EQ(idle.answer().status, 200);
    EXPECT_EQ(ask(get("/limited")).status, 200);
    EXPECT_EQ(ask(get("/limited")).status, 200);
    const auto refused = ask(get("/limited"));
    EXPECT_EQ(refused.status, 429);
    EXPECT_TRUE(refused.has("Retry-After: "));
    clock_.advance(seconds(31));
    EXPECT_EQ(idle.rest(), "") << "the loop has seen the clock: who connects now has a deadline of now";
    EXPECT_EQ(ask(get("/limited")).status, 200);
    EXPECT_EQ(server_->metrics().rate_limited, 1U);
}

TEST_F(ServerTest, RedirectsToHttpsOnTheSameHost) {
    options_.redirect_to_https = 443;
    start();
    const auto answer = ask("GET /a?b=c HTTP/1.1\r\nHost: peilpunt.example:80\r\n\r\n");
    EXPECT_EQ(answer.status, 308);
    EXPECT_TRUE(answer.has("Location: https://peilpunt.example/a?b=c\r\n"));
    EXPECT_TRUE(ask("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n").has("Location: https://[::1]/\r\n"));
}

TEST_F(ServerTest, TurnsAwayConnectionsOverTheLimitOfAnAddress) {
    options_.limits.connections_per_address = 3;
    start();
    std::deque<Wire> wires;
    for (int i = 0; i < 3; ++i) {
        wires.emplace_back(server_->port()).send(get("/"));
        EXPECT_EQ(wires.back().answer().status, 200);
    }
    Wire extra(server_->port());
    EXPECT_EQ(extra.rest(), "");
    EXPECT_EQ(server_->metrics().turned_away, 1U);
    wires.clear();
    expect_all_closed();
    EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(ServerTest, ServesAThousandPhonesBehindOneAddress) {
    options_.threads = 2;
    start();
    std::deque<Wire> wires;
    for (int i = 0; i < 400; ++i) ASSERT_TRUE(wires.emplace_back(server_->port()).connected());
    for (auto& wire : wires) wire.send(post("/echo", "hi"));
    for (auto& wire : wires) ASSERT_EQ(wire.answer().body, "hi");
}

TEST_F(ServerTest, StopsIdleConnectionsAtOnceAndWaitsForRunningRequests) {
    start();
    Wire idle(server_->port());
    idle.send(get("/"));
    EXPECT_EQ(idle.answer().status, 200);
    Wire running(server_->port());
    running.send(get("/held-worker"));
    ASSERT_TRUE(held_.wait());
    std::thread stopper([&] { server_->stop(seconds(10)); });
    EXPECT_EQ(idle.rest(), "");
    release_.set();
    const auto answer = running.answer();
    EXPECT_EQ(answer.body, "worked");
    EXPECT_TRUE(answer.has("Connection: close\r\n"));
    running.hang_up();
    stopper.join();
    EXPECT_FALSE(Wire(server_->port()).connected());
    EXPECT_EQ(server_->metrics().open_connections, 0U);
}

TEST_F(ServerTest, StopsAtTheDeadlineAndIgnoresAnswersAfterIt) {
    start();
    Wire wire(server_->port());
    wire.send(get("/held"));
    ASSERT_TRUE(held_.wait());
    server_->stop(milliseconds(10));
    EXPECT_EQ(wire.rest(), "");
    server_.reset();
    release_.set();  // the handler's thread answers a server that is gone
}

TEST_F(ServerTest, RefusesAPortThatIsTaken) {
    start();
    ServerOptions same = options_;
    same.port = server_->port();
    const auto second = [&] { Server(same, std::make_shared<const Router>(routes()), {}, clock_); };
    EXPECT_THROW(second(), ResultError);
    same.address = "nonsense";
    EXPECT_THROW(second(), ResultError);
}

TEST_F(ServerTest, CountsWhatItDoes) {
    start();
    ask(get("/"));
    ask(get("/nergens/x"));
    ask(get("/throws"));
    ask("nonsense\r\n\r\n");
    const auto metrics = server_->metrics();
    EXPECT_EQ(metrics.requests, 3U);
    EXPECT_EQ(metrics.replies[2], 1U);
    EXPECT_EQ(metrics.replies[4], 2U);
    EXPECT_EQ(metrics.replies[5], 1U);
    EXPECT_EQ(metrics.refused, 1U);
    EXPECT_EQ(metrics.connections, 4U);
}

}  // namespace
}  // namespace peilpunt::http
