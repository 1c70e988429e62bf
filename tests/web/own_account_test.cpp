// SPDX-License-Identifier: EUPL-1.2
// A sign-in ends when nothing is done with it, what was typed by then is kept, and its owner sees and ends
// it.
#include <gmock/gmock.h>

#include "server/app/accounts.hpp"
#include "server/web/browser_name.hpp"
#include "server/web/kept_forms.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const std::string kPassword = "vier groene lampen zingen zacht";

class OwnAccount : public testing::Test {
  protected:
    OwnAccount() {
        for (const auto* name : {"ria", "joke"})
            accounts()
                .add({name, "Een", "beheer", "RG01"}, seal::Secret(std::string(kPassword)), "test")
                .value();
    }
    app::Accounts& accounts() { return pages_.app().accounts(); }
    HandClock& clock() { return pages_.server().clock(); }

    /// Signs in; the cookie is what the browser had before.
    http::Reply sign_in(const std::string& name, const std::string& token = {},
                        const std::string& browser = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0") {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/raad/aanmelden";
        request.headers.add("User-Agent", browser);
        if (!token.empty()) request.headers.add("Cookie", "peilpunt=" + token);
        request.body = encode({{"naam", name}, {"wachtwoord", kPassword}});
        return pages_.ask(std::move(request));
    }
    static std::string token_of(const http::Reply& reply) {
        for (const auto& [name, value] : reply.headers.all())
            if (name == "Set-Cookie" && value.starts_with("peilpunt="))
                return value.substr(9, value.find(';') - 9);
        return {};
    }
    http::Reply ask(http::Method method, const std::string& path, const std::string& token, Pairs form = {}) {
        http::Request request;
        request.method = method;
        request.path = request.target = path;
        request.headers.add("Cookie", "peilpunt=" + token);
        if (method == http::Method::post) request.body = encode(form);
        return pages_.ask(std::move(request));
    }
    http::Reply get(const std::string& path, const std::string& token) {
        return ask(http::Method::get, path, token);
    }
    std::string csrf_of(const std::string& token) { return accounts().find(token)->csrf_token; }
    /// A form that comes when its sign-in has ended.
    std::string ended_with_a_form(const std::string& csrf = {}) {
        const auto token = token_of(sign_in("ria"));
        const auto right = csrf_of(token);
        clock().move(31min);
        const auto sent = ask(
            http::Method::post, "/beheer/kiosken/koppelcode", token,
            {{"csrf", csrf.empty() ? right : csrf}, {"plek", "Buurthuis <De Zee>"}, {"gemeente", "GM0453"}});
        EXPECT_EQ(sent.status, 303);
        return token;
    }

    PageFixture pages_;
};

}  // namespace

TEST_F(OwnAccount, ASignInEndsAfterHalfAnHourWithoutARequest) {
    const auto token = token_of(sign_in("ria"));
    for (int i = 0; i < 4; ++i) {
        clock().move(25min);
        EXPECT_EQ(get("/raad", token).status, 200) << "it is used";
    }
    clock().move(31min);
    EXPECT_EQ(get("/raad", token).status, 303);
    EXPECT_THAT(PageFixture::body(get("/raad/aanmelden", token)), HasSubstr("Daarom bent u afgemeld"));
}

TEST_F(OwnAccount, ItEndsAfterEightHoursHoweverMuchItIsUsed) {
    const auto token = token_of(sign_in("ria"));
    for (int i = 0; i < 23; ++i) {
        clock().move(20min);
        ASSERT_EQ(get("/raad", token).status, 200) << i;
    }
    clock().move(21min);
    EXPECT_EQ(get("/raad", token).status, 303);
}

TEST_F(OwnAccount, HowLongIsASetting) {
    ASSERT_TRUE(pages_.app().change_settings(app::Accounts::command_line(), {{"sign_in.idle_minutes", "60"}},
                                             "proef"));
    const auto token = token_of(sign_in("ria"));
    clock().move(55min);
    EXPECT_EQ(get("/raad", token).status, 200);
    clock().move(61min);
    EXPECT_EQ(get("/raad", token).status, 303);
}

TEST_F(OwnAccount, WhatWasTypedComesBackAfterSigningInAndCanBeSentOnce) {
    const auto token = ended_with_a_form();
    EXPECT_THAT(PageFixture::body(get("/raad/aanmelden", token)), HasSubstr("kwartier bewaard"));
    const auto back = sign_in("ria", token);
    ASSERT_EQ(back.status, 200);
    const auto page = PageFixture::body(back);
    EXPECT_THAT(page, HasSubstr("action=\"/beheer/kiosken/koppelcode\""));
    EXPECT_THAT(page, HasSubstr("name=\"plek\" value=\"Buurthuis &lt;De Zee&gt;\""));
    const auto anew = token_of(back);
    EXPECT_NE(anew, token);
    EXPECT_THAT(page, HasSubstr("name=\"csrf\" value=\"" + csrf_of(anew) + '"')) << "the token of now";
    EXPECT_EQ(ask(http::Method::post, "/beheer/kiosken/koppelcode", anew,
                  {{"csrf", csrf_of(anew)}, {"plek", "Buurthuis"}, {"gemeente", "GM0453"}})
                  .status,
              200);
    EXPECT_EQ(sign_in("ria", token).status, 303) << "it comes back once";
}

TEST_F(OwnAccount, WhatWasTypedIsForNobodyElseAndNotForEver) {
    EXPECT_EQ(sign_in("joke", ended_with_a_form()).status, 303) << "somebody else at the same desk";
    ended_with_a_form();
    EXPECT_EQ(sign_in("ria").status, 303) << "another browser";
    EXPECT_EQ(sign_in("ria", ended_with_a_form("van een ander")).status, 303) << "a page of somebody else";
    const auto late = ended_with_a_form();
    clock().move(16min);
    EXPECT_EQ(sign_in("ria", late).status, 303) << "a quarter of an hour";
    EXPECT_EQ(sign_in("ria", token_of(sign_in("ria"))).status, 303) << "nothing was typed";
}

TEST_F(OwnAccount, FormsWithSecretsAreNotKept) {
    const auto kept = [&](const Pairs& form) {
        http::Request request;
        request.method = http::Method::post;
        request.path = "/raad/x";
        request.body = encode(form);
        return web::read_kept_form(request, *pages_.app().state()).has_value();
    };
    EXPECT_TRUE(kept({{"plek", "Bieb"}}));
    EXPECT_FALSE(kept({{"naam", "kiosk.pin"}, {"kiosk.pin", "13579024"}}));
    EXPECT_FALSE(kept({{"wachtwoord-oud", "x"}}));
    EXPECT_FALSE(kept({{"plek", std::string(70'000, 'x')}}));
}

TEST_F(OwnAccount, FormsOfManyPeopleDoNotFillTheMemory) {
    web::KeptForms forms(clock());
    for (int i = 0; i < 150; ++i) {
        forms.keep("token" + std::to_string(i), "ria", {"/raad", false, {{"a", "b"}}, {}});
        clock().move(1s);
    }
    EXPECT_FALSE(forms.has("token0"));
    EXPECT_FALSE(forms.has("token49"));
    EXPECT_TRUE(forms.has("token50"));
    EXPECT_TRUE(forms.has("token149"));
}

TEST_F(OwnAccount, SignInsAreListedWithTheirBrowserAndEndedByTheirOwner) {
    const auto here = token_of(sign_in("ria"));
    const auto there = token_of(sign_in("ria", {}, "Mozilla/5.0 (Linux; Android 16) Chrome/150 Safari/537"));
    const auto third = token_of(sign_in("ria", {}, "curl"));
    const auto joke = token_of(sign_in("joke"));
    const auto page = PageFixture::body(get("/raad/aanmeldingen", here));
    EXPECT_THAT(page, HasSubstr("Firefox op Windows"));
    EXPECT_THAT(page, HasSubstr("Chrome op Android"));
    EXPECT_THAT(page, HasSubstr("Onbekende browser"));
    EXPECT_THAT(page, HasSubstr("Deze aanmelding"));
    for (const auto& token : {here, there, third, joke}) EXPECT_THAT(page, Not(HasSubstr(token)));
    const auto end = [&](const std::string& which) {
        return ask(http::Method::post, "/raad/aanmeldingen", here,
                   {{"csrf", csrf_of(here)}, {"welke", which}})
            .status;
    };
    const auto of_joke = accounts().sign_ins_of(*accounts().find(joke)->actor, joke).at(0).id;
    EXPECT_EQ(end(of_joke), 303);
    EXPECT_TRUE(accounts().find(joke)) << "somebody else's";
    for (const auto& one : accounts().sign_ins_of(*accounts().find(here)->actor, here)) {
        if (one.browser == "Chrome/Android") {
            EXPECT_EQ(end(one.id), 303);
        }
    }
    EXPECT_FALSE(accounts().find(there));
    EXPECT_TRUE(accounts().find(third));
    EXPECT_EQ(pages_.server().store().audit().back().what, "aanmelding-beeindigd");
    EXPECT_EQ(end("andere"), 303);
    EXPECT_FALSE(accounts().find(third));
    EXPECT_TRUE(accounts().find(here));
    EXPECT_TRUE(accounts().find(joke));
    EXPECT_EQ(pages_.server().store().audit().back().what, "andere-aanmeldingen-beeindigd");
}

TEST_F(OwnAccount, TheLogHoldsSignInsAndNoSecrets) {
    const auto token = token_of(sign_in("ria"));
    http::Request wrong;
    wrong.method = http::Method::post;
    wrong.path = "/raad/aanmelden";
    wrong.body = encode({{"naam", "mijn geheime wachtwoord"}, {"wachtwoord", "fout"}});
    pages_.ask(std::move(wrong));
    ask(http::Method::post, "/raad/afmelden", token, {{"csrf", csrf_of(token)}});
    std::string log;
    for (const auto& entry : pages_.server().store().audit())
        log += entry.what + ' ' + entry.subject + ' ' + entry.who + '\n';
    for (const auto* what : {"aanmelding-gelukt", "aanmelding-mislukt onbekende naam", "afmelding-gedaan"})
        EXPECT_THAT(log, HasSubstr(what));
    for (const auto& secret : {token, kPassword, std::string("geheime wachtwoord")})
        EXPECT_THAT(log, Not(HasSubstr(secret)));
}

TEST_F(OwnAccount, ThePasswordIsChangedOnAPageAndAGuessableOneIsRefusedInPlainWords) {
    const auto token = token_of(sign_in("ria"));
    const auto change = [&](const std::string& old, const std::string& chosen, const std::string& again) {
        return ask(http::Method::post, "/raad/wachtwoord", token,
                   {{"csrf", csrf_of(token)},
                    {"wachtwoord-oud", old},
                    {"wachtwoord", chosen},
                    {"wachtwoord-nog-eens", again}});
    };
    const std::string chosen = "mijn oma fietst nooit op zondag";
    EXPECT_THAT(PageFixture::body(change(kPassword, chosen, chosen + "s")), HasSubstr("niet gelijk"));
    EXPECT_THAT(PageFixture::body(change("iets anders", chosen, chosen)), HasSubstr("niet uw wachtwoord"));
    EXPECT_THAT(PageFixture::body(change(kPassword, "aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa")),
                HasSubstr("makkelijk te raden"));
    EXPECT_THAT(PageFixture::body(change(kPassword, "kort", "kort")), HasSubstr("te kort"));
    const auto changed = change(kPassword, chosen, chosen);
    EXPECT_EQ(changed.status, 303);
    EXPECT_EQ(changed.headers.get("location"), "/raad/aanmelden?gewijzigd=ja");
    EXPECT_FALSE(accounts().find(token));
    EXPECT_TRUE(accounts().sign_in("ria", seal::Secret(std::string(chosen))));
}

TEST_F(OwnAccount, TheSecondStepIsAskedForFromTheSecondDayOn) {
    EXPECT_EQ(sign_in("ria").headers.get("location"), "/raad") << "people come to work first";
    clock().move(24h);
    const auto again = sign_in("ria");
    EXPECT_EQ(again.headers.get("location"), "/raad/tweede-stap");
    const auto token = token_of(again);
    const auto page = PageFixture::body(get("/raad/tweede-stap", token));
    EXPECT_THAT(page, HasSubstr("<svg"));
    EXPECT_THAT(page, HasSubstr(accounts().second_step(*accounts().find(token)->actor).secret));
    const auto wrong =
        ask(http::Method::post, "/raad/tweede-stap", token, {{"csrf", csrf_of(token)}, {"code", "12"}});
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(PageFixture::body(wrong), HasSubstr("niet de code van nu"));
    EXPECT_THAT(PageFixture::body(get("/raad/aanmelden", "")), HasSubstr("one-time-code"));
}

TEST(BrowserName, IsWhatPeopleCallIt) {
    EXPECT_EQ(web::browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
              "Firefox/Linux");
    EXPECT_EQ(web::browser_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
                                "Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0"),
              "Edge/Windows");
    EXPECT_EQ(web::browser_name("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
                                "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"),
              "Safari/iPhone");
    EXPECT_EQ(web::browser_name("<script>alert(1)</script>"), "");
}

}  // namespace peilpunt::tests
