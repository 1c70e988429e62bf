// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/transport.hpp"
#include "shared/sync/compress.hpp"
#include "shared/sync/sync.hpp"

/// What the tests of outbox and sync share: a folder that goes away, a clock and chance that the test owns,
/// and a small model of the server that keeps its ledger in memory.
namespace peilpunt::kiosk {

class Folder {
  public:
    Folder() {
        // In memory where there is room for it: thousands of syncs, and no power fails in these tests.
        const bool memory = ::access("/dev/shm", W_OK) == 0;
        const auto parent =
            memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
        std::string name = (parent / "peilpunt-kiosk-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string str() const { return path_.string(); }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

class ManualClock final : public Clock {
  public:
    TimePoint now() const override { return now_; }
    std::chrono::milliseconds steady() const override { return steady_; }
    void advance(std::chrono::milliseconds by) {
        now_ += by;
        steady_ += by;
    }
    void jump(std::chrono::milliseconds by) { now_ += by; }  ///< somebody sets the wall clock

  private:
    TimePoint now_ = parse_time("2026-11-21T13:45:10Z").value();
    std::chrono::milliseconds steady_{3'600'000};
};

/// splitmix64 (public domain, Sebastiano Vigna): the same seed, the same bytes.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next() >> 56U);
    }
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

  private:
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    std::uint64_t state_;
};

/// The ledger of a server, and the three calls of a kiosk.
class ModelServer {
  public:
    seal::BoxKeys box = seal::make_box_keys();
    seal::SignKeys sign = seal::make_sign_keys();
    std::string pairing_code = "AB12CD34";
    std::map<KioskId, std::string> kiosks;  ///< signing keys
    std::map<EnvelopeId, std::string> bodies;
    std::map<EnvelopeId, int> stored;  ///< how often; more than once is a doubled answer
    std::set<EnvelopeId> poison;       ///< a batch that holds one of these is refused as a whole
    sync::Changes content;
    std::vector<sync::Batch> batches;
    bool keeps_ledger = true;  ///< false: the planted fault of a server that doubles
    Random& random;

    explicit ModelServer(Random& chance) : random(chance) {
        content.cursor = "c1";
        content.changed = true;
        content.areas = {{AreaCode::parse("GM0453").value(), "Velsen", AreaCode(), 69000}};
        content.help_lines = {{"nl", {{"Kindertelefoon", "0800-0432"}}}};
        content.site_url = "https://peilpunt.example";
    }

    sync::Enrolment enrolment(const std::string& sign_key) {
        const auto id = KioskId::random(random);
        kiosks[id] = sign_key;
        return {id,
                "Buurthuis De Stut",
                AreaCode::parse("GM0453").value(),
                box.public_key,
                sign.public_key,
                "$argon2id$none"};
    }

    HttpReply answer(const HttpRequest& request) {
        if (request.target == "/api/v1/kiosken") return pair(request);
        const std::string* key = key_of(request);
        if (!key) return status(401);
        if (request.post) return take(request, *key);
        return changes(request, *key);
    }

    HttpReply signed_reply(const std::string& body, std::string_view context) const {
        return signed_reply(body, context, body);
    }
    HttpReply signed_reply(const std::string& body, std::string_view context,
                           const std::string& bytes) const {
        return {200, seal::to_base64(seal::sign(sign, context, bytes)), std::nullopt, body};
    }
    static HttpReply status(int code) { return {code, "", std::nullopt, ""}; }

  private:
    static std::string header(const HttpRequest& request, std::string_view name) {
        for (const auto& [key, value] : request.headers)
            if (key == name) return value;
        return {};
    }
    const std::string* key_of(const HttpRequest& request) {
        const auto id = KioskId::parse(header(request, "Peilpunt-Kiosk"));
        const auto found = id ? kiosks.find(*id) : kiosks.end();
        return found == kiosks.end() ? nullptr : &found->second;
    }
    static bool is_signed(const HttpRequest& request, const std::string& key, std::string_view context,
                          const std::string& message) {
        const auto signature = seal::from_base64(header(request, "Peilpunt-Handtekening"));
        return signature && seal::verify(key, context, message, *signature);
    }

    HttpReply pair(const HttpRequest& request) {
        const auto asked = sync::parse_enrolment_request(request.body);
        if (!asked || !is_signed(request, asked->sign_public_key, "koppelen", request.body))
            return status(400);
        if (asked->pairing_code != pairing_code) return status(401);
        pairing_code = "used";
        const auto body = sync::write_enrolment(enrolment(asked->sign_public_key));
        auto reply = signed_reply(body, "gekoppeld", sync::pairing_answer(request.body, body));
        reply.status = 201;
        return reply;
    }

    HttpReply take(const HttpRequest& request, const std::string& key) {
        if (header(request, "Content-Encoding") != "gzip") return status(415);
        const auto body = sync::decompress(request.body, sync::kMaxBatchBytes);
        if (!body) return status(400);
        if (!is_signed(request, key, "batch", *body)) return status(401);
        const auto batch = sync::parse_batch(*body);
        if (!batch) return status(400);
        for (const auto& envelope : batch->envelopes)
            if (poison.contains(envelope.id)) return status(400);
        batches.push_back(*batch);
        sync::Acknowledgement answer{batch->kiosk, batch->number, "2026-11-21T13:45:00Z", {}};
        for (const auto& envelope : batch->envelopes) {
            const auto content_of = sync::open_envelope(box, envelope);
            const bool known = keeps_ledger && stored.contains(envelope.id);
            if (!known) ++stored[envelope.id];
            if (content_of) bodies[envelope.id] = content_of->body;
            const auto outcome = !content_of ? sync::Outcome::quarantined
                                 : known     ? sync::Outcome::duplicate
                                             : sync::Outcome::stored;
            answer.answers.push_back({envelope.id, outcome, content_of ? "" : "niet-te-openen"});
        }
        return signed_reply(sync::write_acknowledgement(answer), "antwoord");
    }

    HttpReply changes(const HttpRequest& request, const std::string& key) {
        const std::string prefix = "/api/v1/synchronisaties/wijzigingen?na=";
        if (!request.target.starts_with(prefix)) return status(404);
        const std::string cursor = request.target.substr(prefix.size());
        const std::string asked = header(request, "Peilpunt-Kiosk") + "\n" + cursor;
        if (!is_signed(request, key, "wijzigingen-vraag", asked)) return status(401);
        sync::Changes answer = content;
        if (cursor == content.cursor) {
            answer = {};
            answer.cursor = content.cursor;
        }
        return signed_reply(sync::write_changes(answer), "wijzigingen");
    }
};

inline std::string signal_body(const EnvelopeId& id, const std::string& text) {
    return nlohmann::json{{"id", id.str()}, {"tekst", text}, {"gemeente", "GM0453"}, {"taal", "nl"}}.dump();
}
inline std::string response_body(const EnvelopeId& id, const PollId& poll, const std::string& answer) {
    return nlohmann::json{{"id", id.str()},       {"peiling", poll.str()}, {"revisie", 1},
                          {"gemeente", "GM0453"}, {"taal", "nl"},          {"antwoorden", {{"v1", answer}}}}
        .dump();
}

/// A paired kiosk on a folder of its own, and the server that it belongs to.
struct Kiosk {
    Folder folder;
    ManualClock clock;
    SeededRandom random;
    ModelServer server;
    std::unique_ptr<Outbox> outbox;

    explicit Kiosk(std::uint64_t seed = 1, bool paired = true) : random(seed), server(random) {
        open();
        if (paired) outbox->save_enrolment(server.enrolment(outbox->device_keys().public_key)).value();
    }
    void open(const char* vfs = nullptr) {
        outbox = std::make_unique<Outbox>(folder.str(), clock, random, vfs);
    }
    void reopen(const char* vfs = nullptr) {
        outbox.reset();
        open(vfs);
    }
    Result<void> capture(const EnvelopeId& id, const std::string& text) {
        return outbox->capture(sync::Kind::signal, signal_body(id, text), Receipt::random(random));
    }
    /// Captures `text` as a signal under a fresh id; throws when that fails.
    EnvelopeId give(const std::string& text = "de bus komt niet") {
        const auto id = EnvelopeId::random(random);
        capture(id, text).value();
        return id;
    }
    int waiting() const { return outbox->status().waiting(); }
    /// The ids of everything that waits, and forgets it.
    std::set<EnvelopeId> drain() {
        std::set<EnvelopeId> ids;
        while (true) {
            const auto batch = outbox->next_batch();
            if (batch.envelopes.empty()) return ids;
            sync::Acknowledgement all{batch.kiosk, batch.number, batch.sent_at, {}};
            for (const auto& envelope : batch.envelopes) {
                ids.insert(envelope.id);
                all.answers.push_back({envelope.id, sync::Outcome::stored, ""});
            }
            outbox->apply(all).value();
        }
    }
};

}  // namespace peilpunt::kiosk
