// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "server/results/noise.hpp"
#include "server/results/release.hpp"

/// How an open poll stands ("tussenstand"): in tenths, with noise, for everybody together.
namespace peilpunt::results {

struct InterimOption {
    std::string option;
    int tenth = 0;  ///< "ongeveer 9 van de 10": 0..10
    bool operator==(const InterimOption&) const = default;
};
struct InterimQuestion {
    std::string question;
    std::vector<int> revisions{};        ///< as in QuestionFigures
    std::vector<InterimOption> options;  ///< in the order of the poll; empty: nothing can be said yet
    bool operator==(const InterimQuestion&) const = default;
};

/// What is told when the number of answers has reached a level. Told with the texts of its own revision.
struct Interim {
    PollId poll;
    int revision = 1;                        ///< the newest one that was answered
    std::int64_t reached = 0;                ///< 50, 100, 200, 400 ...
    std::int64_t about = 0;                  ///< "ongeveer 400 antwoorden"
    Date day{};                              ///< on which it was made
    std::vector<InterimQuestion> questions;  ///< of the kinds single, multiple, scale and yes-no
    bool operator==(const Interim&) const = default;
};

/// The highest level that so many answers have reached; 0: none.
std::int64_t level_of(std::int64_t answers);
/// The tussenstand at the level that the answers have reached, when it is higher than `last` (0: none yet);
/// else nothing. The same answers and the same source of noise give the same. `scale` differs only where a
/// test needs to see that less noise is found out.
std::optional<Interim> next_interim(PollId poll, const std::vector<Poll>& revisions,
                                    const CellsByRevision& counted, std::int64_t last,
                                    const NoiseSource& source, Date today,
                                    double (*scale)(std::int64_t level) = noise_scale);

/// The revision of which it tells.
const Poll& poll_of(const std::vector<Poll>& revisions, const Interim& interim);

/// JSON of schemas/results.json; `tussenstand` is true.
std::string write_interim(const std::vector<Poll>& revisions, const Interim& interim);
/// The same before the first one: nothing is told yet.
std::string write_no_interim(const Poll& poll);
Result<Interim> parse_interim(std::string_view json);
/// CSV (RFC 4180): one row per question and option, in tenths.
std::string interim_csv(const std::vector<Poll>& revisions, const Interim& interim);
/// The same as an aligned text table for the command line.
std::string interim_table(const std::vector<Poll>& revisions, const Interim& interim,
                          std::string_view language);

}  // namespace peilpunt::results
