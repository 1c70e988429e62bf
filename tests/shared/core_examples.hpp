// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shared/json/json.hpp"
#include "shared/model/poll.hpp"
#include "shared/model/response.hpp"
#include "shared/model/sources.hpp"

/// A poll with every kind of question, and answers to it, for the tests of model, json, rules and schemas.
namespace peilpunt::examples {

/// The same bytes for the same seed (splitmix64).
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next());
    }

  private:
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return (z ^ (z >> 31)) >> 56;
    }
    std::uint64_t state_;
};

inline LocalText nl(std::string text) { return LocalText({{"nl", std::move(text)}}); }
inline AreaCode area(std::string_view code) { return AreaCode::parse(code).value(); }
inline Date day(std::string_view text) { return parse_date(text).value(); }

inline Question question(std::string id, QuestionKind kind, std::vector<std::string> options = {}) {
    Question made;
    made.id = std::move(id);
    made.kind = kind;
    made.text = nl("Wat vindt u van vraag " + made.id + "?");
    for (auto& option : options) made.options.push_back({option, nl("Keuze " + option), ""});
    return made;
}

inline Poll poll() {
    Poll made;
    made.id = PollId::parse("3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d").value();
    made.slug = "een-plek-voor-jongeren";
    made.revision = 2;
    made.status = PollStatus::open;
    made.title = LocalText({{"nl", "Een plek voor jongeren"}, {"en", "A place for young people"}});
    made.introduction = nl("Wat mist u in de buurt?");
    made.municipalities = {area("GM0453"), area("GM0375")};
    made.audience = {13, 21};
    made.opens = day("2026-11-01");
    made.closes = day("2026-12-01");
    made.expectation = {"beleidsparticipatie",      "adviseren",       nl("De gemeente kiest een plek."),
                        nl("De raad leest alles."), day("2026-12-18"), "Bewonersraad Velsen"};
    made.questions = {question("v1", QuestionKind::single, {"a", "b", "anders"}),
                      question("v2", QuestionKind::multiple, {"a", "b", "c", "anders"}),
                      question("v3", QuestionKind::scale),
                      question("v4", QuestionKind::number),
                      question("v5", QuestionKind::yes_no),
                      question("v6", QuestionKind::ranking, {"a", "b", "c"}),
                      question("v7", QuestionKind::points, {"b", "a"}),
                      question("v8", QuestionKind::open),
                      question("v9", QuestionKind::single, {"x", "y"})};
    made.questions[0].required = true;
    made.questions[0].explanation = nl("Kies wat u het liefst wilt.");
    made.questions[0].options[0].pictogram = "park";
    made.questions[1].max = 2;
    made.questions[8].show_if = ShowIf{"v5", {"ja"}};
    made.contact = ContactOffer{nl("Mogen wij u vaker iets vragen?"), {"jeugd", "wonen"}};
    return made;
}

inline Response response() {
    Response made;
    made.id = ResponseId::parse("0a1b2c3d-4e5f-4061-8273-8495a6b7c8d9").value();
    made.poll = poll().id;
    made.revision = 2;
    made.municipality = area("GM0453");
    made.district = area("WK045301");
    made.age_group = "16-17";
    made.answers.set("v1", Choice{"anders", "een eigen ruimte"});
    made.answers.set("v2", Choices{{{"a", ""}, {"anders", "muziek"}}});
    made.answers.set("v3", Number{4});
    made.answers.set("v4", Number{12});
    made.answers.set("v5", Choice{"ja", ""});
    made.answers.set("v6", Ranking{{"c", "a"}});
    made.answers.set("v7", Points{{{"b", 60}, {"a", 40}}});
    made.answers.set("v8", OpenText{"Er is ’s avonds niets te doen."});
    made.answers.set("v9", Choice{"y", ""});
    return made;
}

inline AreaTree areas() {
    return AreaTree({{area("RGIJ"), "IJmond", {}, 0},
                     {area("GM0453"), "Velsen", area("RGIJ"), 68790},
                     {area("GM0375"), "Beverwijk", area("RGIJ"), 42711},
                     {area("WK045301"), "Velsen-Noord", area("GM0453"), 0},
                     {area("BU04530101"), "Wijkeroog", area("WK045301"), 0},
                     {area("WK037501"), "Vondelkwartier", area("GM0375"), 0}});
}

inline Signal signal() {
    Signal made;
    made.id = ResponseId::parse("1a1b2c3d-4e5f-4061-8273-8495a6b7c8d9").value();
    made.text = "Het bankje bij de haven is weg.";
    made.theme = "voorzieningen";
    made.municipality = area("GM0453");
    made.area = area("BU04530101");
    made.perspective = Perspective::carer;
    made.what_helps = "Een nieuw bankje.";
    made.own_part = "Ik kan helpen sjouwen.";
    return made;
}

}  // namespace peilpunt::examples
