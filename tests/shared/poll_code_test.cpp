// SPDX-License-Identifier: EUPL-1.2
#include "shared/seal/poll_code.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

using namespace peilpunt;
using namespace peilpunt::seal;

namespace {

class SeededRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    }

  private:
    std::mt19937_64 engine_{11};
};

CodeKey kiosk_key(char fill) { return CodeKey::of_kiosk(Secret(std::string(32, fill))); }

/// The same code with its own digits, its proof or its mark changed, and a right check digit.
Receipt with_digit(const Receipt& code, std::size_t place, char digit) {
    auto digits = code.digits().substr(0, 15);
    digits[place] = digit;
    return Receipt::from_number(std::stoull(digits));
}

class PollCode : public testing::Test {
  protected:
    SeededRandom random_;
    const CodeKey web_ = CodeKey::of_web(Secret(std::string(32, 'w')));
    const PollName poll_{PollId::random(random_), 7};
};

}  // namespace

TEST_F(PollCode, OfAResponseIsAlwaysTheSameAndOfAnotherAnother) {
    const auto id = ResponseId::random(random_);
    EXPECT_EQ(poll_code_of(web_, poll_, id), poll_code_of(web_, poll_, id));
    std::set<std::string> codes;
    for (int i = 0; i < 1000; ++i) {
        const auto code = poll_code_of(web_, poll_, ResponseId::random(random_));
        ASSERT_TRUE(Receipt::parse(code.grouped()));
        codes.insert(code.digits());
    }
    EXPECT_GE(codes.size(), 998U) << "two people may have the same; seldom";
}

TEST_F(PollCode, SaysItsPollAndWhichKeyMadeItAndProvesBoth) {
    const auto kiosk = kiosk_key('k');
    for (const auto* key : {&web_, &kiosk}) {
        const auto code = make_poll_code(*key, poll_, random_);
        EXPECT_EQ(marks_of(code).poll, 7);
        EXPECT_EQ(marks_of(code).key, key->mark());
        EXPECT_TRUE(proves(*key, poll_, code));
        EXPECT_FALSE(proves(*key, {poll_.id, 8}, code)) << "another number";
        EXPECT_FALSE(proves(*key, {PollId::random(random_), 7}, code)) << "another poll of that number";
    }
    EXPECT_EQ(web_.mark(), 0);
    EXPECT_GE(kiosk.mark(), 1);
    EXPECT_FALSE(proves(web_, {poll_.id, 0}, make_poll_code(web_, poll_, random_)));
    EXPECT_FALSE(proves(web_, poll_, Receipt()));
}

TEST_F(PollCode, NumbersDoNotRunOut) {
    const PollName late{PollId::random(random_), 1007};
    const auto code = make_poll_code(web_, late, random_);
    EXPECT_EQ(marks_of(code).poll, 7);
    EXPECT_TRUE(proves(web_, late, code));
    EXPECT_FALSE(proves(web_, poll_, code)) << "poll 7 is another";
}

TEST_F(PollCode, NoOtherKeyMakesIt) {
    // A stolen kiosk has its own key. It writes the mark of another into its codes: one of ten thousand is
    // right by chance.
    const auto stolen = kiosk_key('s');
    int right = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto forged = with_digit(make_poll_code(stolen, poll_, random_), 10, '0');
        right += proves(web_, poll_, forged) ? 1 : 0;
    }
    EXPECT_LE(right, 12) << "two are expected; over twelve would happen less than once in a million times";
}

TEST_F(PollCode, AnyDigitThatChangesBreaksIt) {
    int accepted = 0, tried = 0;
    for (int round = 0; round < 200; ++round) {
        const auto code = make_poll_code(web_, poll_, random_);
        for (std::size_t place = 0; place < 15; ++place) {
            const auto digit = static_cast<char>('0' + (code.digits()[place] - '0' + 1 + round % 9) % 10);
            ++tried;
            const auto other = with_digit(code, place, digit);
            accepted += marks_of(other).key == 0 && proves(web_, poll_, other) ? 1 : 0;
        }
    }
    EXPECT_LE(accepted, 3) << "of " << tried << "; a seventh of one is expected by chance";
}

TEST_F(PollCode, TheOddsOfAGuessAreWhatTheDecisionSays) {
    // A hundred polls and twenty kiosks: 100 x 21 keys x 10^7 codes of 10^15. Too rare to see by trying, so
    // what is tried is one poll, its number known: one in ten thousand for each key of that mark.
    int right = 0;
    constexpr int kTries = 100'000;
    for (int i = 0; i < kTries; ++i) {
        const auto number = random_.below(10'000'000) * 100'000'000 + 7 * 100'000 + random_.below(10'000);
        right += proves(web_, poll_, Receipt::from_number(number)) ? 1 : 0;
    }
    EXPECT_GT(right, 0) << "this test would see nothing";
    EXPECT_LT(right, 30) << "ten are expected";
}
