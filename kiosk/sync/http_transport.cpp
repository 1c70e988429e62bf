// SPDX-License-Identifier: EUPL-1.2
#include <arpa/inet.h>

#include <charconv>

#include "kiosk/sync/transport.hpp"
#include "shared/net/http_client.hpp"
#include "shared/net/http_url.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::kiosk {
namespace {

/// A date instead of seconds is not used by our server, and is left out.
std::optional<std::chrono::seconds> seconds_of(std::string_view text) {
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0) return std::nullopt;
    return std::chrono::seconds(seconds);
}

/// This machine itself, where nobody can listen on the way.
bool is_loopback(const std::string& host) {
    if (host == "localhost") return true;
    in_addr four{};
    in6_addr six{};
    if (::inet_pton(AF_INET, host.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24U) == IN_LOOPBACKNET;
    return ::inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

class HttpTransport final : public Transport {
  public:
    HttpTransport(std::string base, net::HttpClientOptions options)
        : base_(std::move(base)), client_(std::move(options)) {}

    Result<HttpReply> send(const HttpRequest& request) override {
        net::HttpRequest outgoing;
        outgoing.method = request.post ? "POST" : "GET";
        outgoing.url = base_ + request.target;
        outgoing.headers = request.headers;
        outgoing.body = request.body;
        const auto response = client_.request(outgoing);
        if (!response) return response.error();
        HttpReply reply;
        reply.status = response->status;
        reply.signature = response->header("Peilpunt-Handtekening");
        reply.retry_after = seconds_of(response->header("Retry-After"));
        reply.body = response->body;
        return reply;
    }
    void close() override { client_.close(); }

  private:
    const std::string base_;
    net::HttpClient client_;
};

}  // namespace

Result<std::unique_ptr<Transport>> connect_to(const std::string& server_url, const std::string& ca_file) {
    std::string base = server_url;
    while (base.ends_with('/')) base.pop_back();
    const auto url = net::HttpUrl::parse(base);
    if (!url) return url.error();
    if (!url->secure && !is_loopback(url->host))
        return Error{ErrorCode::invalid,
                     "Het adres van de server moet met https:// beginnen: over http:// kan iedereen "
                     "onderweg meedoen. Alleen deze computer zelf (127.0.0.1) mag zonder."};
    if (base.find('?') != std::string::npos)
        return Error{ErrorCode::invalid, "Schrijf alleen het adres van de server, zonder vraagteken."};
    net::HttpClientOptions options;
    options.ca_file = ca_file;
    options.max_response_bytes = sync::kMaxChangesBytes;
    options.user_agent = "peilpunt-kiosk/" PEILPUNT_VERSION;
    return std::make_unique<HttpTransport>(std::move(base), std::move(options));
}

}  // namespace peilpunt::kiosk
