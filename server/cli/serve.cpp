// SPDX-License-Identifier: EUPL-1.2
#include <arpa/inet.h>
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <condition_variable>
#include <functional>
#include <limits>
#include <memory>
#include <thread>

#include "server/api/api.hpp"
#include "server/app/accounts.hpp"
#include "server/app/nightly.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "server/cli/setup_server.hpp"
#include "server/cli/stop_signals.hpp"
#include "server/http/proxies.hpp"
#include "server/http/server.hpp"
#include "server/web/pages.hpp"

namespace peilpunt::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto kHousekeeping = 5s;  ///< between two looks at what changed and what is due for release
constexpr auto kDrain = 10s;        ///< for running requests to end at a stop

/// Runs the housekeeper on a thread of its own until it goes.
class Housekeeper {
  public:
    Housekeeper(DataFolder& folder, const Clock& clock)
        : app_(*folder.app),
          anchor_(*folder.anchor),
          nightly_(app_, *folder.store, clock),
          thread_([this] { loop(); }) {
        app_.watch([this] {
            {
                const std::lock_guard lock(mutex_);
                hinted_ = true;
            }
            wake_.notify_one();
        });
    }
    ~Housekeeper() {
        app_.watch(nullptr);
        {
            const std::lock_guard lock(mutex_);
            stop_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    Housekeeper(const Housekeeper&) = delete;

  private:
    void loop() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait_for(lock, kHousekeeping, [&] { return stop_ || hinted_; });
            if (stop_) return;
            hinted_ = false;
            lock.unlock();
            try {
                app_.housekeep();
                anchor_.put();
                nightly_.run_if_due();
            } catch (const std::exception& error) {
                spdlog::error("housekeeping: {}", error.what());
            }
            lock.lock();
        }
    }

    app::App& app_;
    LogAnchor& anchor_;
    app::NightlyRewrite nightly_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;
    bool hinted_ = false;  ///< another server changed something
    std::thread thread_;
};

/// In tens: one request more or less says nothing of anybody.
std::uint64_t in_tens(std::uint64_t count) { return count / 10 * 10; }

std::string metrics_text(const http::Metrics& metrics) {
    std::string text = fmt::format(
        "# TYPE peilpunt_http_requests_total counter\npeilpunt_http_requests_total {}\n"
        "# TYPE peilpunt_http_refused_total counter\npeilpunt_http_refused_total {}\n"
        "# TYPE peilpunt_http_open_connections gauge\npeilpunt_http_open_connections {}\n"
        "# TYPE peilpunt_http_queued gauge\npeilpunt_http_queued {}\n",
        in_tens(metrics.requests), in_tens(metrics.refused), metrics.open_connections, metrics.queued);
    for (std::size_t i = 1; i < metrics.replies.size(); ++i)
        text +=
            fmt::format("peilpunt_http_replies_total{{class=\"{}xx\"}} {}\n", i, in_tens(metrics.replies[i]));
    return text;
}

}  // namespace

bool is_loopback(const std::string& address) {
    in_addr four{};
    in6_addr six{};
    if (::inet_pton(AF_INET, address.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
    if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address == "localhost";
    if (IN6_IS_ADDR_V4MAPPED(&six)) return six.s6_addr[12] == 127;
    return IN6_IS_ADDR_LOOPBACK(&six);
}

Result<std::pair<std::string, unsigned short>> parse_endpoint(const std::string& text) {
    const auto colon = text.rfind(':');
    const Error wrong{ErrorCode::invalid,
                      "'" + text + "' is no address and port; write 127.0.0.1:8080 or [::1]:8080"};
    if (colon == std::string::npos || colon == 0) return wrong;
    std::string address = text.substr(0, colon);
    if (address.front() == '[') {
        if (address.back() != ']') return wrong;
        address = address.substr(1, address.size() - 2);
    }
    unsigned port = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
    if (parsed.ec != std::errc() || parsed.ptr != end || port > 65535) return wrong;
    return std::pair(address, static_cast<unsigned short>(port));
}

Result<void> serve(const Surroundings& around, const ServeOptions& options) {
    // Signals first, so that no later thread takes one.
    StopSignals signals;
    auto public_at = parse_endpoint(options.listen);
    if (!public_at) return public_at.error();
    const auto proxies = http::Proxies::parse(options.trusted_proxies);
    if (!proxies) return proxies.error();
    if (options.proxy_protocol && proxies->empty())
        return Error{ErrorCode::invalid,
                     "--proxy-protocol is spoken by balancers named with --trusted-proxy"};
    // One serving process a folder; many on one database.
    std::optional<FolderLock> lock;
    const auto lock_folder = [&]() -> Result<void> {
        auto taken = FolderLock::take(around.data);
        if (!taken) return taken.error();
        lock.emplace(std::move(*taken));
        return {};
    };
    // Where nothing lives yet: first the wizard, which hands over below.
    std::unique_ptr<SetupServer> setup;
    if (is_unused(around.data)) {
        if (options.tls_certificate.empty() && proxies->empty() && !is_loopback(public_at->first))
            return Error{
                ErrorCode::forbidden,
                "an instance is set up over https or on this machine: the secrets that its pages show "
                "would cross the network in the clear. Add --tls-cert and --tls-key, name your proxy "
                "with --trusted-proxy, or serve on 127.0.0.1 first"};
        if (const auto ready = ready_for_setup(around); !ready) return ready;
        if (const auto locked = lock_folder(); !locked) return locked;
        setup = std::make_unique<SetupServer>(around, options, *public_at);
        if (!setup->wait(signals)) return {};
        public_at->second = setup->port();
    }
    auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    if (around.database.empty() && !lock)
        if (const auto locked = lock_folder(); !locked) return locked;
    app::App& app = *folder->app;
    if (app::setting(*app.state(), "voorbeeld") == "ja" && !options.demo && !is_loopback(public_at->first))
        return Error{ErrorCode::forbidden,
                     around.data +
                         " is an example: its pages are not for the world. Serve it on 127.0.0.1, or add "
                         "--demo; `serve` on an empty folder makes an instance of your own"};
    if (!is_loopback(public_at->first)) app.accounts().ask_second_step_of_example();
    // Commands that run without these options, such as `bundle export`, tell kiosks the same address.
    if (const auto kept = app.keep_fixed_site(); !kept) return kept;

    // What people and programs see.
    const web::Pages pages(app);
    auto routes = api::routes(app);
    for (auto& route : pages.routes()) routes.push_back(std::move(route));
    http::ServerOptions http_options;
    http_options.address = public_at->first;
    http_options.port = public_at->second;
    http_options.beside_another = setup != nullptr;
    http_options.tls_certificate = options.tls_certificate;
    http_options.tls_key = options.tls_key;
    http_options.trusted_proxies = options.trusted_proxies;
    http_options.proxy_protocol = options.proxy_protocol;
    http_options.threads = options.threads;
    http_options.limits.rates = !options.no_rate_limits;
    if (options.no_rate_limits) {  // one address of a benchmark gives more than any disk should hold
        auto rules = app.arrivals().rules();
        rules.most_apart = std::numeric_limits<int>::max();
        app.arrivals().set_rules(rules);
    }
    http_options.worker_threads = std::max(4, options.threads * 4);
    http_options.api_version = api::kApiVersion;
    http::Server server(http_options, std::make_shared<http::Router>(std::move(routes)), pages.hooks(),
                        around.clock);

    // Plain HTTP, for who types the address without https.
    std::string addresses;
    std::optional<http::Server> plain;
    if (!options.redirect.empty()) {
        const auto plain_at = parse_endpoint(options.redirect);
        if (!plain_at) return plain_at.error();
        http::ServerOptions plain_options;
        plain_options.address = plain_at->first;
        plain_options.port = plain_at->second;
        plain_options.threads = 1;
        plain_options.worker_threads = 1;
        plain_options.redirect_to_https = server.port();
        plain.emplace(plain_options, std::make_shared<http::Router>(std::vector<http::Route>{}),
                      http::ServerHooks{}, around.clock);
        addresses += fmt::format("Redirect:  http://{}:{}/\n", plain_at->first, plain->port());
    }

    // What the operator sees, on an address of its own.
    std::optional<http::Server> admin;
    if (!options.admin.empty()) {
        const auto admin_at = parse_endpoint(options.admin);
        if (!admin_at) return admin_at.error();
        http::ServerOptions admin_options;
        admin_options.address = admin_at->first;
        admin_options.port = admin_at->second;
        admin_options.threads = 1;
        admin_options.worker_threads = 1;
        auto admin_routes = api::admin_routes(app, [&server] { return metrics_text(server.metrics()); });
        admin.emplace(admin_options, std::make_shared<http::Router>(std::move(admin_routes)), pages.hooks(),
                      around.clock);
        addresses +=
            fmt::format("Admin:     http://{}:{}/gezond /gereed /metrics\n", admin_at->first, admin->port());
    }
    auto housekeeper = std::make_unique<Housekeeper>(*folder, around.clock);
    const bool v6 = public_at->first.find(':') != std::string::npos;
    // Only now that all of them listen: an address that is printed is ours.
    fmt::print("{}Peilpunt:  {}://{}{}{}:{}/\n", addresses,
               options.tls_certificate.empty() ? "http" : "https", v6 ? "[" : "", public_at->first,
               v6 ? "]" : "", server.port());
    std::fflush(stdout);

    if (setup) setup->hand_over();
    setup.reset();
    signals.wait([&server] {
        const auto read = server.reload_certificate();
        if (read)
            spdlog::info("certificate read again");
        else
            spdlog::error("certificate: {}", read.error().message);
    });
    fmt::print("Stopping.\n");
    std::fflush(stdout);
    server.stop(kDrain);
    if (plain) plain->stop(1s);
    if (admin) admin->stop(1s);
    housekeeper.reset();
    return {};
}

}  // namespace peilpunt::cli
