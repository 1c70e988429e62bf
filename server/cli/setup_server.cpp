// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/setup_server.hpp"

#include <fmt/core.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "server/cli/data_folder.hpp"
#include "server/demo/areas.hpp"
#include "server/http/server.hpp"
#include "server/web/setup_pages.hpp"

namespace peilpunt::cli {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kTokenBytes = 24;

/// Where the browser finds it: what people see when that is known, else this machine.
std::string base_of(const Surroundings& around, const ServeOptions& options, const std::string& address,
                    unsigned short port) {
    if (const auto site = around.fixed.find("site"); site != around.fixed.end())
        if (const auto checked = app::check_site(site->second.value)) return *checked;
    auto host = address;
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "::") host = "::1";
    if (host.find(':') != std::string::npos) host = '[' + host + ']';
    return (options.tls_certificate.empty() ? "http://" : "https://") + host + ':' + std::to_string(port);
}

}  // namespace

struct SetupServer::Parts {
    std::mutex mutex;
    std::condition_variable answered;
    bool served = false, gave_up = false;  ///< under mutex
    std::atomic<bool> made{false};
    std::unique_ptr<web::SetupPages> pages;
    std::unique_ptr<http::Server> server;

    Result<void> make(const Surroundings& around, const app::NewInstance& chosen) {
        if (const auto whole = make_instance(around, chosen); !whole) return whole;
        made = true;
        std::unique_lock lock(mutex);
        answered.wait(lock, [this] { return served || gave_up; });
        if (served) return {};
        return Error{ErrorCode::storage_failed, "the instance is made, but the server does not start on it"};
    }
    void release(bool is_served) {
        {
            const std::lock_guard lock(mutex);
            (is_served ? served : gave_up) = true;
        }
        answered.notify_all();
    }
};

SetupServer::SetupServer(const Surroundings& around, const ServeOptions& options,
                         const std::pair<std::string, unsigned short>& listen)
    : parts_(std::make_unique<Parts>()) {
    const auto token = seal::to_base64(seal::random_secret(kTokenBytes).reveal());
    parts_->pages = std::make_unique<web::SetupPages>(web::SetupHost{
        demo::areas(), token, around.random,
        [this, around](const app::NewInstance& chosen) { return parts_->make(around, chosen); }});
    http::ServerOptions http;
    http.address = listen.first;
    http.port = listen.second;
    http.tls_certificate = options.tls_certificate;
    http.tls_key = options.tls_key;
    http.trusted_proxies = options.trusted_proxies;
    http.proxy_protocol = options.proxy_protocol;
    http.threads = 1;
    http.worker_threads = 2;
    http::ServerHooks hooks;
    hooks.error_page = [pages = parts_->pages.get()](int status, const http::Request& request) {
        return pages->error_page(status, request);
    };
    // Behind a proxy that ends TLS, forms come from the address that people see.
    if (const auto site = around.fixed.find("site"); site != around.fixed.end())
        hooks.site = [checked = app::check_site(site->second.value)] {
            return checked ? *checked : std::string();
        };
    parts_->server = std::make_unique<http::Server>(
        http, std::make_shared<http::Router>(parts_->pages->routes()), std::move(hooks), around.clock);
    fmt::print(
        "Nothing lives in {} yet. Make it your own in a browser, at this address; it works until that is "
        "done:\n  {}/inrichten/{}\n",
        around.data, base_of(around, options, listen.first, parts_->server->port()), token);
    std::fflush(stdout);
}

SetupServer::~SetupServer() {
    parts_->release(false);
    parts_->server->stop(2s);
}

bool SetupServer::wait(StopSignals& signals) {
    return signals.wait_until([this] { return parts_->made.load(); });
}

unsigned short SetupServer::port() const { return parts_->server->port(); }

void SetupServer::hand_over() { parts_->release(true); }

}  // namespace peilpunt::cli
