// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <vector>

namespace peilpunt::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;

struct Connection {
    int descriptor = -1;
    std::string out, in;
    SteadyClock::time_point sent;
};

int connect_to(unsigned short port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 ||
        ::connect(descriptor, static_cast<const sockaddr*>(static_cast<const void*>(&address)),
                  sizeof address) != 0)
        throw std::runtime_error("cannot connect");
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

/// Bytes of the first whole answer in `text`, or 0.
std::size_t answer_size(const std::string& text) {
    const auto head = text.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    std::string lower = text.substr(0, head);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto field = lower.find("content-length:");
    std::size_t length = 0;
    if (field != std::string::npos) {
        const auto start = lower.find_first_not_of(' ', field + 15);
        std::from_chars(lower.data() + start, lower.data() + lower.size(), length);
    }
    return text.size() >= head + 4 + length ? head + 4 + length : 0;
}

}  // namespace

LoadResult run_load(unsigned short port, int connections, std::chrono::milliseconds duration,
                    const std::function<void(std::string&)>& next, const std::string& expected) {
    std::vector<Connection> all(static_cast<std::size_t>(connections));
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    const auto send_next = [&](Connection& connection) {
        next(connection.out);
        connection.sent = SteadyClock::now();
        // A request is smaller than the socket's buffer, so it goes in one piece.
        if (::send(connection.descriptor, connection.out.data(), connection.out.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(connection.out.size()))
            throw std::runtime_error("the server hung up");
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].descriptor = connect_to(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, all[i].descriptor, &event);
    }
    LoadResult result;
    std::vector<float> times;
    const auto start = SteadyClock::now();
    for (auto& connection : all) send_next(connection);
    std::array<epoll_event, 256> events{};
    std::array<char, 16384> buffer{};
    while (SteadyClock::now() - start < duration) {
        const int count = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 100);
        for (int i = 0; i < count; ++i) {
            auto& connection = all[events[static_cast<std::size_t>(i)].data.u64];
            const auto got = ::recv(connection.descriptor, buffer.data(), buffer.size(), 0);
            if (got <= 0) throw std::runtime_error("the server hung up");
            connection.in.append(buffer.data(), static_cast<std::size_t>(got));
            const auto size = answer_size(connection.in);
            if (size == 0) continue;
            (connection.in.compare(0, expected.size(), expected) == 0 ? result.answers : result.others) += 1;
            connection.in.erase(0, size);
            times.push_back(
                std::chrono::duration<float, std::milli>(SteadyClock::now() - connection.sent).count());
            send_next(connection);
        }
    }
    result.seconds = std::chrono::duration<double>(SteadyClock::now() - start).count();
    for (auto& connection : all) ::close(connection.descriptor);
    ::close(poll);
    std::sort(times.begin(), times.end());
    if (!times.empty()) {
        result.p50_ms = static_cast<double>(times[times.size() / 2]);
        result.p99_ms = static_cast<double>(times[times.size() * 99 / 100]);
    }
    return result;
}

}  // namespace peilpunt::bench
