// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/poll.hpp"
#include "shared/model/receipt.hpp"
#include "shared/model/response.hpp"
#include "shared/seal/poll_code.hpp"
#include "shared/seal/seal.hpp"

/// What crosses the wire or the USB stick between kiosk and server: envelope, batch, acknowledgement,
/// changes. Everything is JSON (schemas/envelope.json, batch.json, acknowledgement.json); bytes are
/// base64url.
namespace peilpunt::sync {

inline constexpr int kProtocolVersion = 1;
inline constexpr std::size_t kMaxBatchEnvelopes = 100;
inline constexpr std::size_t kMaxBatchBytes = 1024 * 1024;  ///< of JSON, before compression
inline constexpr std::size_t kFillBatchBytes = 256 * 1024;  ///< only for one recording a batch is larger
inline constexpr std::size_t kMaxContentBody = 64 * 1024;   ///< of one submission, as for a phone
inline constexpr std::size_t kMaxSealed =
    132 * 1024;  ///< of one envelope: a body whose every byte is escaped
inline constexpr std::size_t kMaxRecordingBody = 560 * 1024;    ///< base64url of two minutes of speech
inline constexpr std::size_t kMaxSealedRecording = 580 * 1024;  ///< of one envelope that holds a recording
inline constexpr std::size_t kMaxChangesBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kSealedStep = 256;                 ///< contents are padded to a multiple of this
inline constexpr std::size_t kSealedRecordingStep = 16 * 1024;  ///< and recordings of this: some five seconds
inline constexpr std::string_view kSignalTotal = "signalen";    ///< the name of the signals in the totals
inline constexpr std::string_view kRecordingTotal = "opnamen";  ///< and of the recordings

/// What a signature is for; see seal::sign.
namespace context {
inline constexpr std::string_view kBatch = "batch";
inline constexpr std::string_view kAnswer = "antwoord";
inline constexpr std::string_view kChanges = "wijzigingen";
inline constexpr std::string_view kPairing = "koppelen";         ///< by the kiosk's new key
inline constexpr std::string_view kPairingAnswer = "gekoppeld";  ///< by the server
inline constexpr std::string_view kChangesRequest = "wijzigingen-vraag";
}  // namespace context

enum class Kind {
    response,
    signal,
    recording,  ///< what belongs to a signal that was spoken; in an envelope of its own
};
std::string_view word(Kind kind);  ///< "inzending", "signaal", "opname"
std::optional<Kind> kind_of(std::string_view word);
std::size_t max_sealed(Kind kind);  ///< bytes of an envelope

/// What is sealed inside an envelope: the submission and all that would tell about the giver's moment.
struct Content {
    Kind kind = Kind::response;
    std::string body;         ///< JSON of the Response or Signal, as posted to the API; base64url of Ogg Opus
    Receipt receipt;          ///< made on the kiosk, so that it could be shown there
    std::string captured_at;  ///< the kiosk's own clock, RFC 3339
    std::int64_t boot_ms = 0;  ///< milliseconds since boot at capture
    std::string boot_id;       ///< which boot of the kiosk
    std::string follow_key;    ///< follow_key() of the receipt at this place; empty: not to be followed there
    bool helped = false;       ///< a helper typed it for somebody else
    std::optional<EnvelopeId> recording;  ///< of a signal: the envelope that holds what was spoken
};
/// `{soort, inhoud, volgcode, vastgelegdOp, bootMs, bootId, volgsleutel?, metHulp?, opname?}`; `inhoud` is a
/// string, so that its bytes stay exact.
std::string write_content(const Content& content);
Result<Content> parse_content(std::string_view json);

/// One finished questionnaire or signal, frozen. The kiosk cannot read it back.
struct Envelope {
    EnvelopeId id;
    std::string key_id;  ///< which server key it is sealed to: first 8 bytes of its hash, hex
    Kind kind = Kind::response;
    std::string sealed;  ///< crypto_box_seal of write_content
    bool operator==(const Envelope&) const = default;
};
std::string key_id_of(std::string_view public_key);
/// Seals `content`, padded to a multiple of 256 bytes so that the size tells little.
Envelope seal_envelope(EnvelopeId id, std::string_view server_public_key, const Content& content);
/// Errors: unsupported (sealed to another key), damaged (not ours, changed, or of another kind than it says),
/// invalid.
Result<Content> open_envelope(const seal::BoxKeys& keys, const Envelope& envelope);

/// By what a kiosk finds a volgcode among what was given at its own place: a slow hash, so that who takes the
/// kiosk's disk cannot get the codes from it. 16 bytes; takes some 30 ms.
std::string follow_key(const Receipt& receipt, const AreaCode& municipality, std::string_view venue);

struct Batch {
    KioskId kiosk;
    std::int64_t number = 0;   ///< for logs; nothing depends on it
    std::string sent_at;       ///< the kiosk's clock now, RFC 3339
    std::int64_t boot_ms = 0;  ///< milliseconds since boot now
    std::string boot_id;
    std::string version;          ///< of the kiosk program
    int waiting = 0, parked = 0;  ///< on the kiosk, this batch included
    int oldest_waiting_hours = 0;
    int disk_free_percent = 100;
    std::vector<std::string> left_out;             ///< of the content that it pulled last; see Changes
    std::set<std::string> keys;                    ///< ids of the server keys that it seals or sealed to
    std::map<std::string, std::int64_t> captured;  ///< running totals by poll id, and "signalen"
    std::vector<Envelope> envelopes;               ///< in shuffled order
};
/// Body of `POST /api/v1/synchronisaties`; the header `Peilpunt-Handtekening` carries the base64url signature
/// of these raw bytes (context "batch"), `Peilpunt-Kiosk` the kiosk id.
std::string write_batch(const Batch& batch);
/// Errors: unsupported (another protocol version), too_large, invalid (every fault named).
Result<Batch> parse_batch(std::string_view json);

enum class Outcome { stored, duplicate, quarantined };
std::string_view word(Outcome outcome);  ///< "opgeslagen", "dubbel", "quarantaine"
std::optional<Outcome> outcome_of(std::string_view word);

struct EnvelopeAnswer {
    EnvelopeId id;
    Outcome outcome = Outcome::stored;
    std::string reason;  ///< only when quarantined
    bool operator==(const EnvelopeAnswer&) const = default;
};
struct Acknowledgement {
    KioskId kiosk;
    std::int64_t number = 0;
    std::string server_time;  ///< RFC 3339
    std::vector<EnvelopeAnswer> answers;
};
/// Body of the answer; the header `Peilpunt-Handtekening` carries the server's signature (context
/// "antwoord").
std::string write_acknowledgement(const Acknowledgement& acknowledgement);
/// Answers with a word that is not known here are left out: their envelopes stay where they are.
Result<Acknowledgement> parse_acknowledgement(std::string_view json);

/// `POST /api/v1/kiosken`: `{koppelcode, sleutel}` ->
/// `{kiosk, plek, gemeente, serverSleutel, serverHandtekening, pincode}`. Both halves are signed in the
/// header `Peilpunt-Handtekening`: a bit that flips on the road must not make a kiosk that is never believed.
/// The same code and key once more give the same kiosk.
struct Enrolment {
    KioskId kiosk;
    std::string venue;
    AreaCode municipality;
    std::string server_box_key;   ///< to seal to
    std::string server_sign_key;  ///< to check answers with
    std::string staff_pin_hash;   ///< Argon2id of the staff PIN
};
std::string write_enrolment(const Enrolment& enrolment);
Result<Enrolment> parse_enrolment(std::string_view json);
/// What the server signs to answer (context "gekoppeld"), so that an answer fits one question only.
std::string pairing_answer(std::string_view request, std::string_view answer);
std::string write_enrolment_request(std::string_view pairing_code, std::string_view sign_public_key);
struct EnrolmentRequest {
    std::string pairing_code;
    std::string sign_public_key;
};
Result<EnrolmentRequest> parse_enrolment_request(std::string_view json);

enum class StepState { done, now, later };
std::string_view word(StepState state);  ///< "klaar", "nu", "later"
/// One step of what became of something given.
struct FollowStep {
    std::string step;  ///< as in the keys "web.stap.<step>": "ontvangen", "gelezen", "uitslag" ...
    StepState state = StepState::later;
    std::optional<Date> date;
    bool operator==(const FollowStep&) const = default;
};
/// Everything given at one place that stands the same.
struct Followed {
    LocalText subject;  ///< title of the poll; empty: something that was told
    std::vector<FollowStep> steps;
    std::vector<std::string> keys;  ///< follow_key of each code, sorted, so that no order shows
    /// Of a poll, whose codes prove themselves (seal/poll_code.hpp).
    std::optional<seal::PollName> poll{};
    bool operator==(const Followed&) const = default;
};
/// One card of the poster: what people said, and what happens with it.
struct Poster {
    LocalText said, done;
    std::optional<Date> date;  ///< by when they hear more
    bool operator==(const Poster&) const = default;
};
inline constexpr std::size_t kMaxFollowKeys = 20'000;
inline constexpr std::size_t kMaxLeftOut = 20;
inline constexpr std::size_t kMaxLeftOutLine = 200;
/// Cut to kMaxLeftOutLine bytes, after a whole character of UTF-8.
std::string left_out_line(std::string line);

/// Somebody reads these words aloud; the sound, Ogg Opus, is fetched apart and known by its hash.
struct Clip {
    std::string language;  ///< of Peilpunt: "nl", "en" ...
    std::string words;     ///< as they stand on the screen
    std::string hash;      ///< clip_hash of the sound
    bool operator==(const Clip&) const = default;
};
inline constexpr std::size_t kMaxClips = 500;
inline constexpr std::size_t kMaxClipWords = 2'000;  ///< bytes
/// 64 hexadecimal digits.
std::string clip_hash(std::string_view ogg);
bool is_clip_hash(std::string_view text);

/// `GET /api/v1/synchronisaties/wijzigingen?na=CURSOR`: one consistent snapshot of what the kiosk needs; the
/// answer is signed like an acknowledgement (context "wijzigingen"). 304-like: `changed` false when nothing
/// is newer.
struct Changes {
    std::string cursor;
    bool changed = false;
    std::vector<Poll> polls;  ///< all open polls of the kiosk's municipality
    std::vector<Area> areas;
    /// By language, what the municipalities set: label, number. Empty: the program's own.
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> help_lines;
    std::string staff_pin_hash;             ///< instead of that of the enrolment; empty: as before
    std::string server_box_key;             ///< to seal to from now on; empty: as before
    std::optional<seal::CodeKey> code_key;  ///< for volgcodes of polls; empty: the server knows none
    std::string site_url;                   ///< base of the QR code, e.g. "https://peilpunt.example"
    std::vector<Followed> followed;         ///< of what was given at this kiosk's place
    std::vector<Poster> posters;
    std::vector<Clip> clips;
    /// What this version could not read, and why, one line each: the rest works, and the server hears of it.
    std::vector<std::string> left_out;
};
/// `{cursor, gewijzigd, peilingen, gebieden, hulplijnen:[{naam, nummer, taal?}], adres, pincode?,
/// serverSleutel?, codesleutel?, gevolgd?:[{onderwerp?, stappen:[{stap, staat, datum?}], sleutels,
/// peiling?:{id, nummer}}], borden?:[{gezegd, gedaan, datum?}], geluiden?:[{taal, woorden, hash}]}`; only the
/// first two when nothing changed.
std::string write_changes(const Changes& changes);
/// What the kiosk signs to ask (context "wijzigingen-vraag"): kiosk id, newline, cursor.
std::string changes_question(std::string_view kiosk, std::string_view cursor);
Result<Changes> parse_changes(std::string_view json);

}  // namespace peilpunt::sync
