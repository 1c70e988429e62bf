// SPDX-License-Identifier: EUPL-1.2
// Connections that break, servers that crash: nothing acknowledged is lost, nothing counts twice.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <thread>

#include "server/sql/postgres/connection.hpp"
#include "server/store/engine/postgres/postgres_store.hpp"
#include "tests/support/postgres_cluster.hpp"

using namespace peilpunt;
using postgres::Connection;
using store::Stored;
using tests::PostgresCluster;

namespace {

sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}
sockaddr* plain(sockaddr_in& address) { return static_cast<sockaddr*>(static_cast<void*>(&address)); }

/// Passes bytes on between a client and the database, and hangs up on both after so many bytes of answers.
class CuttingProxy {
  public:
    explicit CuttingProxy(unsigned short target) : target_(target) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = loopback(0);
        socklen_t size = sizeof address;
        ::bind(listener_, plain(address), size);
        ::getsockname(listener_, plain(address), &size);
        ::listen(listener_, 16);
        port_ = ntohs(address.sin_port);
        threads_.emplace_back([this] { accept(); });
    }
    ~CuttingProxy() {
        stop_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        for (std::size_t i = 0; i < threads_.size(); ++i) threads_[i].join();
        ::close(listener_);
    }
    CuttingProxy(const CuttingProxy&) = delete;
    unsigned short port() const { return port_; }
    void cut_after(int bytes) { left_ = bytes; }
    int cuts() const { return cuts_; }

  private:
    void accept() {
        while (!stop_) {
            const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0) continue;
            const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            auto address = loopback(target_);
            if (::connect(server, plain(address), sizeof address) == 0)
                threads_.emplace_back([this, client, server] { carry(client, server); });
        }
    }
    void carry(int client, int server) {
        std::array<char, 65536> buffer{};
        for (bool open = true; open && !stop_;) {
            std::array<pollfd, 2> waiting{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
            if (::poll(waiting.data(), waiting.size(), 50) <= 0) continue;
            if (waiting[0].revents != 0) {
                const auto got = ::recv(client, buffer.data(), buffer.size(), 0);
                open = got > 0 &&
                       ::send(server, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
            }
            if (open && waiting[1].revents != 0) {
                auto got = ::recv(server, buffer.data(), buffer.size(), 0);
                if (left_ >= 0 && got >= left_) {
                    got = left_.exchange(-1);
                    ++cuts_;
                    open = false;
                } else if (left_ >= 0) {
                    left_ -= static_cast<int>(got);
                }
                if (got <= 0 ||
                    ::send(client, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got)
                    open = false;
            }
        }
        ::close(client);
        ::close(server);
    }

    const unsigned short target_;
    unsigned short port_ = 0;
    int listener_ = -1;
    std::atomic<bool> stop_ = false;
    std::atomic<int> left_ = -1;
    std::atomic<int> cuts_ = 0;
    std::deque<std::thread> threads_;
};

std::int64_t counted(store::Store& store) {
    std::int64_t all = 0;
    for (const auto& [key, tally] : store.cells(tests::test_poll().id, 1)) all += tally.responses;
    return all;
}

class Lost : public testing::Test {
  protected:
    /// Several phones at once, each sending one answer after the other; how many were acknowledged as new.
    int send(int phones, int answers, const std::function<void()>& meanwhile) {
        std::atomic<int> stored = 0;
        std::atomic<int> started = 0;
        std::vector<std::thread> threads;
        for (int phone = 0; phone < phones; ++phone)
            threads.emplace_back([&] {
                for (int i = 0; i < answers; ++i) {
                    const auto accepted = server_.app().submit_response(server_.response(), server_.web());
                    ++started;
                    if (accepted && accepted->status == Stored::stored) ++stored;
                }
            });
        // The trouble starts when answers flow.
        while (started < phones) std::this_thread::yield();
        meanwhile();
        for (auto& thread : threads) thread.join();
        return stored;
    }
    tests::ServerFixture server_;
};

}  // namespace

TEST_F(Lost, AnAnswerCutOffAtAnyByteIsStoredExactlyOnce) {
    auto& cluster = PostgresCluster::shared();
    auto url = cluster.database_for(server_.folder().string());
    CuttingProxy proxy(cluster.port());
    url.replace(url.find(std::to_string(cluster.port())), std::to_string(cluster.port()).size(),
                std::to_string(proxy.port()));
    auto behind = store::open_postgres({.url = url,
                                        .contact_url = {},
                                        .create = true,
                                        .readers = 2,
                                        .writers = 1,
                                        .log_key = tests::test_log_key()},
                                       server_.clock(), server_.random())
                      .value();
    app::App app(*behind, server_.app().keys(), server_.clock(), server_.random());
    int sent = 0;
    Response last;
    for (int bytes = 0; bytes < 520; bytes += 7) {
        proxy.cut_after(bytes);
        const auto response = server_.response();
        const auto accepted = app.submit_response(response, server_.web());
        ASSERT_TRUE(accepted) << accepted.error().message;
        EXPECT_EQ(accepted->status, Stored::stored) << "cut after " << bytes;
        ++sent;
        // The phone, unsure, sends it again, and is cut off again: whether it was new the first time is not
        // known then, that it is there is.
        if (bytes % 3 == 0) {
            const auto again = app.submit_response(response, server_.web());
            ASSERT_TRUE(again) << again.error().message;
            EXPECT_NE(again->status, Stored::quarantined);
        }
        last = response;
    }
    EXPECT_GT(proxy.cuts(), 40) << "the cuts hit nothing";
    EXPECT_EQ(counted(*behind), sent);
    EXPECT_EQ(behind->quarantined(), 0);
    EXPECT_TRUE(behind->verify().empty());
}

TEST_F(Lost, SessionsThatAreEndedUnderLoadLoseNothing) {
    Connection admin(PostgresCluster::shared().url("peilpunt"), "peilpunt");
    std::int64_t ended = 0;
    const int stored = send(4, 60, [&] {
        for (int i = 0; i < 15; ++i)
            ended += admin.number(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE application_name='peilpunt' AND pid<>pg_backend_pid() AND datname='peilpunt'");
    });
    EXPECT_GT(ended, 0);
    EXPECT_EQ(stored, 4 * 60);
    EXPECT_EQ(counted(server_.store()), stored);
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Lost, ACrashOfTheDatabaseUnderLoadLosesNothing) {
    auto& cluster = PostgresCluster::shared();
    const int stored = send(4, 40, [&] {
        cluster.kill();
        cluster.start();
    });
    EXPECT_EQ(stored, 4 * 40) << "all waited until it was back";
    EXPECT_EQ(counted(server_.store()), stored);
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Lost, SeveralSessionsCountApartAndTogetherRight) {
    const int stored = send(8, 25, [] {});
    EXPECT_EQ(stored, 8 * 25);
    Connection admin(PostgresCluster::shared().url("peilpunt"), "peilpunt");
    EXPECT_GT(admin.number("SELECT count(DISTINCT slot) FROM tallies"), 1);
    EXPECT_EQ(counted(server_.store()), stored);
}

TEST_F(Lost, ADatabaseThatCouldForgetIsRefused) {
    // The setting of one database; the check looks at what a connection gets.
    Connection admin(PostgresCluster::shared().url(), "public");
    admin.script("ALTER DATABASE peilpunt SET synchronous_commit TO off");
    Connection connection(PostgresCluster::shared().url("peilpunt"), "peilpunt");
    const auto rows = connection.run("SELECT current_setting('synchronous_commit')");
    admin.script("ALTER DATABASE peilpunt RESET synchronous_commit");
    EXPECT_EQ(rows.text(0, 0), "on");
}
