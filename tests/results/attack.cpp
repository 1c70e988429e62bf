// SPDX-License-Identifier: EUPL-1.2
#include "tests/results/attack.hpp"

#include <algorithm>
#include <stdexcept>

namespace peilpunt::results::test {
namespace {

constexpr std::int64_t kPrime = 2'147'483'647;

std::int64_t wrapped(std::int64_t number) {
    number %= kPrime;
    return number < 0 ? number + kPrime : number;
}

std::int64_t inverse(std::int64_t number) {
    std::int64_t result = 1;
    std::int64_t base = wrapped(number);
    for (std::int64_t power = kPrime - 2; power > 0; power /= 2) {
        if (power % 2 == 1) result = wrapped(result * base);
        base = wrapped(base * base);
    }
    return result;
}

}  // namespace

std::vector<std::string> options_of(const Question& question) {
    switch (question.kind) {
        case QuestionKind::yes_no:
            return {"ja", "nee", "weet-niet"};
        case QuestionKind::scale:
            return {"1", "2", "3", "4", "5"};
        case QuestionKind::number:
        case QuestionKind::open:
            return {};
        default:
            break;
    }
    std::vector<std::string> ids;
    for (const auto& option : question.options) ids.push_back(option.id);
    return ids;
}

int Attack::variable(const std::string& name, std::optional<std::int64_t> known, bool secret) {
    const auto found = places_.find(name);
    if (found != places_.end()) {
        auto& there = variables_[static_cast<std::size_t>(found->second)];
        if (known) there.known = known;
        return found->second;
    }
    variables_.push_back({name, known, secret});
    const int place = static_cast<int>(variables_.size()) - 1;
    places_[name] = place;
    return place;
}

void Attack::equation(std::string name, std::vector<Term> terms, bool of_people) {
    equations_.push_back({std::move(name), std::move(terms), of_people});
}

int Attack::hidden() const {
    return static_cast<int>(std::count_if(variables_.begin(), variables_.end(),
                                          [](const Variable& v) { return v.secret && !v.known; }));
}

std::string Attack::tag_of(const std::string& group, const std::string& question,
                           const std::string& tag) const {
    const auto found = stale_.find(group + "/" + question + "@" + tag);
    return found == stale_.end() ? tag : found->second;
}

void Attack::read_question(const std::string& group, const Question& question, const QuestionFigures* figures,
                           std::optional<std::int64_t> people, const std::string& tag) {
    const auto stem = group + "/" + question.id;
    const auto own_tag = tag_of(group, question.id, tag);
    const auto at = "@" + own_tag;
    const int answered = variable(stem + at, figures == nullptr ? std::nullopt : figures->answered,
                                  !question.required && !question.show_if);
    if (question.required && !question.show_if && own_tag == tag) {
        equation("required " + stem, {{answered, 1}, {variable(group + "@" + tag, people, true), -1}});
    }
    const bool points = question.kind == QuestionKind::points;
    std::vector<Term> row{{answered, points ? -question.effective_max() : -1}};
    for (const auto& option : options_of(question)) {
        std::optional<std::int64_t> count;
        if (figures != nullptr) {
            for (const auto& one : figures->options) {
                if (one.option == option) count = one.count;
            }
        }
        row.push_back({variable(stem + "=" + option + at, count, true), 1});
    }
    if (question.kind == QuestionKind::multiple || row.size() == 1) return;
    equation("row " + stem, std::move(row), !points);
}

void Attack::conditions(const std::string& group, const std::string& tag) {
    for (const auto& question : poll_.questions) {
        if (!question.show_if || !question.required) continue;
        const auto child_tag = tag_of(group, question.id, tag);
        const auto& parent = question.show_if->question;
        if (child_tag != tag_of(group, parent, tag)) continue;
        std::vector<Term> terms{
            {variable(group + "/" + question.id + "@" + child_tag, std::nullopt, false), -1}};
        for (const auto& option : question.show_if->any_of) {
            terms.push_back(
                {variable(group + "/" + parent + "=" + option + "@" + child_tag, std::nullopt, true), 1});
        }
        equation("condition " + group + "/" + question.id, std::move(terms));
    }
}

void Attack::read_questions(const std::string& group, const std::vector<QuestionFigures>& questions,
                            std::optional<std::int64_t> people, const std::string& tag) {
    variable(group + "@" + tag, people, true);
    for (const auto& question : poll_.questions) {
        const auto found = std::find_if(questions.begin(), questions.end(), [&](const QuestionFigures& one) {
            return one.question == question.id;
        });
        read_question(group, question, found == questions.end() ? nullptr : &*found, people, tag);
    }
    conditions(group, tag);
}

void Attack::read_breakdown(const Breakdown& breakdown) {
    const auto& tag = breakdown.released_at;
    if (tag.empty()) return;
    if (!read_breakdowns_.insert(breakdown.by + "@" + tag).second) return;
    std::set<std::string> groups;
    std::vector<Term> people{{variable("allen@" + tag, std::nullopt, true), -1}};
    for (const auto& figures : breakdown.groups) {
        const auto group = breakdown.by + ":" + figures.value;
        groups.insert(group);
        read_questions(group, figures.questions, figures.responses, tag);
        people.push_back({variable(group + "@" + tag, std::nullopt, true), 1});
    }
    equation("people " + breakdown.by, std::move(people));
    for (const auto& question : poll_.questions) {
        const auto total_tag = "@" + tag_of("allen", question.id, tag);
        std::vector<std::string> names{"/" + question.id};
        for (const auto& option : options_of(question)) names.push_back("/" + question.id + "=" + option);
        for (const auto& name : names) {
            std::vector<Term> terms{{variable("allen" + name + total_tag, std::nullopt, true), -1}};
            for (const auto& group : groups) {
                terms.push_back({variable(group + name + "@" + tag, std::nullopt, true), 1});
            }
            equation("column " + breakdown.by + name, std::move(terms),
                     question.kind != QuestionKind::points);
        }
    }
    const auto before = last_tag_.find(breakdown.by);
    auto& last_groups = last_groups_[breakdown.by];
    if (before != last_tag_.end()) link_times(before->second, tag, groups, groups == last_groups);
    last_tag_[breakdown.by] = tag;
    last_groups = groups;
}

/// Answers only come in: what is counted later is what was counted before and more, and the more adds up as
/// well.
void Attack::link_times(const std::string& before, const std::string& after,
                        const std::set<std::string>& groups, bool same_groups) {
    struct More {
        int variable;
        std::string until;
    };
    std::map<int, More> more;  // variable before -> what came on top
    const auto link = [&](const std::string& stem, const std::string& early, const std::string& late) {
        const auto from = places_.find(stem + "@" + early);
        const auto to = places_.find(stem + "@" + late);
        if (from == places_.end() || to == places_.end() || from == to) return;
        if (more.contains(from->second)) return;
        const int d = variable(stem + "+" + early + ".." + late, std::nullopt, false);
        more[from->second] = {d, early + late};
        equation("more " + stem, {{to->second, 1}, {from->second, -1}, {d, -1}}, false);
    };
    const auto unchanged = [&](const std::string& stem, const std::string& early, const std::string& late) {
        const auto from = places_.find(stem + "@" + early);
        const auto to = places_.find(stem + "@" + late);
        if (from == places_.end() || to == places_.end()) return false;
        const auto& before_known = variables_[static_cast<std::size_t>(from->second)].known;
        return before_known && before_known == variables_[static_cast<std::size_t>(to->second)].known;
    };
    auto all = groups;
    all.insert("allen");
    for (const auto& group : all) {
        link(group, before, after);
        for (const auto& question : poll_.questions) {
            const auto early = tag_of(group, question.id, before);
            const auto late = tag_of(group, question.id, after);
            const auto stem = group + "/" + question.id;
            std::vector<std::string> stems{stem};
            for (const auto& option : options_of(question)) stems.push_back(stem + "=" + option);
            // When nobody new answered, nothing can have changed.
            const bool same = unchanged(group, before, after) || unchanged(stem, early, late);
            for (const auto& one : stems) {
                link(one, early, late);
                if (same) variable(one + "+" + early + ".." + late, 0, false);
            }
        }
    }
    const auto count = equations_.size();
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<Term> terms;
        std::set<std::string> spans;  // what did not move with the rest spans another time
        for (const auto& term : equations_[i].terms) {
            const auto found = more.find(term.variable);
            if (found == more.end()) continue;
            terms.push_back({found->second.variable, term.factor});
            spans.insert(found->second.until);
        }
        if (spans.size() != 1) continue;
        // A column has no such sum when a group came into it meanwhile.
        const bool column =
            equations_[i].name.starts_with("column ") || equations_[i].name.starts_with("people ");
        if (column && !same_groups) continue;
        if (terms.size() == equations_[i].terms.size())
            equation("more of " + equations_[i].name, terms, false);
    }
}

void Attack::glance(const Release& release) {
    if (seen_) {
        // Figures that did not move at all are the old ones.
        for (const auto& figures : release.questions) {
            for (const auto& old : seen_->questions) {
                if (old == figures && figures.answered) {
                    stale_["allen/" + figures.question + "@" + release.released_at] =
                        tag_of("allen", figures.question, seen_->released_at);
                }
            }
        }
    }
    seen_ = release;
}

void Attack::read(const Release& release) {
    glance(release);
    const auto& tag = release.released_at;
    read_questions("allen", release.questions, release.responses, tag);
    if (!last_read_.empty()) link_times(last_read_, tag, {}, true);
    for (const auto& breakdown : release.breakdowns) read_breakdown(breakdown);
    last_read_ = tag;
}

std::vector<int> Attack::by_elimination() const {
    const auto columns = variables_.size();
    std::vector<std::vector<std::int64_t>> matrix;
    for (const auto& one : equations_) {
        std::vector<std::int64_t> line(columns, 0);
        bool any = false;
        for (const auto& term : one.terms) {
            const auto place = static_cast<std::size_t>(term.variable);
            if (variables_[place].known) continue;  // constants do not matter for whether it follows
            line[place] = wrapped(line[place] + term.factor);
            any = true;
        }
        if (any) matrix.push_back(std::move(line));
    }
    std::size_t rank = 0;
    for (std::size_t column = 0; column < columns && rank < matrix.size(); ++column) {
        auto pivot = rank;
        while (pivot < matrix.size() && matrix[pivot][column] == 0) ++pivot;
        if (pivot == matrix.size()) continue;
        std::swap(matrix[rank], matrix[pivot]);
        const auto scale = inverse(matrix[rank][column]);
        std::vector<std::size_t> used;
        for (std::size_t i = column; i < columns; ++i) {
            if (matrix[rank][i] == 0) continue;
            matrix[rank][i] = wrapped(matrix[rank][i] * scale);
            used.push_back(i);
        }
        for (std::size_t line = 0; line < matrix.size(); ++line) {
            const auto times = matrix[line][column];
            if (line == rank || times == 0) continue;
            for (const auto i : used) matrix[line][i] = wrapped(matrix[line][i] - times * matrix[rank][i]);
        }
        ++rank;
    }
    std::vector<int> solved;
    for (std::size_t line = 0; line < rank; ++line) {
        int only = -1;
        int count = 0;
        for (std::size_t i = 0; i < columns; ++i) {
            if (matrix[line][i] == 0) continue;
            only = static_cast<int>(i);
            ++count;
        }
        if (count == 1) solved.push_back(only);
    }
    return solved;
}

std::vector<int> Attack::by_bounds() const {
    constexpr std::int64_t kMost = 1'000'000'000;
    std::vector<std::int64_t> low, high;
    for (const auto& one : variables_) {
        low.push_back(one.known.value_or(0));
        high.push_back(one.known.value_or(kMost));
    }
    for (int round = 0; round < 100; ++round) {
        bool changed = false;
        for (const auto& one : equations_) {
            for (const auto& term : one.terms) {
                const auto me = static_cast<std::size_t>(term.variable);
                if (low[me] == high[me]) continue;
                std::int64_t rest_low = 0, rest_high = 0;
                for (const auto& other : one.terms) {
                    if (other.variable == term.variable) continue;
                    const auto place = static_cast<std::size_t>(other.variable);
                    rest_low += other.factor > 0 ? other.factor * low[place] : other.factor * high[place];
                    rest_high += other.factor > 0 ? other.factor * high[place] : other.factor * low[place];
                }
                // factor * me = -rest; the factors before secrets are 1 or -1
                if (term.factor != 1 && term.factor != -1) continue;
                const auto least = term.factor > 0 ? -rest_high : rest_low;
                const auto most = term.factor > 0 ? -rest_low : rest_high;
                if (least > low[me]) low[me] = least, changed = true;
                if (most < high[me]) high[me] = most, changed = true;
            }
        }
        if (!changed) break;
    }
    std::vector<int> solved;
    for (std::size_t i = 0; i < variables_.size(); ++i) {
        if (low[i] >= high[i]) solved.push_back(static_cast<int>(i));
        // Real counts contradict nothing: then it is the attack that is wrong.
        if (low[i] > high[i]) throw std::logic_error(variables_[i].name + " fits no number");
    }
    return solved;
}

std::vector<std::string> Attack::found() {
    std::set<std::string> names;
    for (const auto place : by_elimination()) {
        const auto& one = variables_[static_cast<std::size_t>(place)];
        if (one.secret && !one.known) names.insert(one.name + " by sums");
    }
    for (const auto place : by_bounds()) {
        const auto& one = variables_[static_cast<std::size_t>(place)];
        if (one.secret && !one.known) names.insert(one.name + " by bounds");
    }
    for (const auto& one : equations_) {
        std::int64_t known = 0;
        int hidden = 0;
        bool plus = false, minus = false;
        for (const auto& term : one.terms) {
            const auto& variable = variables_[static_cast<std::size_t>(term.variable)];
            if (variable.known) {
                known += term.factor * *variable.known;
                continue;
            }
            ++hidden;
            (term.factor > 0 ? plus : minus) = true;
        }
        if (!one.of_people || hidden == 0 || (plus && minus)) continue;
        const auto together = known < 0 ? -known : known;
        if (together < 5) names.insert(one.name + " adds up to " + std::to_string(together));
    }
    return {names.begin(), names.end()};
}

Release only_small_hidden(const Poll& poll, const Cells& cells) {
    Release release;
    release.released_at = "2026-11-10T00:00:00Z";
    std::map<std::string, std::map<std::string, Tally>> groups;
    Tally total;
    for (const auto& [key, tally] : cells) {
        groups["gemeente"][key.municipality.str()].add(tally);
        groups["weg"][std::string(word(key.channel))].add(tally);
        groups["leeftijdsgroep"][key.age_group.empty() ? "onbekend" : key.age_group].add(tally);
        total.add(tally);
    }
    const auto figures = [&](const Tally& tally) {
        std::vector<QuestionFigures> list;
        for (const auto& asked : poll.questions) {
            const auto found = tally.questions.find(asked.id);
            QuestionFigures one{asked.id, std::nullopt, {}, std::nullopt};
            const bool open = found != tally.questions.end() && found->second.answered >= 10;
            if (open) one.answered = found->second.answered;
            for (const auto& option : options_of(asked)) {
                OptionFigure figure{option, std::nullopt, std::nullopt, true};
                const auto count = open ? found->second.counts.find(option) : found->second.counts.end();
                if (open && count != found->second.counts.end() && count->second >= 5) {
                    figure.count = count->second;
                    figure.hidden = false;
                }
                one.options.push_back(figure);
            }
            list.push_back(std::move(one));
        }
        return list;
    };
    release.responses = total.responses;
    release.questions = figures(total);
    for (const auto& [by, values] : groups) {
        Breakdown breakdown{by, release.released_at, total.responses, {}};
        for (const auto& [value, tally] : values) {
            GroupFigures group{value, std::nullopt, {}};
            if (tally.responses >= 10) {
                group.responses = tally.responses;
                group.questions = figures(tally);
            }
            breakdown.groups.push_back(std::move(group));
        }
        release.breakdowns.push_back(std::move(breakdown));
    }
    return release;
}

}  // namespace peilpunt::results::test
