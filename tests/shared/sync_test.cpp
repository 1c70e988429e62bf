// SPDX-License-Identifier: EUPL-1.2
#include "shared/sync/sync.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "shared/sync/compress.hpp"

namespace peilpunt::sync {
namespace {

using nlohmann::json;

SystemRandom g_random;  // ids only; nothing depends on which

template <class T>
T some_id() {
    return T::random(g_random);
}

Content content(std::string body = R"({"tekst":"de bus komt niet"})") {
    Content content;
    content.kind = Kind::signal;
    content.body = std::move(body);
    content.receipt = Receipt::random(g_random);
    content.captured_at = "2026-11-21T13:45:00Z";
    content.boot_ms = 123456;
    content.boot_id = "0b1c7f3e-5a52-4d7e-8f65-3a1f4a3f1b11";
    return content;
}

Batch batch(int envelopes) {
    const seal::BoxKeys keys = seal::make_box_keys();
    Batch made;
    made.kiosk = some_id<KioskId>();
    made.number = 7;
    made.sent_at = "2026-11-21T13:45:00Z";
    made.boot_ms = 99;
    made.boot_id = "boot";
    made.version = "0.1.0";
    made.waiting = envelopes;
    made.parked = 1;
    made.oldest_waiting_hours = 24;
    made.disk_free_percent = 87;
    made.captured = {{some_id<PollId>().str(), 12}, {"signalen", 3}};
    for (int i = 0; i < envelopes; ++i)
        made.envelopes.push_back(seal_envelope(some_id<EnvelopeId>(), keys.public_key, content()));
    return made;
}

Acknowledgement acknowledgement() {
    return {some_id<KioskId>(),
            7,
            "2026-11-21T13:45:00Z",
            {{some_id<EnvelopeId>(), Outcome::stored, ""},
             {some_id<EnvelopeId>(), Outcome::duplicate, ""},
             {some_id<EnvelopeId>(), Outcome::quarantined, "andere inhoud"}}};
}

std::vector<std::string> fields_of(const Error& error) {
    std::vector<std::string> fields;
    for (const Fault& fault : error.faults) {
        EXPECT_FALSE(fault.code.empty());
        EXPECT_FALSE(fault.message.empty());
        fields.push_back(fault.field);
    }
    return fields;
}

TEST(Content, ComesBackByteForByte) {
    const std::string odd = "{\"b\":1,  \"a\":1.50,\"t\":\"caf\xc3\xa9 \\u00e9 \\\"x\\\" \\n\"}";
    Content before = content(odd);
    before.follow_key = std::string(16, '\x07');
    before.helped = true;
    const Content after = parse_content(write_content(before)).value();
    EXPECT_EQ(after.body, odd);
    EXPECT_EQ(after.kind, before.kind);
    EXPECT_EQ(after.receipt, before.receipt);
    EXPECT_EQ(after.captured_at, before.captured_at);
    EXPECT_EQ(after.boot_ms, before.boot_ms);
    EXPECT_EQ(after.boot_id, before.boot_id);
    EXPECT_EQ(after.follow_key, before.follow_key);
    EXPECT_TRUE(after.helped);
    EXPECT_FALSE(parse_content(write_content(content())).value().helped);
}

TEST(Content, TheFollowKeyIsThatOfOnePlaceAndNotTheNumber) {
    const Receipt receipt = Receipt::random(g_random);
    const auto here = AreaCode::parse("GM0375").value();
    const std::string key = follow_key(receipt, here, "De Zeemeeuw");
    EXPECT_EQ(key.size(), 16U);
    EXPECT_EQ(key, follow_key(receipt, here, "De Zeemeeuw"));
    EXPECT_NE(key, follow_key(receipt, here, "De Vuurtoren"));
    EXPECT_NE(key, follow_key(receipt, AreaCode::parse("GM0453").value(), "De Zeemeeuw"));
    EXPECT_NE(key, follow_key(Receipt::random(g_random), here, "De Zeemeeuw"));
}

TEST(Envelope, OpensForTheServerOnly) {
    const seal::BoxKeys server = seal::make_box_keys();
    const seal::BoxKeys other = seal::make_box_keys();
    const Content before = content();
    const Envelope envelope = seal_envelope(some_id<EnvelopeId>(), server.public_key, before);
    EXPECT_EQ(envelope.key_id.size(), 16U);
    EXPECT_EQ(envelope.kind, Kind::signal);
    EXPECT_EQ(envelope.sealed.find("bus"), std::string::npos);
    EXPECT_EQ(open_envelope(server, envelope).value().body, before.body);
    EXPECT_EQ(open_envelope(other, envelope).error().code, ErrorCode::unsupported);
}

TEST(Envelope, IsRefusedWhenChangedOrOfAnotherKindThanItSays) {
    const seal::BoxKeys server = seal::make_box_keys();
    Envelope envelope = seal_envelope(some_id<EnvelopeId>(), server.public_key, content());
    Envelope renamed = envelope;
    renamed.kind = Kind::response;
    EXPECT_EQ(open_envelope(server, renamed).error().code, ErrorCode::damaged);
    envelope.sealed.back() = static_cast<char>(envelope.sealed.back() ^ 1);
    EXPECT_EQ(open_envelope(server, envelope).error().code, ErrorCode::damaged);
}

TEST(Envelope, HidesTheLengthOfShortContents) {
    const seal::BoxKeys server = seal::make_box_keys();
    const auto size = [&](std::size_t text) {
        return seal_envelope(some_id<EnvelopeId>(), server.public_key, content(std::string(text, 'a')))
            .sealed.size();
    };
    EXPECT_EQ(size(2), size(30));
    for (std::size_t text = 0; text < 600; text += 7) EXPECT_EQ((size(text) - 48) % kSealedStep, 0U);
}

TEST(Envelope, OfTheLargestSubmissionStillTravelsInABatch) {
    const seal::BoxKeys server = seal::make_box_keys();
    Batch one = batch(0);
    const std::string worst(kMaxContentBody, '"');  // every byte is escaped
    one.envelopes.push_back(seal_envelope(some_id<EnvelopeId>(), server.public_key, content(worst)));
    EXPECT_LE(one.envelopes[0].sealed.size(), kMaxSealed);
    const std::string text = write_batch(one);
    ASSERT_LE(text.size(), kFillBatchBytes);
    EXPECT_EQ(open_envelope(server, parse_batch(text).value().envelopes.at(0)).value().body, worst);
}

TEST(Envelope, OfTheLongestRecordingTravelsAloneInABatchAndItsLengthIsRough) {
    const seal::BoxKeys server = seal::make_box_keys();
    Content spoken = content(std::string(kMaxRecordingBody, 'A'));
    spoken.kind = Kind::recording;
    Batch one = batch(0);
    one.envelopes.push_back(seal_envelope(some_id<EnvelopeId>(), server.public_key, spoken));
    EXPECT_LE(one.envelopes[0].sealed.size(), kMaxSealedRecording);
    const std::string text = write_batch(one);
    ASSERT_LE(text.size(), kMaxBatchBytes);
    const auto back = parse_batch(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(open_envelope(server, back->envelopes.at(0)).value().body, spoken.body);
    // The same bytes are too many for anything else, sealed or not.
    one.envelopes[0].kind = Kind::signal;
    EXPECT_FALSE(parse_batch(write_batch(one)));
    spoken.kind = Kind::signal;
    EXPECT_FALSE(parse_content(write_content(spoken)));

    spoken.kind = Kind::recording;
    const auto size = [&](std::size_t bytes) {
        spoken.body.assign(bytes, 'A');
        return seal_envelope(some_id<EnvelopeId>(), server.public_key, spoken).sealed.size();
    };
    EXPECT_EQ(size(100), size(12'000));
    EXPECT_NE(size(100), size(20'000));
}

TEST(Envelope, OfASignalNamesItsRecording) {
    Content told = content("{}");
    EXPECT_FALSE(parse_content(write_content(told)).value().recording);
    told.recording = some_id<EnvelopeId>();
    EXPECT_EQ(parse_content(write_content(told)).value().recording, told.recording);
}

TEST(Batch, ComesBackAsWritten) {
    const Batch before = batch(100);
    const Batch after = parse_batch(write_batch(before)).value();
    EXPECT_EQ(after.kiosk, before.kiosk);
    EXPECT_EQ(after.number, before.number);
    EXPECT_EQ(after.sent_at, before.sent_at);
    EXPECT_EQ(after.boot_ms, before.boot_ms);
    EXPECT_EQ(after.boot_id, before.boot_id);
    EXPECT_EQ(after.version, before.version);
    EXPECT_EQ(after.waiting, before.waiting);
    EXPECT_EQ(after.parked, before.parked);
    EXPECT_EQ(after.oldest_waiting_hours, before.oldest_waiting_hours);
    EXPECT_EQ(after.disk_free_percent, before.disk_free_percent);
    EXPECT_EQ(after.captured, before.captured);
    EXPECT_EQ(after.envelopes, before.envelopes);
}

struct Change {
    const char* name;
    std::function<void(json&)> make;
    std::vector<std::string> faults;
};

class EveryFieldOfABatch : public testing::TestWithParam<Change> {};

TEST_P(EveryFieldOfABatch, IsCheckedAndNamed) {
    json tree = json::parse(write_batch(batch(2)));
    GetParam().make(tree);
    const auto read = parse_batch(tree.dump());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::invalid);
    EXPECT_EQ(fields_of(read.error()), GetParam().faults);
}

const Change kBatchChanges[] = {
    {"NoVersion", [](json& t) { t.erase("versie"); }, {"versie"}},
    {"VersionAsText", [](json& t) { t["versie"] = "1"; }, {"versie"}},
    {"NoKiosk", [](json& t) { t.erase("kiosk"); }, {"kiosk"}},
    {"KioskNoUuid", [](json& t) { t["kiosk"] = "kiosk 1"; }, {"kiosk"}},
    {"NegativeNumber", [](json& t) { t["nummer"] = -1; }, {"nummer"}},
    {"HugeNumber", [](json& t) { t["nummer"] = INT64_MAX; }, {"nummer"}},
    {"FractionalNumber", [](json& t) { t["nummer"] = 1.5; }, {"nummer"}},
    {"TimeInWords", [](json& t) { t["verzondenOp"] = "gisteren"; }, {"verzondenOp"}},
    {"BootMsNegative", [](json& t) { t["bootMs"] = -5; }, {"bootMs"}},
    {"BootIdLong", [](json& t) { t["bootId"] = std::string(65, 'a'); }, {"bootId"}},
    {"ProgramNumber", [](json& t) { t["programma"] = 3; }, {"programma"}},
    {"WaitingHuge", [](json& t) { t["wachtend"] = 5'000'000'000; }, {"wachtend"}},
    {"ParkedNull", [](json& t) { t["geparkeerd"] = nullptr; }, {"geparkeerd"}},
    {"OldestNegative", [](json& t) { t["oudsteUren"] = -1; }, {"oudsteUren"}},
    {"DiskOver100", [](json& t) { t["schijfVrij"] = 101; }, {"schijfVrij"}},
    {"TotalsList", [](json& t) { t["totalen"] = json::array(); }, {"totalen"}},
    {"TotalOfSomething", [](json& t) { t["totalen"] = {{"wensen", 1}}; }, {"totalen.wensen"}},
    {"TotalNegative", [](json& t) { t["totalen"] = {{"signalen", -1}}; }, {"totalen.signalen"}},
    {"EnvelopesObject", [](json& t) { t["enveloppen"] = json::object(); }, {"enveloppen"}},
    {"EnvelopeText", [](json& t) { t["enveloppen"][1] = "x"; }, {"enveloppen.1"}},
    {"EnvelopeWithoutId", [](json& t) { t["enveloppen"][1].erase("id"); }, {"enveloppen.1.id"}},
    {"KeyIdUpperCase",
     [](json& t) { t["enveloppen"][0]["sleutel"] = "0123456789ABCDEF"; },
     {"enveloppen.0.sleutel"}},
    {"KindUnknown", [](json& t) { t["enveloppen"][0]["soort"] = "wens"; }, {"enveloppen.0.soort"}},
    {"SealedPadded", [](json& t) { t["enveloppen"][0]["verzegeld"] = "TQ=="; }, {"enveloppen.0.verzegeld"}},
    {"SealedEmpty", [](json& t) { t["enveloppen"][0]["verzegeld"] = ""; }, {"enveloppen.0.verzegeld"}},
    {"SeveralAtOnce",
     [](json& t) {
         t["kiosk"] = 1;
         t["schijfVrij"] = "vol";
     },
     {"kiosk", "schijfVrij"}},
};

INSTANTIATE_TEST_SUITE_P(Wire, EveryFieldOfABatch, testing::ValuesIn(kBatchChanges),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Batch, OfAnotherProtocolVersionIsUnsupportedWhateverElseItHolds) {
    EXPECT_EQ(parse_batch(R"({"versie":2,"iets":"anders"})").error().code, ErrorCode::unsupported);
    EXPECT_EQ(parse_batch(R"({"versie":0})").error().code, ErrorCode::unsupported);
}

TEST(Batch, WithOneEnvelopeTooManyIsRefused) {
    EXPECT_EQ(fields_of(parse_batch(write_batch(batch(101))).error()),
              std::vector<std::string>{"enveloppen"});
}

TEST(Batch, OverItsBytesIsRefused) {
    std::string text = write_batch(batch(1));
    text.append(kMaxBatchBytes + 1 - text.size(), ' ');
    EXPECT_FALSE(parse_batch(text));
    text.pop_back();
    EXPECT_TRUE(parse_batch(text)) << "exactly the limit is allowed";
}

TEST(Batch, WithAFieldThatIsNotKnownIsRead) {
    json tree = json::parse(write_batch(batch(1)));
    tree["temperatuur"] = 21;
    EXPECT_TRUE(parse_batch(tree.dump()));
}

TEST(EveryMessage, RefusesWhatIsNoObjectOrIsCutOff) {
    for (const std::string text : {"", "null", "[]", "1", "\"versie\"", "{", "{\"versie\":1"}) {
        EXPECT_FALSE(parse_batch(text)) << text;
        EXPECT_FALSE(parse_acknowledgement(text)) << text;
        EXPECT_FALSE(parse_enrolment(text)) << text;
        EXPECT_FALSE(parse_enrolment_request(text)) << text;
        EXPECT_FALSE(parse_content(text)) << text;
        EXPECT_FALSE(parse_changes(text)) << text;
    }
    const std::string whole = write_batch(batch(1));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_batch(std::string_view(whole).substr(0, size))) << size;
}

TEST(Acknowledgement, ComesBackAsWritten) {
    const Acknowledgement before = acknowledgement();
    const Acknowledgement after = parse_acknowledgement(write_acknowledgement(before)).value();
    EXPECT_EQ(after.kiosk, before.kiosk);
    EXPECT_EQ(after.number, before.number);
    EXPECT_EQ(after.server_time, before.server_time);
    EXPECT_EQ(after.answers, before.answers);
}

TEST(Acknowledgement, LeavesOutAnAnswerWhoseWordIsNotKnown) {
    json tree = json::parse(write_acknowledgement(acknowledgement()));
    tree["antwoorden"][1]["status"] = "later";
    const Acknowledgement read = parse_acknowledgement(tree.dump()).value();
    ASSERT_EQ(read.answers.size(), 2U);
    EXPECT_EQ(read.answers[0].outcome, Outcome::stored);
    EXPECT_EQ(read.answers[1].outcome, Outcome::quarantined);
}

TEST(Acknowledgement, NamesEveryFault) {
    json tree = json::parse(write_acknowledgement(acknowledgement()));
    tree["tijd"] = 5;
    tree["antwoorden"][0].erase("id");
    tree["antwoorden"][2]["reden"] = 5;
    EXPECT_EQ(fields_of(parse_acknowledgement(tree.dump()).error()),
              (std::vector<std::string>{"tijd", "antwoorden.0.id", "antwoorden.2.reden"}));
}

TEST(Enrolment, ComesBackAsWrittenAndKnowsWrongKeys) {
    const Enrolment before{some_id<KioskId>(),
                           "Buurthuis De Stut",
                           AreaCode::parse("GM0453").value(),
                           seal::make_box_keys().public_key,
                           seal::make_sign_keys().public_key,
                           "$argon2id$v=19$..."};
    const Enrolment after = parse_enrolment(write_enrolment(before)).value();
    EXPECT_EQ(after.kiosk, before.kiosk);
    EXPECT_EQ(after.venue, before.venue);
    EXPECT_EQ(after.municipality, before.municipality);
    EXPECT_EQ(after.server_box_key, before.server_box_key);
    EXPECT_EQ(after.server_sign_key, before.server_sign_key);
    EXPECT_EQ(after.staff_pin_hash, before.staff_pin_hash);
    json tree = json::parse(write_enrolment(before));
    tree["serverSleutel"] = seal::to_base64(std::string(31, 'x'));
    tree["gemeente"] = "Beverwijk";
    EXPECT_EQ(fields_of(parse_enrolment(tree.dump()).error()),
              (std::vector<std::string>{"gemeente", "serverSleutel"}));
}

TEST(EnrolmentRequest, ComesBackAsWritten) {
    const std::string key = seal::make_sign_keys().public_key;
    const EnrolmentRequest read = parse_enrolment_request(write_enrolment_request("AB12CD34", key)).value();
    EXPECT_EQ(read.pairing_code, "AB12CD34");
    EXPECT_EQ(read.sign_public_key, key);
    EXPECT_EQ(fields_of(parse_enrolment_request(R"({"koppelcode":"AB12CD34","sleutel":"kort"})").error()),
              std::vector<std::string>{"sleutel"});
}

LocalText texts(std::map<std::string, std::string> by_language) { return LocalText(std::move(by_language)); }

Poll poll() {
    Poll made;
    made.id = some_id<PollId>();
    made.slug = "jong-in-de-ijmond";
    made.status = PollStatus::open;
    made.title = texts({{"nl", "Jong in de IJmond"}});
    made.introduction = texts({{"nl", "Vertel wat u vindt."}});
    made.municipalities = {AreaCode::parse("GM0453").value()};
    made.opens = parse_date("2026-11-01").value();
    made.closes = parse_date("2026-12-01").value();
    made.expectation.form = "beleidsparticipatie";
    made.expectation.rung = "raadplegen";
    made.expectation.purpose = texts({{"nl", "Voor het nieuwe plan."}});
    made.expectation.what_happens = texts({{"nl", "De gemeente leest alles."}});
    made.expectation.feedback_on = parse_date("2027-01-15").value();
    made.expectation.owner = "Gemeente Velsen";
    Question question;
    question.id = "v1";
    question.text = texts({{"nl", "Is er genoeg te doen?"}, {"en", "Is there enough to do?"}});
    question.options = {Option{"a", texts({{"nl", "ja"}}), "duim"},
                        Option{"b", texts({{"nl", "nee"}}), std::string()}};
    made.questions = {question};
    return made;
}

TEST(Changes, ComeBackAsWritten) {
    Changes before;
    before.cursor = "c-17";
    before.changed = true;
    before.polls = {poll()};
    before.areas = {{AreaCode::parse("GM0453").value(), "Velsen", AreaCode(), 69000},
                    {AreaCode::parse("WK045301").value(), "IJmuiden", AreaCode::parse("GM0453").value(), 0}};
    before.help_lines = {{"nl", {{"Kindertelefoon", "0800-0432"}}},
                         {"en", {{"Child helpline", "0800-0432"}}}};
    before.staff_pin_hash = "$argon2id$x";
    before.site_url = "https://peilpunt.example";
    const Changes after = parse_changes(write_changes(before)).value();
    EXPECT_EQ(after.cursor, before.cursor);
    EXPECT_TRUE(after.changed);
    EXPECT_EQ(after.polls, before.polls);
    EXPECT_EQ(after.areas, before.areas);
    EXPECT_EQ(after.help_lines, before.help_lines);
    EXPECT_EQ(after.staff_pin_hash, before.staff_pin_hash);
    EXPECT_EQ(after.site_url, before.site_url);
}

TEST(Changes, BringStepsAndPosters) {
    Changes before;
    before.cursor = "c";
    before.changed = true;
    using Texts = std::map<std::string, std::string>;
    const Date december{std::chrono::year{2026} / 12 / 1};
    Followed answered;
    answered.subject = LocalText(Texts{{"nl", "Fietsen"}});
    answered.steps = {{"ontvangen", StepState::done, {}}, {"uitslag", StepState::later, december}};
    answered.keys = {std::string(16, 'a'), std::string(16, 'b')};
    Followed told;
    told.steps = {{"gelezen", StepState::now, {}}};
    told.keys = {std::string(16, 'c')};
    before.followed = {answered, told};
    before.posters = {
        Poster{LocalText(Texts{{"nl", "Wij zeiden"}}), LocalText(Texts{{"nl", "Dit gebeurt"}}), december}};
    const Changes after = parse_changes(write_changes(before)).value();
    EXPECT_EQ(after.followed, before.followed);
    EXPECT_EQ(after.posters, before.posters);
}

TEST(Changes, OfAnEarlierVersionHaveNeitherStepsNorPosters) {
    const auto read = parse_changes(
        R"({"cursor":"c","gewijzigd":true,"peilingen":[],"gebieden":[],"hulplijnen":[],"adres":""})");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->followed.empty());
    const auto wrong = parse_changes(
        R"({"cursor":"c","gewijzigd":true,"peilingen":[],"gebieden":[],"hulplijnen":[],"adres":"",
            "gevolgd":[{"stappen":[{"stap":"ontvangen","staat":"misschien"}],"sleutels":["kort"]}]})");
    ASSERT_TRUE(wrong);
    EXPECT_TRUE(wrong->followed.empty());
    EXPECT_EQ(wrong->left_out.size(), 1U);
}

TEST(Changes, AreShortWhenNothingChanged) {
    Changes unchanged;
    unchanged.cursor = "c-17";
    const std::string text = write_changes(unchanged);
    EXPECT_EQ(json::parse(text), (json{{"cursor", "c-17"}, {"gewijzigd", false}}));
    EXPECT_FALSE(parse_changes(text).value().changed);
}

TEST(Changes, NameTheFaultyHelpLine) {
    Changes changes;
    changes.changed = true;
    changes.help_lines = {{"nl", {{"Kindertelefoon", "0800-0432"}}}};
    json tree = json::parse(write_changes(changes));
    tree["hulplijnen"][0]["nummer"] = 112;
    const auto fields = fields_of(parse_changes(tree.dump()).error());
    ASSERT_EQ(fields.size(), 1U);
    EXPECT_EQ(fields[0], "hulplijnen.0.nummer");
}

TEST(Changes, WhatCannotBeReadIsLeftOutAndTheRestWorks) {
    Changes changes;
    changes.changed = true;
    const Poll other = poll();
    changes.polls = {poll(), other};
    json tree = json::parse(write_changes(changes));
    tree["peilingen"][0]["vragen"][0]["soort"] = "gevoel";  // of a server that is newer
    tree["borden"] = {{{"gezegd", 7}, {"gedaan", {{"nl", "ja"}}}},
                      {{"gezegd", {{"nl", "a"}}}, {"gedaan", {{"nl", "b"}}}}};
    const auto read = parse_changes(tree.dump());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->polls, std::vector{other});
    EXPECT_EQ(read->posters.size(), 1U);
    ASSERT_EQ(read->left_out.size(), 2U);
    EXPECT_TRUE(read->left_out[0].starts_with("peilingen.0.")) << read->left_out[0];
    EXPECT_TRUE(read->left_out[1].starts_with("borden.0")) << read->left_out[1];
    // What a kiosk keeps of it still says so after a restart, and a batch takes it to the server.
    EXPECT_EQ(parse_changes(write_changes(*read))->left_out, read->left_out);
    Batch sent = batch(0);
    sent.left_out = read->left_out;
    EXPECT_EQ(parse_batch(write_batch(sent))->left_out, read->left_out);
}

TEST(Words, AreReadBackAndOthersAreNot) {
    for (const Kind kind : {Kind::response, Kind::signal, Kind::recording})
        EXPECT_EQ(kind_of(word(kind)), kind);
    for (const Outcome outcome : {Outcome::stored, Outcome::duplicate, Outcome::quarantined})
        EXPECT_EQ(outcome_of(word(outcome)), outcome);
    EXPECT_FALSE(kind_of("wens"));
    EXPECT_FALSE(outcome_of(""));
}

TEST(Gzip, ComesBackAndIsSmaller) {
    const std::string text = write_batch(batch(50));
    const std::string packed = compress(text);
    EXPECT_LT(packed.size(), text.size());
    EXPECT_EQ(decompress(packed, text.size()).value(), text);
    EXPECT_EQ(decompress(compress(""), 0).value(), "");
}

TEST(Gzip, StopsABombAtItsLimit) {
    const std::string bomb = compress(std::string(50'000'000, '0'));
    EXPECT_LT(bomb.size(), 100'000U);
    EXPECT_EQ(decompress(bomb, kMaxBatchBytes).error().code, ErrorCode::too_large);
    const std::string text(1000, 'x');
    EXPECT_TRUE(decompress(compress(text), 1000));
    EXPECT_EQ(decompress(compress(text), 999).error().code, ErrorCode::too_large);
}

TEST(LeftOut, ALineIsCutAfterAWholeCharacter) {
    EXPECT_EQ(left_out_line("kort"), "kort");
    std::string arabic;  // two bytes each, and no space among them
    while (arabic.size() < 3 * kMaxLeftOutLine) arabic += "\u0633";
    EXPECT_EQ(left_out_line(arabic), arabic.substr(0, kMaxLeftOutLine));
    EXPECT_EQ(left_out_line("x" + arabic), "x" + arabic.substr(0, kMaxLeftOutLine - 2));
}

TEST(Gzip, RefusesWhatIsDamagedCutOffOrLonger) {
    const std::string packed = compress("een batch met antwoorden");
    for (std::size_t size = 0; size < packed.size(); ++size)
        EXPECT_EQ(decompress(packed.substr(0, size), 1000).error().code, ErrorCode::damaged) << size;
    EXPECT_EQ(decompress(packed + "x", 1000).error().code, ErrorCode::damaged);
    EXPECT_EQ(decompress("geen gzip", 1000).error().code, ErrorCode::damaged);
    std::string wrong_sum = packed;
    wrong_sum[wrong_sum.size() - 8] = static_cast<char>(wrong_sum[wrong_sum.size() - 8] ^ 1);
    EXPECT_EQ(decompress(wrong_sum, 1000).error().code, ErrorCode::damaged);
}

}  // namespace
}  // namespace peilpunt::sync
