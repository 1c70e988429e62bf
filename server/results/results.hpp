// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/model/poll.hpp"
#include "shared/model/response.hpp"

/// The only code that turns tallies into figures for anyone, the council included.
namespace peilpunt::results {

/// Counts of one question, as kept by the store in the same transaction as the answers.
/// single, multiple, yes-no: by option id; scale: by value "1".."5"; ranking: times put first; points: sum of
/// points, and under "gevers:<id>" how many people gave it any; number: "som" (sum) and "kwadraat" (sum of
/// squares) besides `answered`; open: only `answered`. Sums stop at the largest 64-bit number.
struct QuestionTally {
    std::int64_t answered = 0;
    std::map<std::string, std::int64_t> counts;
    bool operator==(const QuestionTally&) const = default;
};

/// Counts of one group of responses.
struct Tally {
    std::int64_t responses = 0;
    std::map<std::string, QuestionTally> questions;
    void add(const Tally& other);
    bool operator==(const Tally&) const = default;
};

/// Which group a response falls in; the store keeps one Tally per cell.
struct CellKey {
    AreaCode municipality;
    AreaCode district;      ///< empty: not said
    std::string age_group;  ///< empty: not said
    Channel channel = Channel::web;
    auto operator<=>(const CellKey&) const = default;
};

/// All cells of one revision of a poll.
using Cells = std::map<CellKey, Tally>;

/// What one response adds to its cell.
Tally tally_of(const Poll& poll, const Answers& answers);

struct OptionFigure {
    std::string option;
    std::optional<std::int64_t> count;  ///< nothing: hidden
    std::optional<double> share;        ///< of those who answered the question, 0..1
    bool hidden = false;
    bool operator==(const OptionFigure&) const = default;
};
/// Points: `count` is the sum of points and `share` its part of all points given.
struct QuestionFigures {
    std::string question;
    std::optional<std::int64_t> answered;
    std::vector<OptionFigure>
        options;                 ///< in the order of the poll; yes-no: ja, nee, weet-niet; scale: "1".."5"
    std::optional<double> mean;  ///< number questions only, one decimal; nothing: hidden
    bool operator==(const QuestionFigures&) const = default;
};
struct GroupFigures {
    std::string value;                       ///< "GM0453", "kiosk", "16-17"
    std::optional<std::int64_t> responses;   ///< nothing: fewer than 10, or derivable
    std::vector<QuestionFigures> questions;  ///< empty when hidden
    bool operator==(const GroupFigures&) const = default;
};
/// A breakdown adds up to the release at which it was last renewed, which may be an earlier one than it
/// stands in. Groups without any response are left out; who did not say an age is in the group "onbekend".
struct Breakdown {
    std::string by;              ///< "gemeente", "weg", "leeftijdsgroep"
    std::string released_at;     ///< when it was last renewed; RFC 3339, UTC; empty: nothing of it shown yet
    std::int64_t responses = 0;  ///< to what the groups add up
    std::vector<GroupFigures> groups;
    bool operator==(const Breakdown&) const = default;
};

/// One published state of a poll's outcome; kept for ever, so that successive ones can be checked.
struct Release {
    PollId poll;
    int revision = 1;
    int number = 0;           ///< 1, 2, ...
    std::string released_at;  ///< RFC 3339, UTC
    std::int64_t responses = 0;
    std::vector<std::pair<std::string, std::optional<std::int64_t>>> channels;  ///< "wegen"
    std::vector<QuestionFigures> questions;
    std::vector<Breakdown> breakdowns;
    bool operator==(const Release&) const = default;
};

/// What a release was made from; kept beside it (never shown), to judge the next one.
struct Basis {
    TimePoint at{};
    Cells cells;  ///< at the release, added up to one cell: no more is needed
    /// By breakdown: the cells when it was last renewed, added up over all but what it breaks down by.
    std::map<std::string, Cells> breakdowns;
    /// By breakdown: the published totals at that time.
    std::map<std::string, std::vector<QuestionFigures>> margins;
    /// Region-wide counts of each question when it was last renewed.
    std::map<std::string, QuestionTally> questions;
};

struct Published {
    Release release;
    Basis basis;
};

/// The next release, or nothing when the rules of architecture section 7 say: wait (fewer than 10, fewer than
/// 10 new, new ones too much alike, less than 15 minutes ago). Pure; the same input gives the same release.
std::optional<Published> next_release(const Poll& poll, const Cells& cells,
                                      const std::optional<Published>& last, TimePoint now);

/// JSON of schemas/results.json, with `verantwoording`.
std::string write_release(const Poll& poll, const Release& release);
Result<Release> parse_release(std::string_view json);
std::string write_basis(const Basis& basis);
Result<Basis> parse_basis(std::string_view json);
/// The same figures as CSV (RFC 4180, one row per group, question and option; a hidden figure is an empty
/// cell with `afgeschermd` = ja).
std::string release_csv(const Poll& poll, const Release& release, const AreaTree& areas);
/// The same figures as an aligned text table for the command line.
std::string release_table(const Poll& poll, const Release& release, const AreaTree& areas,
                          std::string_view language);

/// Binary form of a Tally for the store; small, versioned.
std::string pack(const Tally& tally);
Result<Tally> unpack(std::string_view bytes);

/// Hides what must not be seen in a one-way or two-way table of counts with margins: cells under 5 and those
/// from which they could be worked out. Used for signal aggregates.
struct CountTable {
    std::vector<std::string> rows, columns;
    std::vector<std::vector<std::optional<std::int64_t>>> cells;  ///< nothing: hidden
    std::vector<std::optional<std::int64_t>> row_totals, column_totals;
    std::optional<std::int64_t> total;
};
CountTable protect(const std::vector<std::string>& rows, const std::vector<std::string>& columns,
                   const std::vector<std::vector<std::int64_t>>& counts);

}  // namespace peilpunt::results
