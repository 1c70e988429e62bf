// SPDX-License-Identifier: EUPL-1.2
// A new password: by the operator, for somebody who forgot theirs or left and came back.
#include <gtest/gtest.h>

#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

const seal::Secret kOld("duin-en-dijk-2026");
const seal::Secret kNew("strand-en-haven-2027");

class SetPassword : public testing::Test {
  protected:
    SetPassword() { app_.accounts().add({"ria", "Ria de Wit", "raad", "RG01"}, kOld, "test").value(); }

    tests::ServerFixture server_;
    app::App& app_ = server_.app();
};

}  // namespace

TEST_F(SetPassword, TheNewOneIsTakenAndTheOldOneIsNot) {
    ASSERT_TRUE(app_.accounts().set_password("ria", kNew, "joke"));
    EXPECT_FALSE(app_.accounts().sign_in("ria", kOld));
    EXPECT_TRUE(app_.accounts().sign_in("ria", kNew));
    EXPECT_EQ(server_.store().user_by_name("ria")->password.find("haven"), std::string::npos);
}

TEST_F(SetPassword, EndsEverySignInOfThatPersonAndOfNobodyElse) {
    app_.accounts().add({"bo", "Bo de Boer", "raad", "RG01"}, kOld, "test").value();
    const auto ria = app_.accounts().sign_in("ria", kOld).value();
    const auto again = app_.accounts().sign_in("ria", kOld).value();
    const auto bo = app_.accounts().sign_in("bo", kOld).value();
    ASSERT_TRUE(app_.accounts().find(ria.token.reveal()));
    ASSERT_TRUE(app_.accounts().set_password("ria", kNew, "joke"));
    EXPECT_FALSE(app_.accounts().find(ria.token.reveal()));
    EXPECT_FALSE(app_.accounts().find(again.token.reveal()));
    EXPECT_TRUE(app_.accounts().find(bo.token.reveal()));
}

TEST_F(SetPassword, LetsSomebodyInAgainWhoWasShutOut) {
    ASSERT_TRUE(server_.store().disable_user("ria", "joke"));
    EXPECT_FALSE(app_.accounts().sign_in("ria", kOld));
    ASSERT_TRUE(app_.accounts().set_password("ria", kNew, "joke"));
    EXPECT_TRUE(app_.accounts().sign_in("ria", kNew));
}

TEST_F(SetPassword, ThatIsTooShortOrOfNobodyChangesNothing) {
    EXPECT_FALSE(app_.accounts().set_password("ria", seal::Secret("kort"), "joke"));
    EXPECT_FALSE(app_.accounts().set_password("niemand", kNew, "joke"));
    EXPECT_FALSE(app_.accounts().sign_in("niemand", kNew));
    EXPECT_TRUE(app_.accounts().sign_in("ria", kOld));
}
