// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "server/app/accounts.hpp"
#include "server/app/app.hpp"

/// What earlier versions kept (tests/stored/README.md), and what must still be so after opening it.
namespace peilpunt::tests {

/// Unpacks `file` of tests/stored/0.1.0 into `folder`; throws when tar fails.
inline void unpack_stored(const char* file, const std::string& folder) {
    const std::string command = "mkdir -p '" + folder + "' && tar --no-same-owner -xzf '" +
                                std::string(PEILPUNT_SOURCE_DIR) + "/tests/stored/0.1.0/" + file + "' -C '" +
                                folder + "' && chmod -R go-rwx '" + folder + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("cannot unpack " + std::string(file));
}

/// The answer that stands in 0.1.0; its poll is the example's.
inline Response stored_response() {
    Response response;
    response.id = ResponseId::parse("11111111-1111-4111-8111-111111111111").value();
    response.poll = PollId::parse("2f4c1e7a-90b3-4d58-8a6e-17c05b9d3f21").value();
    response.municipality = AreaCode::parse("GM0453").value();
    response.answers.set("v1", Choice{"ja", ""});
    response.answers.set("v2", Choices{{{"wonen", ""}, {"zorg", ""}}});
    response.answers.set("v3", Choice{"school", ""});
    response.answers.set("v5", Choice{"nee", ""});
    return response;
}
inline Signal stored_signal() {
    Signal signal;
    signal.id = ResponseId::parse("22222222-2222-4222-8222-222222222222").value();
    signal.text = "De lantaarn bij de sluis is al weken stuk.";
    signal.municipality = AreaCode::parse("GM0453").value();
    return signal;
}
inline Receipt stored_response_code() { return Receipt::parse("7914469209604419").value(); }
inline Receipt stored_signal_code() { return Receipt::parse("9305738184064879").value(); }

/// All that was given and acknowledged in 0.1.0 is there, is known, and is answered as it was.
inline void expect_all_of_0_1_0(app::App& app, store::Store& store) {
    const auto faults = store.verify();
    EXPECT_TRUE(faults.empty()) << faults.front();

    const Origin web{Channel::web, "", moment_of(app.clock().now())};
    EXPECT_EQ(app.submit_response(stored_response(), web).value().status, store::Stored::duplicate);
    EXPECT_EQ(app.give_signal(stored_signal(), web).value().status, store::Stored::duplicate);
    auto other = stored_signal();
    other.text = "Iets anders.";
    EXPECT_EQ(app.give_signal(other, web).value().status, store::Stored::quarantined);

    const auto poll = app.follow(stored_response_code());
    ASSERT_TRUE(poll) << poll.error().message;
    ASSERT_NE(poll->poll, nullptr);
    EXPECT_EQ(poll->poll->id, stored_response().poll);
    const auto signal = app.follow(stored_signal_code());
    ASSERT_TRUE(signal) << signal.error().message;
    EXPECT_TRUE(signal->is_signal);

    EXPECT_TRUE(app.accounts().sign_in("joke", seal::Secret("een lang wachtwoord")));
    EXPECT_FALSE(app.accounts().sign_in("weg", seal::Secret("een ander wachtwoord")))
        << "disabled stays disabled";
    EXPECT_EQ(store.contacts().size(), 104U);
    const auto kiosk = store.kiosk(KioskId::parse("1d93632a-c969-4f5c-bc5b-ca6220d5bb12").value());
    ASSERT_TRUE(kiosk);
    EXPECT_EQ(kiosk->venue, "Buurthuis De Zeemeeuw");
    EXPECT_EQ(kiosk->sign_key.size(), 32U);
}

}  // namespace peilpunt::tests
