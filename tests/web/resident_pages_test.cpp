// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>

#include <regex>

#include "server/web/assets.hpp"
#include "server/web/templates.hpp"
#include "shared/model/languages.hpp"
#include "shared/model/words.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kPages{
    "/",     "/velsen",  "/peiling/fietsen", "/peiling/fietsen/uitkomst", "/signaal",
    "/volg", "/meedoen", "/privacy",         "/toegankelijkheid",         "/raad/aanmelden"};

Pairs right_answers(const std::string& id) {
    return {{"id", id}, {"revisie", "1"}, {"a.v1", "dijk"}, {"a.v2", "ja"}, {"gemeente", "GM0453"}};
}
const std::string kId = "0d4f4c3e-8a51-4c62-9d7b-2f1f2a6b7c8d";

std::string code_in(const std::string& html) {
    std::smatch found;
    return std::regex_search(html, found, std::regex(R"(data-code>([\d ]+)<)")) ? found[1].str()
                                                                                : std::string();
}

TEST(Pages, HaveALanguageATitleASkipLinkAndNoStyleOrScriptOfTheirOwn) {
    PageFixture pages;
    for (const auto& path : kPages) {
        for (const auto& row : kLanguageTable) {
            const auto reply = pages.get(path, {{"taal", std::string(row.code)}});
            EXPECT_EQ(reply.status, 200) << path;
            const auto html = PageFixture::body(reply);
            const auto speaks = path != "/raad/aanmelden" || row.of_workspace;
            const auto& own = speaks ? row : kLanguageTable.front();
            EXPECT_THAT(html, HasSubstr("<html lang=\"" + std::string(own.tag) + '"' +
                                        (own.right_to_left ? " dir=\"rtl\">" : ">")))
                << path << ' ' << row.code;
            EXPECT_THAT(html, ContainsRegex("<title>[^<]+</title>")) << path;
            EXPECT_THAT(html, HasSubstr("href=\"#inhoud\"")) << path;
            EXPECT_THAT(html, HasSubstr("id=\"inhoud\"")) << path;
            EXPECT_THAT(html, Not(HasSubstr("<style"))) << path;
            EXPECT_THAT(html, Not(HasSubstr(" style="))) << path;
            EXPECT_THAT(html, Not(ContainsRegex("<script>| on(click|load|submit)="))) << path;
        }
    }
}

TEST(Templates, CanAllBeParsedInEveryVoice) {
    const web::Templates templates(text::Catalogue::builtin());
    for (const auto& [name, text] : web::embedded_templates())
        for (const auto language : kLanguages)
            for (const bool young : {false, true}) {
                if (name.starts_with("work/") && (!language_row(language).of_workspace || young)) continue;
                EXPECT_NO_THROW(
                    templates.render(name, {std::string(language), young}, nlohmann::json::object()))
                    << name;
            }
}

TEST(Pages, LeaveNoMarkOfTheTemplateBehind) {
    PageFixture pages;
    for (const auto& path : kPages) {
        const auto html = PageFixture::body(pages.get(path));
        for (const auto* mark : {"{{", "}}", "[[", "]]", "@@slot@@"})
            EXPECT_THAT(html, Not(HasSubstr(mark))) << path;
    }
}

TEST(Pages, NameOnlyFilesThatAreServed) {
    PageFixture pages;
    const std::regex address("(?:src|href|content)=\"(/assets/[^\"]+)\"");
    int found = 0;
    for (const auto& path : kPages) {
        const auto html = PageFixture::body(pages.get(path));
        for (std::sregex_iterator at(html.begin(), html.end(), address), end; at != end; ++at, ++found)
            EXPECT_EQ(pages.get((*at)[1].str()).status, 200) << (*at)[1];
    }
    EXPECT_GT(found, 20);
}

TEST(Pages, KeepTheLanguageInEveryLinkOfTheirOwn) {
    PageFixture pages;
    const std::regex link("href=\"(/(?!assets|manifest)[^\"#]*)");
    for (const auto& path : kPages) {
        if (path.starts_with("/raad")) continue;
        const auto html = PageFixture::body(pages.get(path, {{"taal", "en"}}));
        for (std::sregex_iterator at(html.begin(), html.end(), link), end; at != end; ++at) {
            if (!(*at)[1].str().ends_with(".csv")) {
                EXPECT_THAT((*at)[1].str(), HasSubstr("taal=en")) << path;
            }
        }
    }
}

TEST(Pages, OfferEveryLanguageByItsOwnName) {
    PageFixture pages;
    const auto html = PageFixture::body(pages.get("/"));
    for (const auto* name :
         {"Nederlands", "Makkelijk Nederlands", "English", "Türkçe", "Polski", "Українська", "العربية"})
        EXPECT_THAT(html, HasSubstr('>' + std::string(name) + "</a>"));
    EXPECT_THAT(html, HasSubstr(R"(href="?taal=ar" lang="ar" hreflang="ar")"));
    EXPECT_THAT(html, Not(HasSubstr("letters.")));
}

TEST(PollPage, MarksAsDutchWhatHasNoTranslation) {
    PageFixture pages;
    const auto arabic = PageFixture::body(pages.get("/peiling/fietsen", {{"taal", "ar"}}));
    EXPECT_THAT(arabic, HasSubstr(R"(<h1 id="titel" lang="nl" dir="ltr">Hoe fiets jij?)"));
    EXPECT_THAT(arabic, HasSubstr(R"(<span class="q-text" lang="nl" dir="ltr">)"));
    EXPECT_THAT(arabic, HasSubstr("letters."));
    const auto polish = PageFixture::body(pages.get("/peiling/fietsen", {{"taal", "pl"}}));
    EXPECT_THAT(polish, HasSubstr(R"(<h1 id="titel" lang="nl">Hoe fiets jij?)"));
    const auto dutch = PageFixture::body(pages.get("/peiling/fietsen"));
    EXPECT_THAT(dutch, HasSubstr(R"(<h1 id="titel">Hoe fiets jij?)"));
    EXPECT_THAT(dutch, Not(HasSubstr(R"(lang="nl" dir)")));
}

TEST(PollPage, IsNotThereForAnUnknownOne) {
    PageFixture pages;
    EXPECT_EQ(pages.get("/peiling/bestaat-niet").status, 404);
    EXPECT_EQ(pages.get("/bestaat-niet").status, 404);
}

TEST(PollPage, GivesEachVisitorAnIdOfTheirOwn) {
    PageFixture pages;
    const std::regex id("name=\"id\" value=\"([0-9a-f-]{36})\"");
    std::smatch first, second;
    const auto one = PageFixture::body(pages.get("/peiling/fietsen"));
    const auto two = PageFixture::body(pages.get("/peiling/fietsen"));
    ASSERT_TRUE(std::regex_search(one, first, id));
    ASSERT_TRUE(std::regex_search(two, second, id));
    EXPECT_NE(first[1], second[1]);
}

TEST(PollPage, ThanksWithACodeThatLeadsToTheSteps) {
    PageFixture pages;
    const auto thanks = pages.post("/peiling/fietsen", right_answers(kId));
    ASSERT_EQ(thanks.status, 201);
    const auto code = code_in(PageFixture::body(thanks));
    ASSERT_EQ(code.size(), 19U);
    const auto steps = pages.post("/volg", {{"code", code}});
    EXPECT_EQ(steps.status, 200);
    EXPECT_THAT(PageFixture::body(steps), HasSubstr("Hoe fiets jij?"));
    EXPECT_THAT(PageFixture::body(steps), HasSubstr("aria-current=\"step\""));
}

TEST(PollPage, CountsTheSameFormOnceAndShowsTheSameCode) {
    PageFixture pages;
    const auto first = pages.post("/peiling/fietsen", right_answers(kId));
    const auto again = pages.post("/peiling/fietsen", right_answers(kId));
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(code_in(PageFixture::body(first)), code_in(PageFixture::body(again)));
}

TEST(PollPage, KeepsOtherAnswersUnderTheSameIdApartAndSaysSoWithoutACode) {
    PageFixture pages;
    pages.post("/peiling/fietsen", right_answers(kId));
    auto other = right_answers(kId);
    other[2].second = "stad";
    const auto reply = pages.post("/peiling/fietsen", other);
    EXPECT_EQ(reply.status, 202);
    EXPECT_EQ(code_in(PageFixture::body(reply)), "");
}

TEST(PollPage, ComesBackFilledInWithTheFaultBesideTheQuestion) {
    PageFixture pages;
    const auto reply = pages.post("/peiling/fietsen", {{"id", kId},
                                                       {"revisie", "1"},
                                                       {"a.v2", "nee"},
                                                       {"a.v3", "Meer <licht> & \"banken\""},
                                                       {"gemeente", "GM0375"}});
    EXPECT_EQ(reply.status, 400);
    const auto html = PageFixture::body(reply);
    EXPECT_THAT(html, HasSubstr("href=\"#vraag-v1\""));
    EXPECT_THAT(html, HasSubstr("id=\"fout-v1\""));
    EXPECT_THAT(html, HasSubstr("value=\"nee\" checked"));
    EXPECT_THAT(html, HasSubstr("Meer &lt;licht&gt; &amp; &quot;banken&quot;"));
    EXPECT_THAT(html, HasSubstr("value=\"GM0375\" checked"));
    EXPECT_THAT(html, HasSubstr("value=\"" + kId + "\""));
}

TEST(PollPage, CountsNobodyWhoSaidNothing) {
    PageFixture pages;
    auto poll = test_poll();
    poll.id = PollId::parse("11111111-2222-4333-8444-555555555555").value();
    poll.slug = "vrij";
    for (auto& question : poll.questions) question.required = false;
    ASSERT_TRUE(pages.app().import_poll(poll, "test"));
    ASSERT_TRUE(pages.app().publish_poll("vrij", "test"));
    const auto reply = pages.post(
        "/peiling/vrij", {{"id", kId}, {"revisie", "1"}, {"a.v3", "\xc2\xa0"}, {"gemeente", "GM0453"}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(PageFixture::body(reply),
                HasSubstr("<a href=\"#vraag-v1\">Beantwoord ten minste één vraag.</a>"));
}

TEST(PollPage, GivesTheTextBackWithoutWhatCannotBeRead) {
    PageFixture pages;
    auto answers = right_answers(kId);
    answers.emplace_back("a.v3", std::string("De l\0amp\x0b is stuk", 17));
    const auto reply = pages.post("/peiling/fietsen", answers);
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(PageFixture::body(reply), HasSubstr(">De lamp is stuk</textarea>"));
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("id=\"fout-v3\""));
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("Die zijn nu weg."));
}

TEST(PollPage, LetsNoBrowserChangeWhatWasTyped) {
    PageFixture pages;
    for (const auto* path : {"/peiling/fietsen", "/signaal", "/meedoen"}) {
        const auto html = PageFixture::body(pages.get(path));
        EXPECT_THAT(html, Not(ContainsRegex("type=\"(number|email)\""))) << path;
        EXPECT_THAT(html, Not(HasSubstr("maxlength"))) << path << ": cuts what is pasted without a word";
    }
}

TEST(PollPage, AsksForTheMunicipality) {
    PageFixture pages;
    auto answers = right_answers(kId);
    answers.pop_back();
    const auto reply = pages.post("/peiling/fietsen", answers);
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("id=\"fout-gemeente\""));
}

TEST(PollPage, TakesNothingOnceClosed) {
    PageFixture pages;
    pages.server().clock().move(std::chrono::days(30));
    const auto page = pages.get("/peiling/fietsen");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(PageFixture::body(page), Not(HasSubstr("name=\"a.v1\"")));
    EXPECT_EQ(pages.post("/peiling/fietsen", right_answers(kId)).status, 409);
}

TEST(PollPage, SpeaksToYoungPeopleAsJe) {
    PageFixture pages;
    EXPECT_THAT(PageFixture::body(pages.get("/peiling/fietsen")), HasSubstr("In welke gemeente woon je?"));
    EXPECT_THAT(PageFixture::body(pages.get("/signaal")), HasSubstr("In welke gemeente woont u?"));
}

TEST(OutcomePage, ShowsNoFigureBeforeTheFirstTussenstand) {
    PageFixture pages;
    pages.post("/peiling/fietsen", right_answers(kId));
    pages.app().housekeep();
    const auto html = PageFixture::body(pages.get("/peiling/fietsen/uitkomst"));
    EXPECT_THAT(html, HasSubstr("te weinig antwoorden"));
    EXPECT_THAT(html, Not(HasSubstr("<table")));
    EXPECT_EQ(pages.get("/peiling/fietsen/uitkomst.csv").status, 404);
}

TEST(OutcomePage, ShowsFiguresBarsAndTheWayOfWorkingOfAnUitslag) {
    PageFixture pages;
    for (int i = 0; i < 40; ++i) {
        const auto given = pages.server().response("GM0453", i % 4 == 0 ? "stad" : "dijk");
        ASSERT_TRUE(pages.app().submit_response(given, pages.server().web()));
    }
    pages.server().tell_outcome();
    const auto html = PageFixture::body(pages.get("/peiling/fietsen/uitkomst"));
    EXPECT_THAT(html, HasSubstr("Uitslag van 10 november 2026"));
    EXPECT_THAT(html, HasSubstr("<svg class=\"bar\""));
    EXPECT_THAT(html, HasSubstr("75%"));
    EXPECT_THAT(html, HasSubstr("Dit is geen steekproef."));
    const auto file = pages.get("/peiling/fietsen/uitkomst.csv");
    EXPECT_EQ(file.status, 200);
    const auto csv = PageFixture::body(file);
    EXPECT_TRUE(
        csv.starts_with("\xef\xbb\xbf"
                        "Groep;Vraag;Antwoord;Aantal;Procent\r\n"))
        << csv.substr(0, 80);
    EXPECT_THAT(csv, HasSubstr("Iedereen die meedeed;Waar fiets je het meest?;Op de dijk;30;75,0\r\n"));
    EXPECT_THAT(PageFixture::body(pages.get("/peiling/fietsen/uitkomst.csv", {{"taal", "en"}})),
                HasSubstr("Group;Question;Answer;"));
    EXPECT_THAT(PageFixture::body(pages.get("/")), HasSubstr("/peiling/fietsen/uitkomst"));
}

TEST(SignalPage, ThanksWithACodeAndHelpFirst) {
    PageFixture pages;
    const auto reply = pages.post(
        "/signaal",
        {{"id", kId}, {"tekst", "De lamp is stuk."}, {"gemeente", "GM0453"}, {"thema", "veiligheid"}});
    ASSERT_EQ(reply.status, 201);
    EXPECT_EQ(code_in(PageFixture::body(reply)).size(), 19U);
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("tel:112"));
}

TEST(SignalPage, KeepsTheWordsWhenSomethingIsMissing) {
    PageFixture pages;
    const auto reply = pages.post("/signaal", {{"id", kId}, {"tekst", "De lamp is <stuk>."}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("De lamp is &lt;stuk&gt;."));
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("id=\"fout-gemeente\""));
}

TEST(SignalPage, IsNotSentWithoutWords) {
    PageFixture pages;
    for (const auto* blank :
         {"", " \r\n", "\xc2\xa0", "\xe2\x80\x8b", "\xe2\xa0\x80", "\xe3\x85\xa4", "\xef\xbb\xbf"})
        EXPECT_EQ(pages.post("/signaal", {{"id", kId}, {"tekst", blank}, {"gemeente", "GM0453"}}).status,
                  400);
}

TEST(SignalPage, GivesTheWordsBackWithoutWhatCannotBeRead) {
    PageFixture pages;
    const auto reply =
        pages.post("/signaal", {{"id", kId}, {"tekst", std::string("De l\0amp", 8)}, {"gemeente", "GM0453"}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(PageFixture::body(reply), HasSubstr(">De lamp</textarea>"));
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("id=\"fout-tekst\""));
}

TEST(SignalPage, KeepsTheKindThatTheHomePageOffered) {
    PageFixture pages;
    const auto home = PageFixture::body(pages.get("/velsen", {{"taal", "en"}}));
    EXPECT_THAT(home, HasSubstr("/signaal?soort=nodig&amp;gemeente=GM0453&amp;taal=en"));
    const auto form = PageFixture::body(pages.get("/signaal", {{"soort", "nodig"}, {"gemeente", "GM0453"}}));
    EXPECT_THAT(form, HasSubstr("name=\"soort\" value=\"nodig\" checked"));
    EXPECT_THAT(form, HasSubstr("value=\"GM0453\" checked"));
    EXPECT_THAT(PageFixture::body(pages.get("/signaal", {{"soort", "\"><b>"}})),
                Not(HasSubstr("value=\"merk\" checked")));
    ASSERT_EQ(pages
                  .post("/signaal",
                        {{"id", kId}, {"tekst", "Een bankje"}, {"gemeente", "GM0453"}, {"soort", "voorstel"}})
                  .status,
              201);
    const auto member = tests::actor("raad", "RG01");
    EXPECT_EQ(pages.app().signals().list(member, {}, {}, 1).rows.at(0).signal.kind, SignalKind::proposal);
}

TEST(Address, InCapitalsLeadsToThePage) {
    PageFixture pages;
    for (const auto& [asked, page] :
         {std::pair{"/Velsen", "/velsen"}, std::pair{"/peiling/FIETSEN", "/peiling/fietsen"}}) {
        const auto reply = pages.get(asked);
        EXPECT_EQ(reply.status, 308) << asked;
        EXPECT_EQ(reply.headers.get("Location"), page);
    }
    EXPECT_EQ(pages.get("/onzin").status, 404);
}

TEST(FollowPage, SaysTheSameForEveryUnknownCodeAndNeverShowsWords) {
    PageFixture pages;
    const auto given =
        pages.post("/signaal", {{"id", kId}, {"tekst", "Donkere bushalte"}, {"gemeente", "GM0453"}});
    const auto code = code_in(PageFixture::body(given));
    EXPECT_THAT(PageFixture::body(pages.post("/volg", {{"code", code}})), Not(HasSubstr("bushalte")));
    EXPECT_EQ(pages.post("/volg", {{"code", "4810 7263 9505 1234"}}).status, 400);
    const auto other = Receipt::random(pages.app().random()).grouped();
    EXPECT_EQ(pages.post("/volg", {{"code", other}}).status, 404);
    EXPECT_EQ(pages.post("/volg", {{"code", ""}}).status, 400);
}

TEST(FollowPage, CallsNothingDoneBecauseItsDayPassed) {
    PageFixture pages;
    const auto code = code_in(PageFixture::body(pages.post("/peiling/fietsen", right_answers(kId))));
    const auto steps = [&] { return PageFixture::body(pages.post("/volg", {{"code", code}})); };
    EXPECT_THAT(steps(), HasSubstr("Voor 18 december 2026"));
    pages.server().clock().move(std::chrono::days(60));
    EXPECT_THAT(steps(), HasSubstr("Beloofd voor 18 december 2026. Dat is te laat."));
}

TEST(ContactPage, AsksForAParentUnderSixteen) {
    PageFixture pages;
    Pairs form{{"oud", "jonger"}, {"gemeente", "GM0453"}, {"telefoon", "06 12345678"}};
    const auto refused = pages.post("/meedoen", form);
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(PageFixture::body(refused), HasSubstr("id=\"fout-ouder\""));
    EXPECT_THAT(PageFixture::body(refused), HasSubstr("06 12345678"));
    form.emplace_back("ouder", "ja");
    EXPECT_EQ(pages.post("/meedoen", form).status, 201);
}

TEST(ContactPage, KeepsNothingFromSomebodyWhoDoesNotSayAnAge) {
    PageFixture pages;
    const auto reply =
        pages.post("/meedoen", {{"ouder", "ja"}, {"gemeente", "GM0453"}, {"telefoon", "06 12345678"}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(PageFixture::body(reply), HasSubstr("id=\"fout-oud\""));
    EXPECT_TRUE(pages.server().store().contacts().empty());
}

TEST(ErrorPage, TellsInPlainWordsAndKeepsQuietAboutTheRest) {
    PageFixture pages;
    http::Request request;
    request.path = "/x";
    for (const int status : {400, 403, 404, 405, 413, 429, 500, 503}) {
        const auto html = pages.pages().error_page(status, request);
        EXPECT_THAT(html, HasSubstr("<h1>")) << status;
        EXPECT_THAT(html, Not(HasSubstr("{{"))) << status;
    }
}

}  // namespace
}  // namespace peilpunt::tests
