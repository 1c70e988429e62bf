// SPDX-License-Identifier: EUPL-1.2
// Writes inputs to begin with to CORPUS/<target>/, made of what the program itself writes and of the requests
// of the tests.   fuzz_seeds CORPUS
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "shared/json/json.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "shared/sync/bundle.hpp"
#include "shared/sync/compress.hpp"
#include "tests/http/corpus.hpp"
#include "tests/shared/core_examples.hpp"
#include "tests/support/tone.hpp"

namespace {

using namespace peilpunt;
namespace fs = std::filesystem;

class Seeds {
  public:
    explicit Seeds(fs::path corpus) : corpus_(std::move(corpus)) {}
    void add(const std::string& target, const std::string& bytes) {
        fs::create_directories(corpus_ / target);
        std::ofstream(corpus_ / target / ("seed-" + std::to_string(++number_)), std::ios::binary) << bytes;
    }

  private:
    fs::path corpus_;
    int number_ = 0;
};

void add_http(Seeds& seeds) {
    for (const auto& row : http::legal()) seeds.add("gate", row.bytes);
    for (const auto& row : http::must_refuse())
        if (row.bytes.size() < 600) seeds.add("gate", row.bytes);
    for (const auto& header :
         {std::string("PROXY TCP4 192.0.2.7 127.0.0.1 5000 443\r\n"),
          std::string("PROXY TCP6 2001:db8::7 ::1 5000 443\r\nGET /"), std::string("PROXY UNKNOWN\r\n"),
          std::string("198.51.100.9, 192.0.2.1:80, 10.0.0.4"),
          std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\2\7\x7f\0\0\1\x13\x88\1\xbb", 28)})
        seeds.add("proxy-header", header);
    for (const char* form : {"naam=ria&wachtwoord=een+lange+zin", "a=%C3%A9%20&a=2&b", "=&=&&%41=%2b"})
        seeds.add("form", form);
    for (const char* cookie : {"peilpunt=abc; taal=nl", "__Host-peilpunt=\"x\";peilpunt=y", " ; ;=;peilpunt"})
        seeds.add("cookie", cookie);
    for (const char* address : {"/peiling/hoe-fiets-jij/uitkomst", "/caf%C3%A9/a+b", "/..a/.b",
                                "https://peilpunt.example:8443/a?b=c", "http://[2001:db8::7]/", "/%2e%2e/"})
        seeds.add("address", address);
    for (const char* accept : {"text/html,application/json;q=0.9,*/*;q=0.1",
                               "application/json; charset=\"utf-8\"", "text/*;q=0, */*;q=1.0"})
        seeds.add("accept", accept);
}

void add_json(Seeds& seeds) {
    seeds.add("json", R"({"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00"],"b":{"c":{}}})");
    seeds.add("json", json::write_poll(examples::poll()));
    seeds.add("poll", json::write_poll(examples::poll()));
    seeds.add("response", json::response_tree(examples::response()).dump());
    seeds.add("signal", json::signal_tree(examples::signal()).dump());
    seeds.add("signal", json::areas_tree(examples::areas()).dump());
}

void add_sync(Seeds& seeds) {
    examples::SeededRandom random(1);
    sync::Content content;
    content.body = json::response_tree(examples::response()).dump();
    content.receipt = Receipt::random(random);
    content.captured_at = "2026-11-10T13:00:00Z";
    content.boot_id = "boot";
    seeds.add("envelope", sync::write_content(content));
    sync::Batch batch;
    batch.kiosk = KioskId::random(random);
    batch.number = 7;
    batch.sent_at = content.captured_at;
    batch.boot_id = "boot";
    batch.version = "0.1.0";
    const auto keys = seal::make_box_keys();
    batch.keys = {sync::key_id_of(keys.public_key)};
    batch.captured = {{"signalen", 2}};
    batch.envelopes = {sync::seal_envelope(EnvelopeId::random(random), keys.public_key, content)};
    const auto text = sync::write_batch(batch);
    seeds.add("batch", text);
    seeds.add("batch", sync::compress(text));
    seeds.add("batch", sync::write_enrolment_request("ABCD-EFGH", std::string(32, 'k')));
    sync::Bundle bundle;
    bundle.kiosk = batch.kiosk;
    bundle.parts = {{"batch", text, std::string(64, 's')}, {"wijzigingen-vraag", "", std::string(64, 's')}};
    seeds.add("bundle", sync::write_bundle(bundle));
    sync::Acknowledgement answer;
    answer.kiosk = batch.kiosk;
    answer.number = 7;
    answer.server_time = content.captured_at;
    answer.answers = {{EnvelopeId::random(random), sync::Outcome::quarantined, "te-laat"}};
    seeds.add("to-kiosk", sync::write_acknowledgement(answer));
    sync::Changes changes;
    changes.cursor = "c1";
    changes.changed = true;
    changes.polls = {examples::poll()};
    seeds.add("to-kiosk", sync::write_changes(changes));
    sync::Enrolment enrolment;
    enrolment.kiosk = batch.kiosk;
    enrolment.venue = "De Zeemeeuw";
    enrolment.municipality = examples::area("GM0453");
    enrolment.server_box_key = enrolment.server_sign_key = std::string(32, 'k');
    seeds.add("to-kiosk", sync::write_enrolment(enrolment));
    seeds.add("ogg", sound::encode(test::tone(440, 120, sound::kSpeechRate)).value());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    seal::start();
    Seeds seeds(argv[1]);
    add_http(seeds);
    add_json(seeds);
    add_sync(seeds);
    return 0;
}
