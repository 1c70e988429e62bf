// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/model/area.hpp"
#include "shared/model/ids.hpp"
#include "shared/model/time.hpp"

namespace peilpunt {

/// A text in several languages, by language code; always has "nl".
class LocalText {
  public:
    LocalText() = default;
    explicit LocalText(std::map<std::string, std::string> by_language) : texts_(std::move(by_language)) {}
    /// The text in `language`, else in nl-simple, else in nl, else empty.
    const std::string& in(std::string_view language) const;
    const std::map<std::string, std::string>& all() const { return texts_; }
    bool empty() const { return texts_.empty(); }
    bool operator==(const LocalText&) const = default;

  private:
    std::map<std::string, std::string> texts_;
};

enum class QuestionKind { single, multiple, scale, number, yes_no, ranking, points, open };

/// The option id that may carry a note ("anders, namelijk").
inline constexpr std::string_view kOtherOption = "anders";

struct Option {
    std::string id;
    LocalText text;
    std::string pictogram;  ///< name of a pictogram, or empty
    bool operator==(const Option&) const = default;
};

/// A question shows only if `question` was answered with one of `any_of` (and is itself shown).
struct ShowIf {
    std::string question;
    std::vector<std::string> any_of;
    bool operator==(const ShowIf&) const = default;
};

struct Question {
    std::string id;
    QuestionKind kind = QuestionKind::single;
    LocalText text;
    LocalText explanation;
    std::vector<Option> options;  ///< single, multiple, ranking, points; empty for the other kinds
    bool required = false;
    std::optional<ShowIf> show_if;
    /// multiple, ranking: at most so many options; scale: 1..max; number: 0..max; points: the sum; open:
    /// characters.
    std::optional<int> max;
    /// `max`, or the default of the kind: all options, 5, 1000000, 100, 500.
    int effective_max() const;
    const Option* option(std::string_view id) const;
    bool operator==(const Question&) const = default;
};

/// What residents are told beforehand (PF1, PF2, PF6, AM2): no poll opens without it.
struct Expectation {
    std::string form;        ///< "beleidsparticipatie" or "maatschappelijke-participatie"
    std::string rung;        ///< "raadplegen", "adviseren", "coproduceren", "meebeslissen"
    LocalText purpose;       ///< what for
    LocalText what_happens;  ///< what will be done with it
    Date feedback_on{};      ///< by when the outcome is told
    std::string owner;       ///< who asks
    bool operator==(const Expectation&) const = default;
};

struct Audience {
    int age_from = 0;
    int age_to = 120;
    bool operator==(const Audience&) const = default;
};

enum class PollStatus { draft, open, closed };

/// What may be offered after the thanks; the details go elsewhere and are never joined to answers.
struct ContactOffer {
    LocalText question;
    std::vector<std::string> topics;  ///< theme ids
    bool operator==(const ContactOffer&) const = default;
};

/// One revision of a poll; immutable once published.
struct Poll {
    PollId id;
    std::string slug;
    int revision = 1;
    PollStatus status = PollStatus::draft;
    LocalText title;
    LocalText introduction;
    std::vector<AreaCode> municipalities;
    Audience audience;
    Date opens{};
    Date closes{};  ///< the first day on which it is closed, as planned
    /// The day on which somebody closed it before that. An event: it is no part of what a revision says.
    std::optional<Date> closed_on;
    /// By which volgcodes name it, the same for all revisions; the server gives it at the first publication.
    /// 0: none.
    int number = 0;
    Expectation expectation;
    std::vector<Question> questions;
    std::optional<ContactOffer> contact;
    const Question* question(std::string_view id) const;
    bool operator==(const Poll&) const = default;
};

/// Wire words: "enkel", "meervoudig", "schaal", "getal", "ja-nee", "rangorde", "punten", "open".
std::string_view word(QuestionKind kind);
std::optional<QuestionKind> question_kind_of(std::string_view word);
/// Wire words: "concept", "open", "gesloten".
std::string_view word(PollStatus status);
std::optional<PollStatus> poll_status_of(std::string_view word);
/// Whether the poll takes new answers on `today`.
bool is_open(const Poll& poll, Date today);
/// The day on which it really closed or will: as planned, or the day on which somebody closed it. On the wire
/// "sluit" and "tot".
Date closing_day(const Poll& poll);
/// The last day on which people could take part, as pages say it: "tot en met", "gesloten op".
Date last_day(const Poll& poll);

}  // namespace peilpunt
