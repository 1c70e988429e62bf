// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "core_examples.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt {
namespace {

using examples::SeededRandom;
using Tree = nlohmann::json;

Tree read_schema(const std::string& name) {
    const auto path = std::filesystem::path(PEILPUNT_SOURCE_DIR) / "schemas" / (name + ".json");
    std::ifstream file(path);
    EXPECT_TRUE(file) << path;
    return Tree::parse(file);
}

/// What a schema says about documents.
class Judge {
  public:
    explicit Judge(const std::string& name) : source_(read_schema(name)) {
        const valijson::adapters::NlohmannJsonAdapter adapter(source_);
        valijson::SchemaParser().populateSchema(adapter, schema_);
    }
    /// The first complaint, or empty when the document is good.
    std::string complaint(const Tree& document) {
        valijson::ValidationResults results;
        const valijson::adapters::NlohmannJsonAdapter adapter(document);
        if (valijson::Validator().validate(schema_, adapter, &results)) return {};
        valijson::ValidationResults::Error error;
        return results.popError(error) ? error.description : "refused";
    }

  private:
    Tree source_;
    valijson::Schema schema_;
};

struct Bad {
    const char* name;
    std::function<void(Tree&)> change;
};

/// The good document passes, and after each change it no longer does.
void expect_only_good(const std::string& schema, const Tree& good, const std::vector<Bad>& changes) {
    Judge judge(schema);
    ASSERT_EQ(judge.complaint(good), "") << good;
    for (const auto& bad : changes) {
        auto document = good;
        bad.change(document);
        ASSERT_NE(document, good) << schema << ": " << bad.name << " changes nothing";
        EXPECT_NE(judge.complaint(document), "") << schema << ": " << bad.name;
    }
}

TEST(Schemas, ArePlainDraftSevenWithADescriptionForEveryField) {
    const std::function<void(const Tree&, const std::string&)> visit = [&](const Tree& node,
                                                                           const std::string& at) {
        if (node.is_object() && node.contains("properties") && node.value("type", "") == "object") {
            for (const auto& [name, field] : node["properties"].items()) {
                EXPECT_TRUE(field.contains("description") || field.contains("$ref") || name == "nl")
                    << at << name;
            }
        }
        if (node.is_structured()) {
            for (const auto& [name, child] : node.items()) visit(child, at + name + "/");
        }
    };
    for (const auto* name :
         {"poll", "response", "signal", "envelope", "batch", "acknowledgement", "results"}) {
        const auto schema = read_schema(name);
        EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#") << name;
        EXPECT_TRUE(schema.contains("title")) << name;
        visit(schema, std::string(name) + "/");
    }
}

TEST(Schemas, Poll) {
    expect_only_good(
        "poll", peilpunt::json::poll_tree(examples::poll()),
        {{"no id", [](Tree& d) { d.erase("id"); }},
         {"unknown field", [](Tree& d) { d["kleur"] = "rood"; }},
         {"title without Dutch", [](Tree& d) { d["titel"] = {{"en", "x"}}; }},
         {"unknown language", [](Tree& d) { d["titel"]["nederlands"] = "x"; }},
         {"district instead of municipality", [](Tree& d) { d["gemeenten"][0] = "WK045301"; }},
         {"date with a time", [](Tree& d) { d["opent"] = "2026-11-01T00:00:00Z"; }},
         {"month thirteen", [](Tree& d) { d["opent"] = "2026-13-01"; }},
         {"no owner", [](Tree& d) { d["verwachting"].erase("eigenaar"); }},
         {"unknown rung", [](Tree& d) { d["verwachting"]["trede"] = "informeren"; }},
         {"unknown kind", [](Tree& d) { d["vragen"][0]["soort"] = "smiley"; }},
         {"choice without options", [](Tree& d) { d["vragen"][0].erase("opties"); }},
         {"scale with options", [](Tree& d) { d["vragen"][2]["opties"] = d["vragen"][0]["opties"]; }},
         {"one option",
          [](Tree& d) { d["vragen"][0]["opties"] = Tree::array({d["vragen"][0]["opties"][0]}); }},
         {"condition without answers", [](Tree& d) { d["vragen"][8]["toonAls"]["een"] = Tree::array(); }},
         {"eleven questions",
          [](Tree& d) {
              while (d["vragen"].size() < 11) d["vragen"].push_back(d["vragen"][7]);
          }},
         {"no questions", [](Tree& d) { d["vragen"] = Tree::array(); }},
         {"unknown status", [](Tree& d) { d["status"] = "weg"; }},
         {"max as text", [](Tree& d) { d["vragen"][1]["max"] = "2"; }}});
}

TEST(Schemas, Response) {
    const auto answer = [](const char* question, Tree value) {
        return [=](Tree& d) { d["antwoorden"][question] = value; };
    };
    expect_only_good(
        "response", peilpunt::json::response_tree(examples::response()),
        {{"no id", [](Tree& d) { d.erase("id"); }},
         {"time-ordered id", [](Tree& d) { d["id"] = "018f2b1c-5e6f-7a7b-8c9d-0e1f2a3b4c5d"; }},
         {"a name", [](Tree& d) { d["naam"] = "Jan"; }},
         {"a neighbourhood", [](Tree& d) { d["wijk"] = "BU04530101"; }},
         {"an exact age", [](Tree& d) { d["leeftijdsgroep"] = "17"; }},
         {"revision zero", [](Tree& d) { d["revisie"] = 0; }},
         {"answers in a list", [](Tree& d) { d["antwoorden"] = Tree::array(); }},
         {"null for an answer", answer("v1", nullptr)},
         {"true for an answer", answer("v1", true)},
         {"a fraction", answer("v3", 2.5)},
         {"an empty list", answer("v2", Tree::array())},
         {"one twice", answer("v2", {"a", "a"})},
         {"a number in a list", answer("v6", Tree::array({1}))},
         {"points under zero", answer("v7", {{"a", -1}})},
         {"a long note", answer("v1", {{"keuze", "anders"}, {"toelichting", std::string(201, 'x')}})},
         {"a note without a choice", answer("v1", {{"toelichting", "x"}})},
         {"a question with a dot", answer("v.1", "a")}});
}

TEST(Schemas, Signal) {
    expect_only_good("signal", peilpunt::json::signal_tree(examples::signal()),
                     {{"no text", [](Tree& d) { d.erase("tekst"); }},
                      {"empty text", [](Tree& d) { d["tekst"] = ""; }},
                      {"long text", [](Tree& d) { d["tekst"] = std::string(2001, 'x'); }},
                      {"a phone number", [](Tree& d) { d["telefoon"] = "0612345678"; }},
                      {"unknown theme", [](Tree& d) { d["thema"] = "wmo"; }},
                      {"unknown perspective", [](Tree& d) { d["perspectief"] = "baas"; }},
                      {"municipality by name", [](Tree& d) { d["gemeente"] = "Velsen"; }},
                      {"no language", [](Tree& d) { d.erase("taal"); }}});
}

sync::Batch batch() {
    SeededRandom random(5);
    sync::Batch made;
    made.kiosk = KioskId::random(random);
    made.number = 12;
    made.sent_at = "2026-11-21T13:45:00Z";
    made.boot_ms = 123456;
    made.boot_id = "b1";
    made.version = "0.1.0";
    made.waiting = 2;
    made.captured = {{examples::poll().id.str(), 40}, {"signalen", 7}, {"opnamen", 2}};
    made.envelopes = {{EnvelopeId::random(random), "0123456789abcdef", sync::Kind::response, "bytes\xff\x01"},
                      {EnvelopeId::random(random), "0123456789abcdef", sync::Kind::signal, "more bytes"},
                      {EnvelopeId::random(random), "0123456789abcdef", sync::Kind::recording, "sound"}};
    return made;
}

TEST(Schemas, Batch) {
    expect_only_good(
        "batch", Tree::parse(sync::write_batch(batch())),
        {{"another version", [](Tree& d) { d["versie"] = 2; }},
         {"no kiosk", [](Tree& d) { d.erase("kiosk"); }},
         {"a total under zero", [](Tree& d) { d["totalen"]["signalen"] = -1; }},
         {"a total of something else", [](Tree& d) { d["totalen"]["taart"] = 1; }},
         {"more than all of the disk", [](Tree& d) { d["schijfVrij"] = 101; }},
         {"a loose time", [](Tree& d) { d["verzondenOp"] = "2026-11-21 13:45"; }},
         {"an open envelope", [](Tree& d) { d["enveloppen"][0]["antwoorden"] = Tree::object(); }},
         {"plain base64", [](Tree& d) { d["enveloppen"][0]["verzegeld"] = "ab+/"; }},
         {"an unknown kind", [](Tree& d) { d["enveloppen"][0]["soort"] = "brief"; }},
         {"over a hundred envelopes", [](Tree& d) {
              while (d["enveloppen"].size() <= 100) d["enveloppen"].push_back(d["enveloppen"][0]);
          }}});
}

TEST(Schemas, Envelope) {
    const auto tree = Tree::parse(sync::write_batch(batch()))["enveloppen"][0];
    expect_only_good("envelope", tree,
                     {{"nothing sealed", [](Tree& d) { d["verzegeld"] = ""; }},
                      {"no key", [](Tree& d) { d.erase("sleutel"); }},
                      {"a long key", [](Tree& d) { d["sleutel"] = "0123456789abcdef0"; }},
                      {"a moment", [](Tree& d) { d["tijd"] = "2026-11-21T13:45:00Z"; }}});
}

TEST(Schemas, TheEnvelopeIsTheSameInABatch) {
    const auto alone = read_schema("envelope");
    const auto inside = read_schema("batch")["definitions"]["envelope"];
    EXPECT_EQ(inside["properties"], alone["properties"]);
    EXPECT_EQ(inside["required"], alone["required"]);
}

TEST(Schemas, Acknowledgement) {
    SeededRandom random(6);
    sync::Acknowledgement made;
    made.kiosk = KioskId::random(random);
    made.number = 12;
    made.server_time = "2026-11-21T13:45:00Z";
    made.answers = {{EnvelopeId::random(random), sync::Outcome::stored, ""},
                    {EnvelopeId::random(random), sync::Outcome::duplicate, ""},
                    {EnvelopeId::random(random), sync::Outcome::quarantined, "onleesbaar"}};
    expect_only_good("acknowledgement", Tree::parse(sync::write_acknowledgement(made)),
                     {{"an unknown status", [](Tree& d) { d["antwoorden"][0]["status"] = "kwijt"; }},
                      {"a reason for what is stored", [](Tree& d) { d["antwoorden"][0]["reden"] = "x"; }},
                      {"no id", [](Tree& d) { d["antwoorden"][0].erase("id"); }},
                      {"no kiosk", [](Tree& d) { d.erase("kiosk"); }}});
}

TEST(Schemas, Results) {
    const auto good = Tree::parse(R"({"peiling": "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "revisie": 1,
        "tussenstand": false, "vrijgegevenOp": "2026-11-21T13:45:00Z", "aantal": 40,
        "wegen": [{"weg": "web", "aantal": 34}, {"weg": "kiosk", "aantal": 6}],
        "vragen": [{"id": "v1", "aantal": 40, "opties": [
            {"id": "a", "aantal": 30, "aandeel": 0.75, "afgeschermd": false},
            {"id": "b", "aantal": null, "aandeel": null, "afgeschermd": true}]}],
        "uitsplitsingen": [{"naar": "gemeente", "cellen": [
            {"waarde": "GM0453", "aantal": null, "afgeschermd": true, "vragen": []}]}],
        "verantwoording": {"toelichting": "40 mensen deden mee."}})");
    expect_only_good("results", good,
                     {{"too few to publish", [](Tree& d) { d["aantal"] = 9; }},
                      {"a share over one", [](Tree& d) { d["vragen"][0]["opties"][0]["aandeel"] = 75; }},
                      {"hidden but shown", [](Tree& d) { d["vragen"][0]["opties"][1]["aantal"] = 3; }},
                      {"an unknown way", [](Tree& d) { d["wegen"][0]["weg"] = "fax"; }},
                      {"a breakdown by sex", [](Tree& d) { d["uitsplitsingen"][0]["naar"] = "geslacht"; }},
                      {"no account", [](Tree& d) { d.erase("verantwoording"); }}});
}

TEST(Schemas, ResultsOfAnOpenPoll) {
    const auto good = Tree::parse(R"({"peiling": "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "revisie": 1,
        "tussenstand": true, "bereikt": 400, "ongeveer": 400, "dag": "2026-11-30",
        "vragen": [{"id": "v1", "opties": [{"id": "a", "tiende": 9}]}, {"id": "v2", "opties": []}]})");
    expect_only_good("results", good,
                     {{"an exact number", [](Tree& d) { d["aantal"] = 412; }},
                      {"a count", [](Tree& d) { d["vragen"][0]["opties"][0]["aantal"] = 371; }},
                      {"more than ten of ten", [](Tree& d) { d["vragen"][0]["opties"][0]["tiende"] = 11; }},
                      {"an uitslag without figures", [](Tree& d) { d["tussenstand"] = false; }}});
}

}  // namespace
}  // namespace peilpunt
