// SPDX-License-Identifier: EUPL-1.2
// Three real servers on one database, under load; one is killed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "shared/json/json.hpp"
#include "shared/net/http_client.hpp"
#include "tests/support/postgres_cluster.hpp"

using namespace peilpunt;

namespace {

/// A serving peilpunt-server; killed when it goes.
class Serving {
  public:
    Serving(const std::string& data, const std::string& database, const std::string& contacts) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::dup2(ends[1], STDOUT_FILENO);
            const std::string program = std::string(PEILPUNT_BINARY_DIR) + "/peilpunt-server";
            ::execl(program.c_str(), program.c_str(), "serve", "--data", data.c_str(), "--database",
                    database.c_str(), "--contact-database", contacts.c_str(), "--listen", "127.0.0.1:0",
                    "--no-rate-limits", static_cast<char*>(nullptr));
            ::_exit(127);
        }
        ::close(ends[1]);
        output_ = ends[0];
        std::string said;
        std::array<char, 512> buffer{};
        while (said.find("/\n") == std::string::npos) {
            const auto got = ::read(output_, buffer.data(), buffer.size());
            if (got <= 0) break;
            said.append(buffer.data(), static_cast<std::size_t>(got));
        }
        const auto start = said.find("http://");
        if (start != std::string::npos) url_ = said.substr(start, said.find("/\n", start) - start);
    }
    ~Serving() {
        kill();
        ::close(output_);
    }
    Serving(const Serving&) = delete;
    const std::string& url() const { return url_; }
    void kill() {
        if (process_ < 0) return;
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        process_ = -1;
    }

  private:
    pid_t process_ = -1;
    int output_ = -1;
    std::string url_;
};

class Servers : public testing::Test {
  protected:
    Servers() {
        // Answers are judged by the real clock here.
        const auto today = dutch_date(now_.now());
        auto poll = tests::test_poll();
        poll.opens = today - std::chrono::days(1);
        poll.closes = today + std::chrono::days(30);
        poll.expectation.feedback_on = today + std::chrono::days(60);
        poll.revision = 2;
        server_.app().import_poll(poll, "test").value();
        server_.app().publish_poll("fietsen", "test").value();
        std::filesystem::copy(tests::test_keys_folder().path() / "sleutels", data_.path() / "sleutels");
        auto& cluster = tests::PostgresCluster::shared();
        const auto name = server_.folder().string();
        for (int i = 0; i < 3; ++i)
            servers_.push_back(std::make_unique<Serving>(data_.str(), cluster.database_for(name),
                                                         cluster.database_for(name, "contact")));
    }
    std::string submission() {
        auto response = server_.response();
        response.revision = 2;
        return json::response_tree(response).dump();
    }
    static int post(net::HttpClient& client, const std::string& url, const std::string& body) {
        net::HttpRequest request;
        request.method = "POST";
        request.url = url + "/api/v1/peilingen/fietsen/inzendingen";
        request.headers = {{"Content-Type", "application/json"}};
        request.body = body;
        const auto response = client.request(request);
        return response ? response->status : 0;
    }

    SystemClock now_;
    tests::ServerFixture server_;
    tests::TemporaryFolder data_;
    std::vector<std::unique_ptr<Serving>> servers_;
};

}  // namespace

TEST_F(Servers, OneOfThreeIsKilledUnderLoadAndNothingAcknowledgedIsLost) {
    for (const auto& server : servers_) ASSERT_FALSE(server->url().empty());
    constexpr int kPhones = 6;
    constexpr int kAnswers = 40;
    std::atomic<int> acknowledged = 0;
    std::atomic<int> elsewhere = 0;
    std::vector<std::thread> phones;
    for (int phone = 0; phone < kPhones; ++phone)
        phones.emplace_back([&, phone] {
            net::HttpClient client;
            for (int i = 0; i < kAnswers; ++i) {
                const auto body = submission();
                // As a phone behind a balancer: no answer, then the same again, and another server takes it.
                for (std::size_t attempt = 0; attempt < servers_.size(); ++attempt) {
                    const auto& at = *servers_[(static_cast<std::size_t>(phone) + attempt) % servers_.size()];
                    const int status = post(client, at.url(), body);
                    if (status == 200 || status == 201) {
                        ++acknowledged;
                        elsewhere += attempt == 0 ? 0 : 1;
                        break;
                    }
                }
            }
        });
    while (acknowledged < kPhones * kAnswers / 3) std::this_thread::yield();
    servers_[1]->kill();
    for (auto& phone : phones) phone.join();
    EXPECT_EQ(acknowledged, kPhones * kAnswers) << "the others went on";
    EXPECT_GT(elsewhere, 0) << "nobody noticed the kill";
    std::int64_t all = 0;
    for (const auto& [key, tally] : server_.store().cells(tests::test_poll().id, 2)) all += tally.responses;
    EXPECT_EQ(all, acknowledged) << "each exactly once";
    EXPECT_EQ(server_.store().verify(), std::vector<std::string>());
}

TEST_F(Servers, WhatOneChangesTheOthersShow) {
    net::HttpClient client;
    ASSERT_EQ(post(client, servers_[0]->url(), submission()), 201);
    ASSERT_TRUE(server_.app().close_poll("fietsen", "test"));
    for (const auto& server : servers_) {
        // NOTIFY tells at once; the look at the counter every five seconds is the net under it.
        int status = 201;
        for (int i = 0; i < 2000 && (status == 201 || status == 200); ++i)
            status = post(client, server->url(), submission());
        EXPECT_GE(status, 400) << "it still takes answers";
    }
}
