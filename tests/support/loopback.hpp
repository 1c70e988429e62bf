// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <string>
#include <string_view>

/// HTTP from any address of the loopback net, so that a test can be many networks. Plain sockets: an HTTP
/// client library does not let its own address be chosen.
namespace peilpunt::tests {

struct LoopbackReply {
    int status = 0;  ///< 0: no whole answer
    std::string head, body;
};

/// One connection from `from` (127.x.y.z) to a server on this machine; asks one thing after the other.
class LoopbackClient {
  public:
    LoopbackClient(const std::string& from, unsigned short port) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const timeval patience{60, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const auto own = address_of(from, 0);
        const auto server = address_of("127.0.0.1", port);
        open_ = ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0 &&
                ::connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0;
    }
    ~LoopbackClient() { ::close(socket_); }
    LoopbackClient(const LoopbackClient&) = delete;
    LoopbackClient& operator=(const LoopbackClient&) = delete;

    LoopbackReply get(const std::string& path) {
        return ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    LoopbackReply post(const std::string& path, const std::string& body,
                       const std::string& type = "application/x-www-form-urlencoded") {
        return ask(post_bytes(path, body, type));
    }
    LoopbackReply ask(std::string_view request) { return send(request) ? receive() : LoopbackReply{}; }
    static std::string post_bytes(const std::string& path, const std::string& body,
                                  const std::string& type = "application/x-www-form-urlencoded") {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type +
               "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    /// Without waiting for the answer.
    bool send(std::string_view request) {
        while (open_ && !request.empty()) {
            const auto sent = ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                open_ = false;
            else
                request.remove_prefix(static_cast<std::size_t>(sent));
        }
        return open_;
    }
    LoopbackReply receive() {
        LoopbackReply reply;
        if (!open_) return reply;
        std::size_t end = 0;
        while ((end = bytes_.find("\r\n\r\n")) == std::string::npos)
            if (!read()) return reply;
        const std::string head = bytes_.substr(0, end + 2);
        bytes_.erase(0, end + 4);
        const auto length = number_after(head, "\r\nContent-Length: ");
        while (bytes_.size() < length)
            if (!read()) return reply;
        reply.status = static_cast<int>(number_after(head, "HTTP/1.1 "));
        reply.body = bytes_.substr(0, length);
        reply.head = head;
        bytes_.erase(0, length);
        return reply;
    }

  private:
    static sockaddr_in address_of(const std::string& text, unsigned short port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        ::inet_pton(AF_INET, text.c_str(), &address.sin_addr);
        return address;
    }
    static std::size_t number_after(const std::string& head, std::string_view mark) {
        const auto at = head.find(mark);
        std::size_t value = 0;
        if (at != std::string::npos)
            std::from_chars(head.data() + at + mark.size(), head.data() + head.size(), value);
        return value;
    }
    bool read() {
        char some[16'384];
        const auto got = ::recv(socket_, some, sizeof some, 0);
        if (got <= 0) return false;
        bytes_.append(some, static_cast<std::size_t>(got));
        return true;
    }
    int socket_ = -1;
    bool open_ = false;
    std::string bytes_;
};

inline LoopbackReply get_from(const std::string& from, unsigned short port, const std::string& path) {
    return LoopbackClient(from, port).get(path);
}
inline LoopbackReply post_from(const std::string& from, unsigned short port, const std::string& path,
                               const std::string& body) {
    return LoopbackClient(from, port).post(path, body);
}

}  // namespace peilpunt::tests
