// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>

#include <future>
#include <regex>

#include "server/web/needs.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "tests/support/tone.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

void give(PageFixture& pages, const std::string& words, const std::string& municipality,
          const std::string& theme) {
    const auto id = ResponseId::random(pages.app().random()).str();
    const auto reply =
        pages.post("/signaal", {{"id", id}, {"tekst", words}, {"gemeente", municipality}, {"thema", theme}});
    ASSERT_EQ(reply.status, 201);
}

TEST(Workspace, AsksForASignInOnEveryPageOfItsOwn) {
    PageFixture pages;
    int found = 0;
    for (const auto& route : pages.router().routes()) {
        const bool work = route.pattern.starts_with("/raad") || route.pattern.starts_with("/beheer");
        if (!work || route.pattern == "/raad/aanmelden") continue;
        EXPECT_FALSE(route.needs.is_nothing()) << route.pattern;
        if (route.method == http::Method::post) {
            EXPECT_EQ(route.guard, http::Guard::token) << route.pattern;
        }
        ++found;
    }
    EXPECT_GE(found, 8);
}

TEST(Workspace, GuardsEveryFormAgainstOtherSites) {
    PageFixture pages;
    for (const auto& route : pages.router().routes()) {
        if (route.method == http::Method::post) {
            EXPECT_NE(route.guard, http::Guard::none) << route.pattern;
        }
    }
}

TEST(Workspace, EscapesTheWordsOfResidents) {
    PageFixture pages;
    give(pages, "<script>alert(1)</script> & \"zo\"", "GM0453", "wonen");
    const auto html = PageFixture::body(pages.get("/raad/signalen", {}, pages.visitor("RG01")));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
}

TEST(Workspace, PlaysWhatWasSpokenOnlyToWhoMayHearIt) {
    PageFixture pages;
    give(pages, "Alleen getypt", "GM0453", "wonen");
    auto& app = pages.app();
    const std::string ogg = sound::encode(test::tone(440, 1'000, sound::kSpeechRate)).value();
    const auto random = [&] { return std::string(ResponseId::random(app.random()).bytes()); };
    store::NewSignal told;
    told.ledger = {random(), random()};
    told.receipt_hash = random();
    told.row_id = SignalId::random(app.random());
    told.signal.municipality = AreaCode::parse("GM0453").value();
    told.signal.recording = random();
    told.origin = {Channel::kiosk, "De Zeemeeuw", moment_of(app.clock().now())};
    const auto wait = [](auto add) {
        std::promise<Result<store::Stored>> promise;
        add([&](Result<store::Stored> result) { promise.set_value(std::move(result)); });
        ASSERT_EQ(promise.get_future().get().value(), store::Stored::stored);
    };
    wait([&](store::Done done) { pages.server().store().add_signal(told, std::move(done)); });

    const std::string page = "/raad/signalen/" + told.row_id.str();
    EXPECT_EQ(pages.get(page + "/opname", {}, pages.visitor("RG01")).status, 404) << "it has not arrived yet";
    wait([&](store::Done done) {
        pages.server().store().add_recording(
            {{random(), random()}, told.signal.recording, ogg, "", told.origin.moment}, std::move(done));
    });
    const auto heard = pages.get(page + "/opname", {}, pages.visitor("RG01"));
    EXPECT_EQ(heard.status, 200);
    EXPECT_EQ(heard.content_type, "audio/ogg");
    EXPECT_EQ(heard.body, ogg);
    EXPECT_EQ(pages.get(page + "/opname", {}, pages.visitor("GM0375")).status, 404);
    const auto html = PageFixture::body(pages.get(page, {}, pages.visitor("GM0453")));
    EXPECT_THAT(html, HasSubstr("<audio controls preload=\"metadata\" src=\"" + page + "/opname\""));
    const auto list = PageFixture::body(pages.get("/raad/signalen", {}, pages.visitor("GM0453")));
    EXPECT_THAT(list, HasSubstr("Alleen ingesproken"));
    EXPECT_THAT(list, HasSubstr("Alleen getypt"));
    EXPECT_EQ(list.find("Ingesproken</span>"), list.rfind("Ingesproken</span>")) << "only one was spoken";
}

TEST(Workspace, ShowsALocalMemberOnlyTheirMunicipality) {
    PageFixture pages;
    give(pages, "Iets uit Velsen", "GM0453", "wonen");
    give(pages, "Iets uit Beverwijk", "GM0375", "wonen");
    const auto local = PageFixture::body(pages.get("/raad/signalen", {}, pages.visitor("GM0453")));
    EXPECT_THAT(local, HasSubstr("Iets uit Velsen"));
    EXPECT_THAT(local, Not(HasSubstr("Iets uit Beverwijk")));
    const auto asked =
        PageFixture::body(pages.get("/raad/signalen", {{"gemeente", "GM0375"}}, pages.visitor("GM0453")));
    EXPECT_THAT(asked, Not(HasSubstr("Iets uit Beverwijk")));
    const auto region = PageFixture::body(pages.get("/raad/signalen", {}, pages.visitor("RG01")));
    EXPECT_THAT(region, HasSubstr("Iets uit Beverwijk"));
}

TEST(Workspace, DoesNotOpenASignalOfAnotherMunicipality) {
    PageFixture pages;
    give(pages, "Iets uit Beverwijk", "GM0375", "wonen");
    const auto regional = tests::actor("raad", "RG01");
    const auto rows = pages.app().signals().list(regional, {}, {}, 10).rows;
    ASSERT_EQ(rows.size(), 1U);
    const auto path = "/raad/signalen/" + rows[0].id.str();
    EXPECT_EQ(pages.get(path, {}, pages.visitor("GM0453")).status, 404);
    EXPECT_EQ(pages.get(path, {}, pages.visitor("RG01")).status, 200);
}

TEST(Workspace, NarrowsSignalsDownAndRemembersTheChoices) {
    PageFixture pages;
    give(pages, "Over wonen", "GM0453", "wonen");
    give(pages, "Over de bus", "GM0453", "vervoer");
    const auto html =
        PageFixture::body(pages.get("/raad/signalen", {{"thema", "vervoer"}}, pages.visitor("RG01")));
    EXPECT_THAT(html, HasSubstr("Over de bus"));
    EXPECT_THAT(html, Not(HasSubstr("Over wonen")));
    EXPECT_THAT(html, HasSubstr("<option value=\"vervoer\" selected>"));
}

TEST(Workspace, TellsNoExactTime) {
    PageFixture pages;
    give(pages, "Over wonen", "GM0453", "wonen");
    const auto html = PageFixture::body(pages.get("/raad/signalen", {}, pages.visitor("RG01")));
    EXPECT_THAT(html, HasSubstr("november 2026, middag"));
    EXPECT_THAT(html, Not(HasSubstr("10 november")));
}

TEST(Workspace, ShowsWhoReadsTheSignalsEveryCount) {
    PageFixture pages;
    for (int i = 0; i < 3; ++i) give(pages, "Over wonen", "GM0453", "wonen");
    give(pages, "Over de bus", "GM0453", "vervoer");
    const auto html = PageFixture::body(pages.get("/raad/inzicht", {}, pages.visitor("RG01")));
    EXPECT_THAT(html, HasSubstr(": 4 signalen"));
    EXPECT_THAT(html, HasSubstr("<td class=\"num\">1</td>"));
    EXPECT_THAT(html, Not(HasSubstr("te weinig")));
    const auto none =
        PageFixture::body(pages.get("/raad/inzicht", {{"thema", "jeugd"}}, pages.visitor("RG01")));
    EXPECT_THAT(none, HasSubstr("Geen signalen gevonden"));
    const auto oversight = pages.visitor("RG01", "toezicht");
    for (const auto* theme : {"wonen", "jeugd"}) {
        const auto few = PageFixture::body(pages.get("/raad/inzicht", {{"thema", theme}}, oversight));
        EXPECT_THAT(few, HasSubstr("Te weinig signalen om te laten zien")) << theme;
        EXPECT_THAT(few, Not(HasSubstr("Geen signalen gevonden"))) << theme;
    }
}

TEST(Workspace, ReadingIsSaidByAButtonOnly) {
    PageFixture pages;
    give(pages, "De lamp is stuk", "GM0453", "wonen");
    const auto member = tests::actor("raad", "RG01");
    const auto is_read = [&] { return pages.app().signals().list(member, {}, {}, 1).rows.at(0).read; };
    const auto path = "/raad/signalen/" + pages.app().signals().list(member, {}, {}, 1).rows.at(0).id.str();
    const auto html = PageFixture::body(pages.get(path, {{"thema", "wonen"}}, pages.visitor("RG01")));
    EXPECT_FALSE(is_read()) << "looking is not reading";
    EXPECT_THAT(html, HasSubstr("action=\"" + path + "/gelezen?thema=wonen\""));
    EXPECT_EQ(pages.post(path + "/gelezen", {{"csrf", "een-token"}}, pages.visitor("GM0375")).status, 404);
    EXPECT_FALSE(is_read()) << "another municipality";
    const auto said = pages.post(path + "/gelezen", {{"csrf", "een-token"}}, pages.visitor("GM0453"));
    EXPECT_EQ(said.status, 303);
    EXPECT_EQ(said.headers.get("Location"), path);
    EXPECT_TRUE(is_read());
    EXPECT_THAT(PageFixture::body(pages.get(path, {}, pages.visitor("RG01"))), Not(HasSubstr("/gelezen")));
}

TEST(Workspace, OnlyTheCouncilComesToTheWords) {
    PageFixture pages;
    give(pages, "De lamp is stuk", "GM0453", "wonen");
    int routes = 0;
    for (const auto& route : pages.router().routes()) {
        if (!route.pattern.starts_with("/raad/signalen")) continue;
        ASSERT_TRUE(route.needs.is_right()) << route.pattern;
        const auto right = web::right_of(route.needs);
        EXPECT_TRUE(right == app::Right::read_signals || right == app::Right::assess_signals)
            << route.pattern;
        ++routes;
    }
    EXPECT_EQ(routes, 4);
    for (const auto* role : {"beheer", "toezicht", "beleid"}) {
        const auto other = pages.visitor("RG01", role);
        for (const auto* path : {"/raad", "/raad/inzicht", "/raad/peilingen", "/beheer/kiosken"}) {
            const auto html = PageFixture::body(pages.get(path, {}, other));
            EXPECT_THAT(html, Not(HasSubstr("De lamp is stuk"))) << role << ' ' << path;
            EXPECT_THAT(html, Not(HasSubstr("/raad/signalen"))) << role << ' ' << path;
        }
    }
}

TEST(Workspace, NarrowsSignalsDownByKind) {
    PageFixture pages;
    for (const auto* kind : {"merk", "nodig"}) {
        const auto id = ResponseId::random(pages.app().random()).str();
        ASSERT_EQ(pages
                      .post("/signaal", {{"id", id},
                                         {"tekst", std::string("Een woord over ") + kind},
                                         {"gemeente", "GM0453"},
                                         {"soort", kind}})
                      .status,
                  201);
    }
    const auto html =
        PageFixture::body(pages.get("/raad/signalen", {{"soort", "nodig"}}, pages.visitor("RG01")));
    EXPECT_THAT(html, HasSubstr("Een woord over nodig"));
    EXPECT_THAT(html, Not(HasSubstr("Een woord over merk")));
    EXPECT_THAT(html, HasSubstr("<option value=\"nodig\" selected>"));
    EXPECT_THAT(html, HasSubstr("<b>1 signaal</b>"));
}

TEST(Workspace, HidesSmallCountsFromWhoDoesNotReadTheSignals) {
    PageFixture pages;
    const auto oversight = pages.visitor("RG01", "toezicht");
    for (int i = 0; i < 12; ++i) give(pages, "Over wonen", "GM0453", "wonen");
    for (int i = 0; i < 2; ++i) give(pages, "Over de bus", "GM0453", "vervoer");
    const auto html = PageFixture::body(pages.get("/raad/inzicht", {}, oversight));
    EXPECT_THAT(html, HasSubstr("14 signalen"));
    EXPECT_THAT(html, HasSubstr("te weinig"));
    EXPECT_THAT(html, Not(HasSubstr("<td class=\"num\">2</td>")));
}

TEST(Workspace, EveryPageRendersWithNothingInIt) {
    PageFixture pages;
    for (const auto* path : {"/raad", "/raad/signalen", "/raad/peilingen", "/raad/peilingen/fietsen",
                             "/raad/inzicht", "/beheer/kiosken"}) {
        const auto reply = pages.get(path, {}, pages.visitor("RG01"));
        EXPECT_EQ(reply.status, 200) << path;
        const auto html = PageFixture::body(reply);
        EXPECT_THAT(html, Not(HasSubstr("{{"))) << path;
        EXPECT_THAT(html, HasSubstr("value=\"een-token\"")) << path;
    }
}

std::string code_on(const std::string& html) {
    std::smatch found;
    static const std::regex kCode("<b>([A-Z0-9]{4}-[A-Z0-9]{4})</b>");
    return std::regex_search(html, found, kCode) ? found[1].str() : std::string();
}

TEST(Fleet, AnAdministratorMakesAPairingCodeAndRevokesTheKiosk) {
    PageFixture pages;
    const auto admin = pages.visitor("GM0453", "beheer");
    const Pairs form{{"csrf", "een-token"}, {"plek", "Buurthuis <De Stut>"}, {"gemeente", "GM0453"}};
    const auto made = PageFixture::body(pages.post("/beheer/kiosken/koppelcode", form, admin));
    const auto code = code_on(made);
    ASSERT_FALSE(code.empty());
    EXPECT_THAT(made, HasSubstr("Koppelcode voor Buurthuis &lt;De Stut&gt;"));
    EXPECT_EQ(code_on(PageFixture::body(pages.get("/beheer/kiosken", {}, admin))), "") << "shown once";

    const auto keys = seal::make_sign_keys();
    const auto id = pages.app().enrol({code, keys.public_key}).value().kiosk;
    EXPECT_FALSE(pages.app().accept_batch(id.str(), "geen handtekening", "{}"));
    pages.app().housekeep();
    const auto revoke = "/beheer/kiosken/" + id.str() + "/intrekken";
    const auto page = PageFixture::body(pages.get("/beheer/kiosken", {}, admin));
    EXPECT_THAT(page, HasSubstr("handtekening klopt niet: 1"));
    EXPECT_THAT(page, HasSubstr(revoke));
    EXPECT_EQ(pages.post(revoke, {{"csrf", "een-token"}}, admin).status, 303);
    EXPECT_TRUE(pages.server().store().kiosk(id)->revoked);
    EXPECT_THAT(PageFixture::body(pages.get("/beheer/kiosken", {}, admin)), Not(HasSubstr(revoke)));
    std::vector<std::string> log;
    for (const auto& entry : pages.server().store().audit())
        if (entry.who == admin.id) log.push_back(entry.what);
    EXPECT_EQ(log, (std::vector<std::string>{"koppelcode-gemaakt", "kiosk-ingetrokken"}));
}

TEST(Fleet, OthersNeitherPairNorRevoke) {
    PageFixture pages;
    const auto admin = pages.visitor("GM0453", "beheer");
    const auto code =
        pages.app()
            .fleet()
            .make_pairing_code(app::Accounts::command_line(), "Buurthuis", AreaCode::parse("GM0375").value())
            .value();
    const auto id = pages.app().enrol({code, seal::make_sign_keys().public_key}).value().kiosk;
    const auto revoke = "/beheer/kiosken/" + id.str() + "/intrekken";
    const Pairs elsewhere{{"plek", "Buurthuis"}, {"gemeente", "GM0375"}};
    EXPECT_EQ(pages.post("/beheer/kiosken/koppelcode", elsewhere, admin).status, 400) << "not theirs";
    EXPECT_EQ(pages.post(revoke, {}, admin).status, 404);
    const auto member = pages.visitor("RG01");
    EXPECT_EQ(pages.post("/beheer/kiosken/koppelcode", elsewhere, member).status, 403);
    EXPECT_EQ(pages.post(revoke, {}, member).status, 403);
    EXPECT_THAT(PageFixture::body(pages.get("/beheer/kiosken", {}, member)), Not(HasSubstr("intrekken\"")));
    EXPECT_FALSE(pages.server().store().kiosk(id)->revoked);
    const auto everywhere = pages.visitor("RG01", "beheer");
    EXPECT_EQ(pages.post(revoke, {{"csrf", "een-ander"}}, everywhere).status, 403) << "another site's form";
    EXPECT_FALSE(pages.server().store().kiosk(id)->revoked);
    EXPECT_EQ(pages.post(revoke, {}, everywhere).status, 303);
}

TEST(SignIn, LeadsOnlyToTheWorkspace) {
    PageFixture pages;
    for (const auto* target : {"https://elders.example", "//elders.example", "/raad\\elders", "/signaal"})
        EXPECT_THAT(PageFixture::body(pages.get("/raad/aanmelden", {{"naar", target}})),
                    HasSubstr("name=\"naar\" value=\"/raad\""))
            << target;
    EXPECT_THAT(PageFixture::body(pages.get("/raad/aanmelden", {{"naar", "/raad/signalen?thema=wonen"}})),
                HasSubstr("value=\"/raad/signalen?thema=wonen\""));
}

TEST(SignIn, RefusesAnUnknownNameAndAWrongPasswordInTheSameWords) {
    PageFixture pages;
    pages.app()
        .accounts()
        .add({"ria", "Ria de Wit", "raad", "RG01"}, seal::Secret("vier groene lampen zingen"), "test")
        .value();
    auto unknown = PageFixture::body(
        pages.post("/raad/aanmelden", {{"naam", "eva"}, {"wachtwoord", "iets anders dan dat"}}));
    unknown.replace(unknown.find("value=\"eva\""), 11, "value=\"ria\"");
    const auto wrong =
        pages.post("/raad/aanmelden", {{"naam", "ria"}, {"wachtwoord", "nog iets heel anders"}});
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(unknown, PageFixture::body(wrong));
    const auto right =
        pages.post("/raad/aanmelden", {{"naam", "ria"}, {"wachtwoord", "vier groene lampen zingen"}});
    EXPECT_EQ(right.status, 303);
    EXPECT_THAT(std::string(right.headers.get("set-cookie")), HasSubstr("HttpOnly"));
}

}  // namespace
}  // namespace peilpunt::tests
