// SPDX-License-Identifier: EUPL-1.2
// Clients that behave badly, for measuring what the others notice of them.
//   bench_bad_clients SCENARIO PORT SECONDS
// Says "ready" when its connections stand, and at the end how many it opened and what they were answered.
#include <sys/resource.h>

#include <array>
#include <boost/asio.hpp>
#include <cstdio>
#include <deque>
#include <map>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

namespace {

constexpr int kHosts = 4;  ///< 127.0.0.2 and up: no more than a server takes from one address

struct Scenario {
    int held = 0;           ///< connections that stay, and are opened again when they are closed
    int a_second = 0;       ///< connections that are opened every second and end with their answer
    std::string first{};    ///< what is sent first
    std::string drip{};     ///< what is sent every second after it
    bool reads = true;      ///< whether answers are read
    bool hangs_up = false;  ///< closes as soon as it stands
};

std::string many(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

const std::map<std::string, Scenario>& scenarios() {
    static const std::string get = "GET /peiling/fietsen HTTP/1.1\r\nHost: x\r\n\r\n";
    static const std::string post =
        "POST /api/v1/peilingen/fietsen/inzendingen HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: ";
    static const std::map<std::string, Scenario> all{
        {"idle", {.held = 10'000}},
        {"slow-heads", {.held = 2'000, .first = "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", .drip = "a"}},
        {"slow-bodies", {.held = 2'000, .first = post + "4000\r\n\r\n{", .drip = " "}},
        {"slow-readers", {.held = 500, .first = many(get, 200), .reads = false}},
        {"pipelines", {.held = 16, .first = many(get, 50), .drip = many(get, 50)}},
        {"large-heads",
         {.a_second = 200, .first = "GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + std::string(16'384, 'a')}},
        {"large-bodies", {.a_second = 200, .first = post + "10000000\r\n\r\n" + std::string(65'536, ' ')}},
        {"flood", {.a_second = 500, .hangs_up = true}},
    };
    return all;
}

class Crowd {
  public:
    Crowd(asio::io_context& context, const Scenario& scenario, unsigned short port)
        : context_(context), scenario_(scenario), server_(asio::ip::address_v4::loopback(), port) {}
    void run(int seconds);
    void report() const;

  private:
    struct Client {
        explicit Client(asio::io_context& context) : socket(context), timer(context) {}
        tcp::socket socket;
        asio::steady_timer timer;
        std::string line;
        bool answered = false;
        std::array<char, 16'384> bytes{};
    };
    using Pointer = std::shared_ptr<Client>;
    void open();
    void begin(const Pointer& client);
    void read(const Pointer& client);
    void drip(const Pointer& client, std::chrono::milliseconds wait);
    void ended(const Pointer& client);
    void open_some();

    asio::io_context& context_;
    const Scenario& scenario_;
    const tcp::endpoint server_;
    asio::steady_timer next_{context_};
    int started_ = 0, opened_ = 0, refused_ = 0, closed_ = 0, standing_ = 0;
    bool ready_ = false;
    std::map<std::string, int> answers_;
};

void Crowd::open() {
    auto client = std::make_shared<Client>(context_);
    client->socket.open(tcp::v4());
    client->socket.set_option(asio::socket_base::receive_buffer_size(scenario_.reads ? 65'536 : 2'048));
    const asio::ip::address_v4::bytes_type host{127, 0, 0,
                                                static_cast<unsigned char>(2 + started_++ % kHosts)};
    client->socket.bind({asio::ip::make_address_v4(host), 0});
    client->socket.async_connect(server_, [this, client](Error error) {
        if (error) {
            ++refused_;
            return ended(client);
        }
        ++opened_;
        if (++standing_ >= scenario_.held && !std::exchange(ready_, true)) {
            std::puts("ready");
            std::fflush(stdout);
        }
        begin(client);
    });
}

void Crowd::begin(const Pointer& client) {
    if (scenario_.hangs_up) {
        client->socket.set_option(asio::socket_base::linger(true, 0));
        Error ignored;
        client->socket.close(ignored);
        return;
    }
    if (scenario_.reads) read(client);
    asio::async_write(client->socket, asio::buffer(scenario_.first), [](Error, std::size_t) {});
    // Not all in the same moment.
    if (!scenario_.drip.empty()) drip(client, std::chrono::milliseconds(opened_ * 7 % 1000));
}

void Crowd::drip(const Pointer& client, std::chrono::milliseconds wait) {
    client->timer.expires_after(wait);
    client->timer.async_wait([this, client](Error error) {
        if (error || !client->socket.is_open()) return;
        asio::async_write(client->socket, asio::buffer(scenario_.drip), [](Error, std::size_t) {});
        drip(client, std::chrono::seconds(1));
    });
}

void Crowd::read(const Pointer& client) {
    client->socket.async_read_some(
        asio::buffer(client->bytes), [this, client](Error error, std::size_t size) {
            if (error) return ended(client);
            if (!client->answered) {
                client->line.append(client->bytes.data(), std::min<std::size_t>(size, 12));
                client->answered = client->line.size() >= 12;
                if (client->answered) ++answers_[client->line.substr(9, 3)];
            }
            read(client);
        });
}

void Crowd::ended(const Pointer& client) {
    ++closed_;
    client->timer.cancel();
    Error ignored;
    client->socket.close(ignored);
    if (scenario_.held == 0) return;
    --standing_;
    client->timer.expires_after(std::chrono::milliseconds(500));
    client->timer.async_wait([this, client](Error) { open(); });
}

void Crowd::open_some() {
    constexpr int kSteps = 20;  // a second
    for (int i = 0; i < scenario_.a_second / kSteps; ++i) open();
    next_.expires_after(std::chrono::milliseconds(1000 / kSteps));
    next_.async_wait([this](Error error) {
        if (!error) open_some();
    });
}

void Crowd::run(int seconds) {
    for (int i = 0; i < scenario_.held; ++i) open();
    if (scenario_.a_second > 0) open_some();
    context_.run_for(std::chrono::seconds(seconds));
}

void Crowd::report() const {
    std::printf("opened %d, refused %d, closed by the server %d, answered", opened_, refused_, closed_);
    for (const auto& [status, count] : answers_) std::printf(" %s: %d", status.c_str(), count);
    std::puts(answers_.empty() ? " nothing" : "");
}

}  // namespace

int main(int count, char** words) {
    const auto found = count == 4 ? scenarios().find(words[1]) : scenarios().end();
    if (found == scenarios().end()) {
        std::fputs("usage: bench_bad_clients SCENARIO PORT SECONDS; scenarios:", stderr);
        for (const auto& [name, scenario] : scenarios()) std::fprintf(stderr, " %s", name.c_str());
        std::fputs("\n", stderr);
        return 2;
    }
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    asio::io_context context(1);
    Crowd crowd(context, found->second, static_cast<unsigned short>(std::stoi(words[2])));
    crowd.run(std::stoi(words[3]));
    crowd.report();
    std::fflush(stdout);
    std::_Exit(0);  // the connections go with it
}
