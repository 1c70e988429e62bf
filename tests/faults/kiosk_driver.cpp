// SPDX-License-Identifier: EUPL-1.2
// A kiosk without a window: what it is told on standard input it captures, and it syncs meanwhile.
//   kiosk_driver DATA SERVER [PAIRING CODE]
// "geef TEXT" answers "dank TEXT" once it is durable, or "nee TEXT"; "wacht" answers "wacht N".
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/client.hpp"

namespace {

using namespace peilpunt;

bool capture(kiosk::Outbox& outbox, Random& random, const std::string& text) {
    const nlohmann::json signal{{"id", EnvelopeId::random(random).str()},
                                {"tekst", "De lamp is stuk " + text + "."},
                                {"gemeente", "GM0453"},
                                {"taal", "nl"}};
    return outbox.capture(sync::Kind::signal, signal.dump(), Receipt::random(random)).has_value();
}

int run(const std::string& data, const std::string& server, const std::optional<std::string>& code) {
    const SystemClock clock;
    SystemRandom random;
    kiosk::Outbox outbox(data, clock, random);
    kiosk::SyncClient client(outbox, clock, random, {}, kiosk::engine::Pace::soon());
    client.start(server, code).value();
    for (std::string line; std::getline(std::cin, line);) {
        if (line.starts_with("geef ")) {
            const std::string text = line.substr(5);
            const bool done = capture(outbox, random, text);
            if (done) client.captured();
            std::cout << (done ? "dank " : "nee ") << text << "\n";
        } else {
            const auto status = outbox.status();
            std::cout << "wacht " << (status.paired ? status.waiting() + status.parked : -1) << "\n";
        }
        std::cout.flush();
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    try {
        return run(argv[1], argv[2], argc > 3 ? std::optional<std::string>(argv[3]) : std::nullopt);
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
