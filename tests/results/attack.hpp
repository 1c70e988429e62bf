// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/results/results.hpp"

namespace peilpunt::results::test {

/// The ids of what may be chosen; of a scale and of yes or no too.
std::vector<std::string> options_of(const Question& question);

/// Somebody with all releases of a poll and the poll itself, and a pencil. Shares no code with what it
/// attacks: elimination modulo a large prime, and bounds on whole numbers of zero or more.
class Attack {
  public:
    explicit Attack(const Poll& poll) : poll_(poll) {}

    /// Releases go in the order in which they came.
    void read(const Release& release);
    /// Only notes what did not move since the release before, without working with the figures.
    void glance(const Release& release);
    /// What should be hidden but is not: hidden figures that follow exactly, and hidden figures that together
    /// are published to be 1 to 4.
    std::vector<std::string> found();
    int equations() const { return static_cast<int>(equations_.size()); }
    int hidden() const;

  private:
    struct Term {
        int variable;
        std::int64_t factor;
    };
    struct Variable {
        std::string name;
        std::optional<std::int64_t> known;
        bool secret = false;
    };
    struct Equation {
        std::string name;
        std::vector<Term> terms;  ///< add up to zero
        bool of_people = true;    ///< plain counts
    };

    int variable(const std::string& name, std::optional<std::int64_t> known, bool secret);
    void equation(std::string name, std::vector<Term> terms, bool of_people = true);
    void read_questions(const std::string& group, const std::vector<QuestionFigures>& questions,
                        std::optional<std::int64_t> people, const std::string& tag);
    void read_question(const std::string& group, const Question& question, const QuestionFigures* figures,
                       std::optional<std::int64_t> people, const std::string& tag);
    void read_breakdown(const Breakdown& breakdown);
    void conditions(const std::string& group, const std::string& tag);
    void link_times(const std::string& before, const std::string& after, const std::set<std::string>& groups,
                    bool same_groups);
    std::string tag_of(const std::string& group, const std::string& question, const std::string& tag) const;
    std::vector<int> by_elimination() const;
    std::vector<int> by_bounds() const;

    const Poll& poll_;
    std::vector<Variable> variables_;
    std::map<std::string, int> places_;
    std::vector<Equation> equations_;
    std::map<std::string, std::string> stale_;     ///< group+question+tag -> the tag whose figures these are
    std::map<std::string, std::string> last_tag_;  ///< per breakdown: when it was last read
    std::map<std::string, std::set<std::string>> last_groups_;
    std::optional<Release> seen_;
    std::string last_read_;
    std::set<std::string> read_breakdowns_;
};

/// A release that hides only what is small itself: what anybody would do first, and what the attack must
/// break.
Release only_small_hidden(const Poll& poll, const Cells& cells);

}  // namespace peilpunt::results::test
