// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shared/model/poll.hpp"
#include "shared/model/words.hpp"

namespace peilpunt {

/// One chosen option; `note` only with kOtherOption.
struct Choice {
    std::string option;
    std::string note;
    bool operator==(const Choice&) const = default;
};
struct Choices {
    std::vector<Choice> chosen;
    bool operator==(const Choices&) const = default;
};
/// Option ids, best first.
struct Ranking {
    std::vector<std::string> order;
    bool operator==(const Ranking&) const = default;
};
struct Points {
    std::vector<std::pair<std::string, int>> given;
    bool operator==(const Points&) const = default;
};
struct Number {
    std::int64_t value = 0;
    bool operator==(const Number&) const = default;
};
struct OpenText {
    std::string text;
    bool operator==(const OpenText&) const = default;
};

/// single and yes-no: Choice; multiple: Choices; scale and number: Number; ranking; points; open.
using Answer = std::variant<Choice, Choices, Number, Ranking, Points, OpenText>;

/// Answers by question id, in the order given; a question that was skipped is absent.
class Answers {
  public:
    const Answer* find(std::string_view question) const;
    /// Replaces an earlier answer to the same question.
    void set(std::string question, Answer answer);
    void erase(std::string_view question);
    const std::vector<std::pair<std::string, Answer>>& all() const { return answers_; }
    bool empty() const { return answers_.empty(); }
    bool operator==(const Answers&) const = default;

  private:
    std::vector<std::pair<std::string, Answer>> answers_;
};

/// One person's answers to one revision of a poll. Anonymous; immutable.
struct Response {
    ResponseId id;
    PollId poll;
    int revision = 1;
    AreaCode municipality;
    AreaCode district;      ///< empty: not said
    std::string age_group;  ///< empty: not said
    std::string language = "nl";
    Answers answers;
    bool operator==(const Response&) const = default;
};

/// What somebody noticed, needs or proposes, in their own words.
struct Signal {
    ResponseId id;  ///< made by the giver's device; not kept with the words
    SignalKind kind = SignalKind::unsaid;
    std::string text;
    std::string theme;  ///< one of kThemes, or empty: not said
    AreaCode municipality;
    AreaCode area;  ///< district or neighbourhood; empty: not said
    Perspective perspective = Perspective::unsaid;
    std::string what_helps;  ///< "wat zou helpen?"; may be empty
    std::string own_part;    ///< "wat kunt u zelf of samen doen?"; may be empty
    std::string language = "nl";
    std::string
        recording;  ///< 16 bytes, made by the server: where what was spoken is kept; empty: nothing was
    bool operator==(const Signal&) const = default;
};

/// Where a submission came in; set by the receiving side, never by the giver.
struct Origin {
    Channel channel = Channel::web;
    std::string venue;  ///< name of the community centre, or empty
    Moment moment;
    bool operator==(const Origin&) const = default;
};

}  // namespace peilpunt
