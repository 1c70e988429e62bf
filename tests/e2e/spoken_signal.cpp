// SPDX-License-Identifier: EUPL-1.2
// A kiosk at which somebody spoke for three seconds: pairs, keeps the signal and its recording, and brings
// both to the server, as peilpunt-kiosk does.  spoken_signal FOLDER SERVER CODE
// Or says what is heard in a recording:  spoken_signal heard FILE
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/client.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "tests/support/tone.hpp"

namespace {

using namespace peilpunt;

bool within_a_minute(const std::function<bool()>& true_soon) {
    for (int i = 0; i < 600; ++i) {
        if (true_soon()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
}

int say_what_is_heard(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::string ogg((std::istreambuf_iterator<char>(file)), {});
    const auto samples = sound::decode(ogg);
    if (!samples) return std::printf("%s\n", samples.error().message.c_str()), 1;
    const bool tone = test::share_of_tone(*samples, 440, sound::kDecodedRate) > 0.5;
    std::printf("%s\n", tone ? "a tone of 440 Hz" : "something else");
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (count == 3 && std::string_view(words[1]) == "heard") return say_what_is_heard(words[2]);
    if (count != 4) return 2;
    const SystemClock clock;
    SystemRandom random;
    kiosk::Outbox outbox(words[1], clock, random);
    kiosk::SyncClient client(outbox, clock, random, {}, kiosk::engine::Pace::soon());
    if (!client.start(words[2], words[3])) return 1;
    if (!within_a_minute([&] { return outbox.status().paired; })) return 1;
    const nlohmann::json signal{{"id", ResponseId::random(random).str()},
                                {"tekst", ""},
                                {"thema", "wonen"},
                                {"gemeente", outbox.status().municipality.str()},
                                {"taal", "nl"}};
    const auto ogg = sound::encode(test::tone(440, 3'000, sound::kSpeechRate));
    if (!ogg ||
        !outbox.capture(sync::Kind::signal, signal.dump(), Receipt::random(random), {"", false, *ogg}))
        return 1;
    client.captured();
    const bool arrived = within_a_minute([&] { return outbox.status().waiting() == 0; });
    std::printf("%s\n", arrived ? "arrived" : outbox.status().last_error.c_str());
    return arrived ? 0 : 1;
}
