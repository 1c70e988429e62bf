// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "shared/model/poll.hpp"
#include "shared/model/response.hpp"

namespace peilpunt::store {
class Store;
}
namespace peilpunt::app {
class App;
}

/// The IJmond example: areas, a closed poll with the figures of 2017, an open one, and signals. Everything
/// follows from the date alone.
namespace peilpunt::demo {

/// One submission and where it came in.
struct GivenResponse {
    Response response;
    Origin origin;
};
struct GivenSignal {
    Signal signal;
    Origin origin;
};
/// An invented young person who may be asked again; the number is not in use (06-00 is not given out).
struct Contact {
    std::string phone;
    bool is_16 = false;
    AreaCode municipality;
    std::vector<std::string> topics;
};

/// How many young people answered in 2017, and how many are made for the poll that is open.
inline constexpr int kResponses2017 = 671;
inline constexpr int kResponses = 420;

/// "Hoe willen jongeren meepraten?", of the autumn of 2017.
Poll poll_2017();
/// Exactly kResponses2017, given while it was open; their totals are the published figures.
std::vector<GivenResponse> responses_2017();
/// "Hoe wil jij meepraten?", a draft that is open around `today`: the same questions, asked again.
Poll poll(Date today);
/// Exactly kResponses, given in the two weeks before `today`.
std::vector<GivenResponse> responses(Date today);
/// What residents told over the last six months.
std::vector<GivenSignal> signals(Date today);
std::vector<Contact> contacts();

/// Fills an empty server through the same doors as any submission. Errors: those of the app, with what
/// failed.
Result<void> load(store::Store& store, app::App& app, Date today);

}  // namespace peilpunt::demo
