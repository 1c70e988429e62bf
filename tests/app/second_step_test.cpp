// SPDX-License-Identifier: EUPL-1.2
// The second step of signing in: a code of an app, or one for recovery.
#include <gmock/gmock.h>

#include "server/app/accounts.hpp"
#include "server/app/one_time_codes.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using namespace std::chrono_literals;

namespace {

const std::string kPassword = "vier groene lampen zingen zacht";

seal::Secret password() { return seal::Secret(std::string(kPassword)); }

std::string from_base32(const std::string& text) {
    std::string bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        held = (held << 5U) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((held >> bits) & 0xffU);
            held &= (1U << bits) - 1U;
        }
    }
    return bytes;
}

class SecondStep : public testing::Test {
  protected:
    SecondStep() { accounts().add({"ria", "Ria de Wit", "raad", "RG01"}, password(), "test").value(); }
    app::Accounts& accounts() { return server_.app().accounts(); }
    auto sign_in(const std::string& code = {}) { return accounts().sign_in("ria", password(), "", code); }
    std::string code_of(std::int64_t later = 0) {
        return app::one_time_code(secret_, app::code_step(server_.clock().now()) + later);
    }
    /// Signs in for the first time and does the step; the codes for recovery.
    std::vector<std::string> enrol() {
        auto in = sign_in().value();
        secret_ = from_base32(accounts().second_step(in.actor).secret);
        EXPECT_EQ(secret_.size(), 20U);
        auto codes = accounts().take_second_step(in.actor, code_of()).value();
        server_.clock().move(2min);
        return codes;
    }

    tests::ServerFixture server_;
    std::string secret_;
};

}  // namespace

TEST(OneTimeCodes, AreThoseOfTheStandard) {
    // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
    const std::string secret = "12345678901234567890";
    const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                            {1111111111, "050471"}, {1234567890, "005924"},
                                                            {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [seconds, code] : vectors) {
        const auto step = app::code_step(TimePoint(std::chrono::seconds(seconds)));
        EXPECT_EQ(app::one_time_code(secret, step), code) << seconds;
        EXPECT_EQ(app::step_of_code(secret, code, step, 0), step);
    }
    EXPECT_EQ(app::to_base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(app::to_base32("f"), "MY");
    EXPECT_EQ(app::to_base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(app::to_base32("foobar"), "MZXW6YTBOI");
}

TEST(OneTimeCodes, OneStepOfToleranceAndNoneThatWasUsed) {
    const std::string secret = "12345678901234567890";
    for (int off = -3; off <= 3; ++off) {
        const auto found = app::step_of_code(secret, app::one_time_code(secret, 1000 + off), 1000, 0);
        EXPECT_EQ(found.has_value(), off >= -1 && off <= 1) << off;
    }
    EXPECT_FALSE(app::step_of_code(secret, app::one_time_code(secret, 1000), 1000, 1000));
    EXPECT_FALSE(app::step_of_code(secret, app::one_time_code(secret, 999), 1000, 1000));
    EXPECT_TRUE(app::step_of_code(secret, "  " + app::one_time_code(secret, 1001) + " ", 1000, 1000));
    EXPECT_FALSE(app::step_of_code(secret, "", 1000, 0));
}

TEST_F(SecondStep, APasswordAloneIsNotEnoughOnceItIsDone) {
    enrol();
    EXPECT_EQ(sign_in().error().code, ErrorCode::unauthorized);
    EXPECT_EQ(sign_in("000000").error().code, ErrorCode::unauthorized);
    EXPECT_EQ(sign_in().error().message, accounts().sign_in("niemand", password()).error().message);
    EXPECT_FALSE(accounts().sign_in("ria", seal::Secret("een ander lang wachtwoord"), "", code_of()));
    EXPECT_TRUE(sign_in(code_of()));
}

TEST_F(SecondStep, EachCodeWorksOnce) {
    enrol();
    const auto code = code_of();
    ASSERT_TRUE(sign_in(code));
    EXPECT_FALSE(sign_in(code));
    server_.clock().move(30s);
    EXPECT_FALSE(sign_in(code));
    EXPECT_TRUE(sign_in(code_of()));
}

TEST_F(SecondStep, TheCodeThatProvedItDoesNotSignIn) {
    auto in = sign_in().value();
    secret_ = from_base32(accounts().second_step(in.actor).secret);
    ASSERT_TRUE(accounts().take_second_step(in.actor, code_of()));
    EXPECT_FALSE(sign_in(code_of()));
    EXPECT_EQ(accounts().take_second_step(in.actor, code_of(1)).error().code, ErrorCode::conflict);
    EXPECT_EQ(accounts().second_step(in.actor).secret, "") << "it is shown until it is done";
}

TEST_F(SecondStep, ACodeForRecoveryWorksOnceHoweverItIsTyped) {
    const auto codes = enrol();
    ASSERT_EQ(codes.size(), 10U);
    EXPECT_TRUE(sign_in(codes[3]));
    EXPECT_FALSE(sign_in(codes[3]));
    auto typed = codes[4];
    for (char& c : typed) c = c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    EXPECT_TRUE(sign_in(typed));
    EXPECT_FALSE(sign_in("AAAA-AAAA-AAAA-AAAA"));
    bool logged = false;
    for (const auto& entry : server_.store().audit()) logged = logged || entry.what == "herstelcode-gebruikt";
    EXPECT_TRUE(logged);
}

TEST_F(SecondStep, AWrongFirstCodeChangesNothing) {
    auto in = sign_in().value();
    EXPECT_EQ(accounts().take_second_step(in.actor, "12").error().code, ErrorCode::invalid);
    EXPECT_TRUE(accounts().second_step(in.actor).wanted);
    EXPECT_FALSE(accounts().second_step(in.actor).done);
    EXPECT_TRUE(sign_in());
}

TEST_F(SecondStep, AfterAWeekThereIsNothingToDoBeforeItIsDone) {
    sign_in().value();
    server_.clock().move(std::chrono::hours(24 * 7));
    auto in = sign_in().value();
    EXPECT_FALSE(accounts().find(in.token.reveal())->actor->memberships().empty()) << "the last day";
    server_.clock().move(std::chrono::hours(24));
    in = sign_in().value();
    EXPECT_TRUE(accounts().find(in.token.reveal())->actor->memberships().empty());
    secret_ = from_base32(accounts().second_step(in.actor).secret);
    ASSERT_TRUE(accounts().take_second_step(in.actor, code_of()));
    EXPECT_FALSE(accounts().find(in.token.reveal())->actor->memberships().empty());
}

TEST_F(SecondStep, ANewPasswordOfTheOperatorBeginsAnewAndOnesOwnDoesNot) {
    enrol();
    const auto in = sign_in(code_of()).value();
    const std::string chosen = "mijn oma fietst nooit op zondag";
    ASSERT_TRUE(accounts().change_password(in.actor, password(), seal::Secret(std::string(chosen))));
    EXPECT_FALSE(accounts().sign_in("ria", seal::Secret(std::string(chosen))));
    const auto old = secret_;
    ASSERT_TRUE(accounts().set_password("ria", password(), "opdrachtregel"));
    EXPECT_EQ(server_.store().audit().back().what, "tweede-stap-gewist");
    const auto anew = sign_in();
    ASSERT_TRUE(anew);
    EXPECT_NE(from_base32(accounts().second_step(anew->actor).secret), old);
}

TEST_F(SecondStep, TheExampleAsksForAPasswordAlone) {
    ASSERT_TRUE(server_.store().set_setting("voorbeeld", "ja"));
    server_.reopen();
    const auto in = sign_in().value();
    EXPECT_FALSE(accounts().second_step(in.actor).wanted);
    accounts().ask_second_step_of_example();  // as `serve` does when it is not on loopback
    EXPECT_FALSE(accounts().password_is_enough());
    const auto in_again = sign_in().value();
    EXPECT_TRUE(accounts().second_step(in_again.actor).wanted);
}
