// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>

#include "server/results/results.hpp"
#include "server/store/registry/outcomes.hpp"
#include "server/store/store.hpp"
#include "shared/model/time.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::app {

struct State;

/// Days that answers given in time may arrive after a poll closed (architecture section 4, "Late and old").
inline constexpr int kGraceDays = 14;

/// The first day on which this poll takes no new answers any more; nothing while it is open or still to come.
/// A day ahead of `today` (a clock was wrong) counts as today.
std::optional<Date> closed_since(const Poll& poll, Date today);

/// What has been told of a poll: its uitslag, else its tussenstand, else that nothing is told yet.
std::string outcome_json(const State& state, const Poll& poll);
std::string outcome_csv(const State& state, const Poll& poll);
/// The same as an aligned text table, in Dutch.
std::string outcome_table(const State& state, const Poll& poll);

/// What putting `after` in the place of `before` does to the figures, a line each.
std::vector<std::string> effects_between(const Poll& before, const Poll& after);

/// Makes what is due to be told of polls: tussenstanden of open ones, the uitslag of closed ones, progress
/// for those who steer. Called by one thread at a time.
class OutcomeMaker {
  public:
    /// `key`: of the servers, for noise; see results::NoiseSource.
    OutcomeMaker(store::Store& store, const seal::Secret& key, const Clock& clock);
    /// True when something new was told, so that the state has to be read again. `at_start`: nothing can be
    /// on its way in this process. `jumping`: of which polls nothing is told now, because far more answers
    /// come in than usual.
    bool make(const State& state, bool at_start, const std::function<bool(PollId)>& jumping);

  private:
    bool make_interim(const State& state, const Poll& poll);
    bool make_progress(const State& state, const Poll& poll);
    bool make_edition(const State& state, const Poll& poll, Date closed_on);
    /// All that this poll's kiosks hold is here, or its grace time has passed.
    bool all_heard(const Poll& poll, Date closed_on) const;
    results::CellsByRevision cells_of(const State& state, PollId poll) const;

    /// Once for each thing.
    void warn(const Poll& poll, const std::string& what);

    store::Store& store_;
    store::Outcomes outcomes_;
    const seal::Secret& key_;
    const Clock& clock_;
    std::map<PollId, TimePoint> seen_closed_;
    std::set<std::string> warned_;
};

}  // namespace peilpunt::app
