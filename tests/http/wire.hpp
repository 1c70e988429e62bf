// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/http/server.hpp"

namespace peilpunt::http {

/// A clock that the test moves.
class TestClock final : public Clock {
  public:
    TimePoint now() const override { return TimePoint(std::chrono::milliseconds(1'795'000'000'000 + ms_)); }
    std::chrono::milliseconds steady() const override { return std::chrono::milliseconds(1'000'000 + ms_); }
    void advance(std::chrono::milliseconds by) { ms_ += by.count(); }

  private:
    std::atomic<std::int64_t> ms_{0};
};

/// A blocking socket that speaks bytes, not HTTP; whatever waits, waits at most ten seconds.
class Wire {
  public:
    explicit Wire(unsigned short port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        if (receive_buffer > 0) {
            ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
        }
        const int on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    }
    ~Wire() { hang_up(); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool connected() const { return connected_; }
    int fd() const { return fd_; }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void end_sending() { ::shutdown(fd_, SHUT_WR); }
    void hang_up() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    /// Reads more; false at the end, after an error, or in vain.
    bool more() {
        pollfd wait{fd_, POLLIN, 0};
        if (::poll(&wait, 1, 10'000) <= 0) {
            late_ = true;
            return false;
        }
        char bytes[16384];
        const auto got = ::recv(fd_, bytes, sizeof(bytes), 0);
        reset_ = got < 0;
        if (got <= 0) return false;
        in_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }
    /// All up to the end of the connection.
    std::string rest() {
        while (more()) {
        }
        EXPECT_FALSE(late_) << "the connection was not closed";
        return std::move(in_);
    }
    bool was_reset() const { return reset_; }
    bool late() const { return late_; }
    /// One reply, head and body; empty when there is none.
    struct Answer {
        int status = 0;
        std::string head;
        std::string body;
        bool has(std::string_view line) const { return head.find(line) != std::string::npos; }
    };
    Answer answer(bool bodiless = false) {
        Answer answer;
        std::size_t end = 0;
        while ((end = in_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return answer;
        }
        answer.head = in_.substr(0, end + 4);
        in_.erase(0, end + 4);
        answer.status = std::stoi(answer.head.substr(9, 3));
        const auto at = answer.head.find("Content-Length: ");
        if (bodiless || at == std::string::npos) return answer;
        const auto length = std::stoul(answer.head.substr(at + 16));
        while (in_.size() < length) {
            if (!more()) return answer;
        }
        answer.body = in_.substr(0, length);
        in_.erase(0, length);
        return answer;
    }

  private:
    int fd_;
    bool connected_ = false;
    bool late_ = false;
    bool reset_ = false;
    std::string in_;
};

/// Something that one thread waits for and another brings; waits at most ten seconds.
class Signalled {
  public:
    void set() {
        const std::lock_guard lock(mutex_);
        ++count_;
        changed_.notify_all();
    }
    bool wait(int count = 1) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return count_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

inline std::string get(std::string_view target, std::string_view fields = {}) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

inline std::string post(std::string_view target, std::string_view body, std::string_view fields = {}) {
    return "POST " + std::string(target) +
           " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(fields) + "\r\n" + std::string(body);
}

}  // namespace peilpunt::http
