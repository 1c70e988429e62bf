// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core_examples.hpp"
#include "shared/rules/rules.hpp"

namespace peilpunt::json {
namespace {

using examples::SeededRandom;
using nlohmann::json;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// "field: code" of each fault, or nothing when there is none.
template <class T>
std::vector<std::string> faults_of(const Result<T>& result) {
    std::vector<std::string> found;
    if (result) return found;
    for (const auto& fault : result.error().faults) {
        EXPECT_FALSE(fault.message.empty());
        found.push_back(fault.field + ": " + fault.code);
    }
    return found;
}

std::vector<std::string> faults_of_text(std::string_view text, const Bounds& bounds = {}) {
    return faults_of(parse(text, bounds));
}

TEST(JsonParse, BuildsTheTreeThatWasWritten) {
    const std::string text = R"({"a":[1,-2,2.5,"tekst é \u00e9",true,null,[],{}],"b":{"c":{"d":"e"}}})";
    const auto tree = parse(text);
    ASSERT_TRUE(tree);
    EXPECT_EQ(*tree, json::parse(text));
    EXPECT_EQ(*parse(" 7 "), json(7));
    EXPECT_EQ(*parse("9223372036854775807"), json(INT64_MAX));
    EXPECT_EQ(*parse("-9223372036854775808"), json(INT64_MIN));
}

TEST(JsonParse, RefusesWhatIsNotOneDocument) {
    for (const auto* text :
         {"",   " ",  "{",  "[1,]", "{\"a\":1,}", "{'a':1}", "{\"a\" 1}", "[1] [2]", "{} x",    "nul", "01",
          "+1", ".5", "1.", "NaN",  "Infinity",   "// c\n1", "\"a",       "\"\t\"",  "\"\\x\"", "]"}) {
        const auto found = faults_of_text(text);
        ASSERT_EQ(found.size(), 1U) << text;
        EXPECT_EQ(found[0], ": ongeldige-json") << text;
    }
}

TEST(JsonParse, RefusesInvalidUtf8AndHalfCharacters) {
    for (const auto* text : {"\"\xff\"", "\"\xc3\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                             "\"\xf4\x90\x80\x80\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "{\"\xc3\":1}"}) {
        EXPECT_THAT(faults_of_text(text), testing::ElementsAre(": ongeldige-json")) << text;
    }
    EXPECT_THAT(faults_of_text(R"("a\u0000b")"), testing::ElementsAre(": ongeldige-tekens"));
}

TEST(JsonParse, RefusesTheSameKeyTwiceAtAnyDepth) {
    EXPECT_THAT(faults_of_text(R"({"a":1,"b":2,"a":1})"), testing::ElementsAre("a: dubbel-veld"));
    EXPECT_THAT(faults_of_text(R"([{"x":{"\u0061":1,"a":{}}}])"), testing::ElementsAre("a: dubbel-veld"));
    EXPECT_TRUE(parse(R"({"a":{"a":{"a":1}}})"));
}

TEST(JsonParse, RefusesNumbersThatDoNotFit) {
    for (const auto* text : {"9223372036854775808", "-9223372036854775809", "18446744073709551615",
                             "123456789012345678901234567890"}) {
        EXPECT_THAT(faults_of_text(text), testing::ElementsAre(": getal-te-groot")) << text;
    }
    EXPECT_FALSE(parse("1e400"));
    EXPECT_TRUE(parse("1e3"));
}

TEST(JsonParse, HoldsItsBoundsExactly) {
    const Bounds bounds{40, 3, 6};
    EXPECT_TRUE(parse(R"([[[1,2,3]]])", bounds));
    EXPECT_THAT(faults_of_text(R"([[[[]]]])", bounds), testing::ElementsAre(": bericht-te-diep"));
    EXPECT_TRUE(parse("[1,2,3,4,5]", bounds));
    EXPECT_THAT(faults_of_text("[1,2,3,4,5,6]", bounds), testing::ElementsAre(": bericht-te-veel-delen"));
    EXPECT_TRUE(parse("\"" + std::string(38, 'x') + "\"", bounds));
    const auto large = parse("\"" + std::string(39, 'x') + "\"", bounds);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, ErrorCode::too_large);
}

TEST(JsonParse, DeepInputUsesNoStack) {
    const Bounds wide{16 * 1024 * 1024, 1 << 24, 1 << 24};
    const std::string deep(1'000'000, '[');
    EXPECT_THAT(faults_of_text(deep, wide), testing::ElementsAre(": ongeldige-json"));
    EXPECT_TRUE(parse(deep + std::string(deep.size(), ']'), wide));
    EXPECT_THAT(faults_of_text(deep.substr(0, 60'000)), testing::ElementsAre(": bericht-te-diep"));
}

TEST(PollJson, GoesThereAndBack) {
    const auto poll = examples::poll();
    const auto text = write_poll(poll);
    const auto again = parse_poll(text);
    ASSERT_THAT(faults_of(again), IsEmpty());
    EXPECT_EQ(*again, poll);
    EXPECT_EQ(write_poll(*again), text);
}

TEST(PollJson, UsesTheNamesOfTheWire) {
    const auto tree = poll_tree(examples::poll());
    EXPECT_EQ(tree["vragen"][1]["soort"], "meervoudig");
    EXPECT_EQ(tree["vragen"][8]["toonAls"], json::parse(R"({"vraag":"v5","een":["ja"]})"));
    EXPECT_EQ(tree["verwachting"]["terugkoppelingOp"], "2026-12-18");
    EXPECT_EQ(tree["doelgroep"], json::parse(R"({"leeftijdVan":13,"leeftijdTot":21})"));
    EXPECT_EQ(tree["gemeenten"], json::parse(R"(["GM0453","GM0375"])"));
    EXPECT_EQ(tree["contact"]["onderwerpen"], json::parse(R"(["jeugd","wonen"])"));
}

/// A poll made of random choices; not always sensible, but always a value that can be written.
Poll random_poll(SeededRandom& random) {
    auto poll = examples::poll();
    poll.id = PollId::random(random);
    poll.revision = 1 + static_cast<int>(random.below(9));
    poll.status = static_cast<PollStatus>(random.below(3));
    poll.opens += std::chrono::days(random.below(1000));
    if (random.below(2) == 0) poll.contact.reset();
    if (random.below(2) == 0) poll.introduction = {};
    if (random.below(3) == 0) poll.expectation = {};
    for (auto& question : poll.questions) {
        question.required = random.below(2) == 0;
        if (random.below(3) == 0) question.max = static_cast<int>(random.below(100)) + 1;
        if (random.below(3) == 0) question.text = LocalText({{"nl", "é\"\\\n\t€ 😀"}, {"ar", "مرحبا"}});
        if (random.below(4) == 0) question.show_if = ShowIf{"v1", {"a", "b"}};
        if (random.below(4) == 0) question.options.clear();
    }
    return poll;
}

TEST(PollJson, EveryPollGoesThereAndBack) {
    SeededRandom random(11);
    for (int i = 0; i < 300; ++i) {
        const auto poll = random_poll(random);
        const auto again = parse_poll(write_poll(poll));
        ASSERT_THAT(faults_of(again), IsEmpty());
        ASSERT_EQ(*again, poll) << write_poll(poll);
    }
}

TEST(PollJson, NamesEveryFaultAtOnce) {
    auto tree = poll_tree(examples::poll());
    tree.erase("slug");
    tree["sluit"] = "1 december";
    tree["extra"] = 1;
    tree["gemeenten"][1] = "Velsen";
    tree["titel"] = "Een titel";
    tree["verwachting"]["wie"] = "ik";
    tree["vragen"][0]["soort"] = "meerkeuze";
    tree["vragen"][1]["opties"][0].erase("id");
    tree["vragen"][2]["max"] = "5";
    tree["vragen"][3]["verplicht"] = "ja";
    tree["vragen"][8]["toonAls"]["een"] = "ja";
    tree["status"] = "weg";
    EXPECT_THAT(faults_of(poll_from(tree)),
                UnorderedElementsAre("slug: ontbreekt", "sluit: geen-datum", "extra: onbekend-veld",
                                     "gemeenten.1: geen-gebied", "titel: geen-object",
                                     "verwachting.wie: onbekend-veld", "vragen.0.soort: onbekend-woord",
                                     "vragen.1.opties.0.id: ontbreekt", "vragen.2.max: geen-getal",
                                     "vragen.3.verplicht: geen-ja-nee", "vragen.8.toonAls.een: geen-lijst",
                                     "status: onbekend-woord"));
    EXPECT_THAT(faults_of(poll_from(json::array())), testing::Contains(": geen-object"));
}

TEST(ResponseJson, GoesThereAndBack) {
    const auto response = examples::response();
    const auto again = checked_response(response_tree(response), examples::poll());
    ASSERT_THAT(faults_of(again), IsEmpty());
    EXPECT_EQ(*again, response);
    EXPECT_EQ(response_tree(*again), response_tree(response));
}

TEST(ResponseJson, WritesAnswersAsTheWireHasThem) {
    EXPECT_EQ(answers_tree(examples::response().answers), json::parse(R"({
        "v1": {"keuze": "anders", "toelichting": "een eigen ruimte"},
        "v2": ["a", {"keuze": "anders", "toelichting": "muziek"}],
        "v3": 4, "v4": 12, "v5": "ja", "v6": ["c", "a"], "v7": {"b": 60, "a": 40},
        "v8": "Er is ’s avonds niets te doen.", "v9": "y"})"));
}

TEST(ResponseJson, TheTextOfAnswersIsThatOfTheirTree) {
    auto answers = examples::response().answers;
    EXPECT_EQ(write_answers(answers), answers_tree(answers).dump());
    EXPECT_EQ(write_answers({}), "{}");
    for (const std::string words :
         {"", "\"", "a\\b", "twee\nregels\t\x01", "’s avonds 🌙", "\x7f</script>"}) {
        answers.set("v10", OpenText{words});  // stands before v2 in the text
        answers.set("v1", Choice{"anders", words});
        answers.set("v2", Choices{{{"a", ""}, {"anders", words}}});
        EXPECT_EQ(write_answers(answers), answers_tree(answers).dump());
    }
}

TEST(ResponseJson, TheOrderOnTheWireDoesNotMatter) {
    const auto poll = examples::poll();
    const auto one = answers_from(*parse(R"({"v7":{"a":40,"b":60},"v1":"a"})"), poll);
    const auto other = answers_from(*parse(R"({"v1":"a","v7":{"b":60,"a":40}})"), poll);
    EXPECT_EQ(*one, *other);
}

struct ValueCase {
    const char* question;
    const char* value;
    bool fits;
};

TEST(ResponseJson, TakesOnlyTheShapeOfTheKind) {
    const ValueCase cases[] = {
        {"v1", R"("a")", true},
        {"v1", R"({"keuze":"anders"})", true},
        {"v1", R"({"keuze":"anders","toelichting":"x"})", true},
        {"v1", R"({"toelichting":"x"})", false},
        {"v1", R"({"keuze":"anders","uitleg":"x"})", false},
        {"v1", R"({"keuze":1})", false},
        {"v1", R"(["a"])", false},
        {"v1", "1", false},
        {"v1", "null", false},
        {"v2", R"([])", true},
        {"v2", R"(["a",{"keuze":"anders"}])", true},
        {"v2", R"("a")", false},
        {"v2", R"([["a"]])", false},
        {"v3", "4", true},
        {"v3", "4.0", true},
        {"v3", "4.5", false},
        {"v4", "1e2", true},
        {"v4", "-0.0", true},
        {"v4", "1e300", false},
        {"v7", R"({"a":60.0,"b":40.0})", true},
        {"v3", R"("4")", false},
        {"v4", "-1", true},
        {"v4", "true", false},
        {"v5", R"("ja")", true},
        {"v5", "true", false},
        {"v5", R"({"keuze":"ja"})", false},
        {"v6", R"(["b","a"])", true},
        {"v6", R"([1])", false},
        {"v6", R"({"a":1})", false},
        {"v7", R"({"a":1})", true},
        {"v7", R"({"a":"1"})", false},
        {"v7", R"({"a":4294967296})", false},
        {"v7", R"(["a"])", false},
        {"v8", R"("")", true},
        {"v8", "8", false},
    };
    for (const auto& c : cases) {
        const auto tree = parse("{\"" + std::string(c.question) + "\":" + c.value + "}").value();
        const auto found = faults_of(answers_from(tree, examples::poll()));
        const auto wrong = std::string("antwoorden.") + c.question + ": verkeerd-soort";
        EXPECT_THAT(found,
                    testing::ElementsAreArray(c.fits ? std::vector<std::string>{} : std::vector{wrong}))
            << c.question << " " << c.value;
    }
}

TEST(ResponseJson, TellsFaultsOfShapeAndOfRulesTogether) {
    auto tree = response_tree(examples::response());
    tree["id"] = "1";
    tree["naam"] = "Jan";
    tree["gemeente"] = "GM0396";
    tree["wijk"] = "Noord";
    tree.erase("taal");
    tree["leeftijdsgroep"] = "17";
    tree["antwoorden"].erase("v1");
    tree["antwoorden"]["v3"] = 9;
    tree["antwoorden"]["v4"] = "veel";
    tree["antwoorden"]["v99"] = "a";
    EXPECT_THAT(
        faults_of(checked_response(tree, examples::poll())),
        UnorderedElementsAre("id: geen-kenmerk", "naam: onbekend-veld", "gemeente: andere-gemeente",
                             "wijk: geen-gebied", "taal: ontbreekt", "leeftijdsgroep: onbekende-leeftijd",
                             "antwoorden.v1: verplicht", "antwoorden.v3: buiten-schaal",
                             "antwoorden.v4: verkeerd-soort", "antwoorden.v99: onbekende-vraag"));
}

TEST(ResponseJson, AMisreadAnswerDoesNotMakeLaterOnesUnasked) {
    auto tree = response_tree(examples::response());
    tree["antwoorden"]["v5"] = 1;
    EXPECT_THAT(faults_of(checked_response(tree, examples::poll())),
                testing::ElementsAre("antwoorden.v5: verkeerd-soort"));
    tree["antwoorden"]["v5"] = "nee";
    EXPECT_THAT(faults_of(checked_response(tree, examples::poll())),
                testing::ElementsAre("antwoorden.v9: niet-gevraagd"));
}

TEST(ResponseJson, ThePollMayBeNamedByTheAddressAlone) {
    auto tree = response_tree(examples::response());
    EXPECT_EQ(response_head_from(tree)->poll, examples::poll().id);
    tree.erase("peiling");
    EXPECT_EQ(response_head_from(tree)->poll, std::nullopt);
    EXPECT_EQ(response_head_from(tree)->revision, 2);
    EXPECT_EQ(*checked_response(tree, examples::poll()), examples::response());
    tree["peiling"] = "0a1b2c3d-4e5f-4061-8273-8495a6b7c8d9";
    EXPECT_THAT(faults_of(checked_response(tree, examples::poll())),
                testing::ElementsAre("peiling: andere-peiling"));
    tree["peiling"] = 3;
    tree["revisie"] = "2";
    EXPECT_THAT(faults_of(response_head_from(tree)),
                UnorderedElementsAre("peiling: geen-kenmerk", "revisie: geen-getal"));
    EXPECT_FALSE(response_head_from(json::array()));
    EXPECT_FALSE(response_head_from(json::object()));
}

TEST(ResponseJson, AnythingElseThanAnObjectIsRefusedWithoutHarm) {
    for (const auto* text : {"null", "[]", "3", "\"x\"", "{}"}) {
        EXPECT_FALSE(response_from(*parse(text), examples::poll())) << text;
        EXPECT_FALSE(checked_response(*parse(text), examples::poll())) << text;
        EXPECT_FALSE(signal_from(*parse(text))) << text;
        EXPECT_FALSE(poll_from(*parse(text))) << text;
    }
}

TEST(SignalJson, GoesThereAndBack) {
    const auto signal = examples::signal();
    const auto again = checked_signal(signal_tree(signal), examples::areas());
    ASSERT_THAT(faults_of(again), IsEmpty());
    EXPECT_EQ(*again, signal);
    EXPECT_EQ(signal_tree(signal)["watHelpt"], "Een nieuw bankje.");
    EXPECT_EQ(signal_tree(signal)["perspectief"], "mantelzorger");
    Signal bare;
    bare.id = signal.id;
    bare.text = "Kort.";
    bare.municipality = signal.municipality;
    EXPECT_EQ(*checked_signal(signal_tree(bare), examples::areas()), bare);
    EXPECT_EQ(signal_tree(bare).size(), 4U);
}

TEST(SignalJson, NamesEveryFaultAtOnce) {
    const auto tree = json::parse(R"({"id":"x","tekst":"","thema":"wmo","gemeente":"GM9999","wijk":5,
                                      "perspectief":"baas","email":"a@b.nl"})");
    EXPECT_THAT(
        faults_of(checked_signal(tree, examples::areas())),
        UnorderedElementsAre("id: geen-kenmerk", "tekst: vertel-iets", "thema: onbekend-thema",
                             "gemeente: onbekende-gemeente", "wijk: geen-gebied",
                             "perspectief: onbekend-woord", "email: onbekend-veld", "taal: ontbreekt"));
}

TEST(AreasJson, GoThereAndBack) {
    const auto tree = areas_tree(examples::areas());
    const auto again = areas_from(tree);
    ASSERT_THAT(faults_of(again), IsEmpty());
    EXPECT_EQ(again->all(), examples::areas().all());
    EXPECT_EQ(areas_tree(*again), tree);
}

TEST(AreasJson, RefusesDoublesAndWrongParents) {
    EXPECT_THAT(faults_of(areas_from(json::parse(R"([{"code":"GM0453","naam":"Velsen"},
        {"code":"GM0453","naam":"Velsen"}, {"naam":"Nergens"}])"))),
                UnorderedElementsAre("1.code: dubbele-naam", "2.code: ontbreekt"));
    EXPECT_THAT(
        faults_of(areas_from(json::parse(R"([{"code":"GM0453","naam":"Velsen","ouder":null},
        {"code":"WK045301","naam":"Noord"}, {"code":"BU04530101","naam":"Oog","ouder":"GM0453"},
        {"code":"WK045302","naam":"Zuid","ouder":"GM0375"}])"))),
        UnorderedElementsAre("1.ouder: ontbreekt", "2.ouder: ouder-past-niet", "3.ouder: ouder-past-niet"));
    EXPECT_FALSE(areas_from(json::object()));
}

/// Changes a few bytes: another value, one gone, one doubled, a piece copied, or the end cut off.
std::string mutated(std::string text, Random& random) {
    static const std::string kLikely = "{}[]\",:0-9eE.\\u tfn\x01\xff";
    for (auto changes = 1 + random.below(4); changes > 0 && !text.empty(); --changes) {
        const auto at = static_cast<std::size_t>(random.below(text.size()));
        switch (random.below(5)) {
            case 0:
                text[at] = static_cast<char>(random.below(256));
                break;
            case 1:
                text[at] = kLikely[static_cast<std::size_t>(random.below(kLikely.size()))];
                break;
            case 2:
                text.erase(at, 1 + static_cast<std::size_t>(random.below(6)));
                break;
            case 3:
                text.insert(at, text, at, static_cast<std::size_t>(random.below(20)));
                break;
            default:
                text.resize(at);
                break;
        }
    }
    return text;
}

TEST(Json, MutatedInputIsReadOrRefusedButNeverBreaks) {
    const auto poll = examples::poll();
    const auto areas = examples::areas();
    const std::string seeds[] = {write_poll(poll), response_tree(examples::response()).dump(),
                                 signal_tree(examples::signal()).dump(), areas_tree(areas).dump()};
    SeededRandom random(20261121);
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto text = mutated(seeds[i % 4], random);
        const auto tree = parse(text);
        if (!tree) {
            ASSERT_EQ(tree.error().faults.size(), 1U);
            continue;
        }
        // What our reader takes, nlohmann's own takes as the same value.
        ASSERT_EQ(*tree, json::parse(text)) << text;
        if (const auto read = poll_from(*tree)) {
            ASSERT_EQ(*poll_from(poll_tree(*read)), *read) << text;
            rules::check_poll(*read);
            ++accepted;
        }
        if (const auto read = checked_response(*tree, poll)) {
            ASSERT_EQ(*checked_response(response_tree(*read), poll), *read) << text;
            ++accepted;
        }
        if (const auto read = checked_signal(*tree, areas)) {
            ASSERT_EQ(*checked_signal(signal_tree(*read), areas), *read) << text;
            ++accepted;
        }
        if (areas_from(*tree)) ++accepted;
    }
    EXPECT_GT(accepted, 100);  // else the mutations are too wild to reach what lies behind the parser
}

}  // namespace
}  // namespace peilpunt::json
