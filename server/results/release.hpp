// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/results/tally.hpp"

/// The outcome of a closed poll ("uitslag"): exact figures after disclosure control.
namespace peilpunt::results {

struct OptionFigure {
    std::string option;
    std::optional<std::int64_t> count;  ///< nothing: hidden
    std::optional<double> share;        ///< of those who answered the question, 0..1
    bool hidden = false;
    std::optional<std::int64_t> rank_score{};  ///< ranking only: see rank_score in tally.hpp; nothing: hidden
    bool operator==(const OptionFigure&) const = default;
};
/// Points: `count` is the sum of points and `share` its part of all points given. Ranking: `count` is how
/// many put it first.
struct QuestionFigures {
    std::string question;
    std::optional<std::int64_t> answered;
    std::vector<OptionFigure>
        options;                   ///< in the order of the poll; yes-no: ja, nee, weet-niet; scale: "1".."5"
    std::optional<double> mean;    ///< number questions only, one decimal; nothing: hidden
    std::vector<int> revisions{};  ///< in which it was asked so, ascending; empty: in all that were answered
    bool operator==(const QuestionFigures&) const = default;
};
struct GroupFigures {
    std::string value;                       ///< "GM0453", "kiosk", "16-17"
    std::optional<std::int64_t> responses;   ///< nothing: fewer than 10, or derivable
    std::vector<QuestionFigures> questions;  ///< empty when hidden
    bool operator==(const GroupFigures&) const = default;
};
/// Groups without any response are left out; who did not say an age is in the group "onbekend". Holds the
/// questions that were asked alike in all revisions.
struct Breakdown {
    std::string by;              ///< "gemeente", "weg", "leeftijdsgroep"
    std::string released_at;     ///< of the edition that it adds up to; empty: nothing of it can be shown
    std::int64_t responses = 0;  ///< to what the groups add up
    std::vector<GroupFigures> groups;
    bool operator==(const Breakdown&) const = default;
};

/// One edition of a poll's outcome. Told with the texts and kinds of its own revision, see poll_of.
struct Release {
    PollId poll;
    int revision = 1;            ///< the newest one that was answered
    int number = 0;              ///< 1 is the uitslag; more are editions with late answers in them
    std::string released_at;     ///< RFC 3339, UTC, whole minutes
    std::int64_t responses = 0;  ///< 0: fewer than 10, so nothing is told
    std::int64_t set_apart = 0;  ///< answers that we doubt; in no figure
    std::int64_t late = 0;       ///< answers since; in no figure of this edition
    std::vector<std::pair<std::string, std::optional<std::int64_t>>> channels;  ///< "wegen"
    std::vector<QuestionFigures> questions;  ///< of its revision, in the order of the poll
    std::vector<QuestionFigures> earlier;    ///< as they were asked in earlier revisions, newest first
    std::vector<Breakdown> breakdowns;
    bool too_few() const { return responses == 0; }
    bool operator==(const Release&) const = default;
};

/// What an edition was made from; kept beside it, never shown, to judge the next one.
struct Basis {
    int revision = 1;
    Tally counted;  ///< by the ids of Combined (revisions.hpp); of each question when it was last renewed
    bool operator==(const Basis&) const = default;
};
struct Edition {
    Release release;
    Basis basis;
};

/// Answers by the revision that they were given on.
using CellsByRevision = std::map<int, Cells>;

/// The uitslag of a closed poll when there is no `last`. After it, a later edition when at least 25 answers
/// came in since and the difference of the two tells nothing about few people; else nothing. Pure; the same
/// input gives the same edition. `revisions` holds every revision of this poll, and may hold others.
std::optional<Edition> next_edition(PollId poll, const std::vector<Poll>& revisions,
                                    const CellsByRevision& counted, const std::optional<Edition>& last,
                                    TimePoint now);

/// How many answers came in after an edition was made.
std::int64_t late_answers(const Edition& edition, const CellsByRevision& counted);

/// The revision of which the release tells; never any other.
const Poll& poll_of(const std::vector<Poll>& revisions, const Release& release);
/// The question as it was asked when these figures were counted.
const Question* question_of(const std::vector<Poll>& revisions, const Release& release,
                            const QuestionFigures& figures);

/// JSON of schemas/results.json, with `verantwoording`.
std::string write_release(const std::vector<Poll>& revisions, const Release& release);
Result<Release> parse_release(std::string_view json);
std::string write_basis(const Basis& basis);
Result<Basis> parse_basis(std::string_view json);
/// The same figures as CSV (RFC 4180, one row per group, question and option; a hidden figure is an empty
/// cell with `afgeschermd` = ja).
std::string release_csv(const std::vector<Poll>& revisions, const Release& release, const AreaTree& areas);
/// The same figures as an aligned text table for the command line.
std::string release_table(const std::vector<Poll>& revisions, const Release& release, const AreaTree& areas,
                          std::string_view language);

}  // namespace peilpunt::results
