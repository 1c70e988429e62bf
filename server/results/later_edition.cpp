// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <utility>

#include "server/results/edition.hpp"

namespace peilpunt::results {
namespace {

constexpr std::int64_t kMinLate = 25;

std::vector<char> hidden_in(const QuestionFigures& figures, std::size_t options) {
    if (figures.options.empty()) return std::vector<char>(options, figures.mean ? 0 : 1);
    std::vector<char> hidden;
    for (const auto& option : figures.options) hidden.push_back(option.hidden ? 1 : 0);
    return hidden;
}

/// One question of everybody together, twice: all answers, and the late ones by themselves.
struct Pair {
    Stratum all, late;
};

class LaterEdition {
  public:
    LaterEdition(const Combined& combined, const Edition& last, std::string now)
        : combined_(combined), next_(last), last_(last), total_(total_of(combined.cells)) {
        next_.release.released_at = std::move(now);
        next_.release.late = 0;
        ++next_.release.number;
        next_.release.set_apart = combined.set_apart;
        next_.release.responses = next_.basis.counted.responses = total_.responses;
        late_.responses = total_.responses - last.release.responses;
        for (const auto& [id, counted] : total_.questions) {
            late_.questions[id] = difference(counted, question_tally(last.basis.counted, id));
        }
    }

    std::optional<Edition> make() {
        bool any = false;
        for (std::size_t place = 0; place < combined_.poll.questions.size(); ++place)
            any = renew(place) || any;
        return any ? std::optional<Edition>(std::move(next_)) : std::nullopt;
    }

  private:
    /// True when the question is told anew.
    bool renew(std::size_t place) {
        const auto& question = combined_.poll.questions[place];
        auto& list = place < combined_.current ? next_.release.questions : next_.release.earlier;
        auto& told = list[place < combined_.current ? place : place - combined_.current];
        const auto& late = question_tally(late_, question.id);
        if (!told.answered || late.answered < kMinPeople) return false;
        auto pair = protect_pair(place, told);
        if (!pair) return false;
        auto figures = figures_of(question, pair->all);
        figures.question = told.question;
        figures.revisions = told.revisions;
        const auto& counted = question_tally(total_, question.id);
        const bool scored = !told.options.empty() && told.options[0].rank_score.has_value();
        if (const auto scores = rank_scores(question, counted, pair->all);
            scored && scores && rank_scores(question, late, pair->late)) {
            for (std::size_t i = 0; i < scores->size(); ++i) figures.options[i].rank_score = (*scores)[i];
        }
        told = std::move(figures);
        next_.basis.counted.questions[question.id] = counted;
        renewed_.emplace(question.id, std::move(*pair));
        return question.kind != QuestionKind::open;
    }

    /// Hides the same cells in both until neither gives anything away; nothing when no cell is left.
    std::optional<Pair> protect_pair(std::size_t place, const QuestionFigures& told) const {
        const auto& question = combined_.poll.questions[place];
        Pair pair{make_stratum(question, total_, -1, {}), make_stratum(question, late_, -1, {})};
        const auto parent = question.show_if ? renewed_.find(question.show_if->question) : renewed_.end();
        if (question.show_if && parent == renewed_.end()) return std::nullopt;
        pair.all.was_hidden = pair.late.was_hidden = hidden_in(told, pair.all.counts.size());
        for (;;) {
            const auto before = pair.all.was_hidden;
            for (const bool late : {false, true}) {
                auto& stratum = late ? pair.late : pair.all;
                const Stratum* condition = nullptr;
                if (question.show_if) condition = late ? &parent->second.late : &parent->second.all;
                if (!conditions_shown(combined_, question, condition)) return std::nullopt;
                Table table;
                table.question = &question;
                stratum.shown.assign(stratum.shown.size(), 1);
                table.strata = {stratum};
                if (const auto* asked = condition_of(combined_, place)) {
                    table.condition = asked;
                    table.condition_strata = {*condition};
                }
                if (!suppress(table).done) return std::nullopt;
                stratum.shown = table.strata[0].shown;
                for (std::size_t i = 0; i < stratum.shown.size(); ++i) {
                    if (stratum.shown[i] == 0) pair.all.was_hidden[i] = 1;
                }
                pair.late.was_hidden = pair.all.was_hidden;
            }
            if (pair.all.was_hidden == before) break;
        }
        const bool anything =
            question.kind == QuestionKind::open ||
            std::any_of(pair.all.shown.begin(), pair.all.shown.end(), [](char shown) { return shown != 0; });
        return anything ? std::optional<Pair>(std::move(pair)) : std::nullopt;
    }

    const Combined& combined_;
    Edition next_;
    const Edition& last_;
    Tally total_, late_;
    std::map<std::string, Pair> renewed_;
};

}  // namespace

std::optional<Edition> later_edition(const Combined& combined, const Edition& last, std::string now) {
    return LaterEdition(combined, last, std::move(now)).make();
}

std::int64_t late_answers(const Edition& edition, const CellsByRevision& counted) {
    std::int64_t all = 0;
    for (const auto& [revision, cells] : counted) {
        for (const auto& [key, tally] : cells) all += key.set_apart ? 0 : tally.responses;
    }
    return std::max<std::int64_t>(0, all - edition.basis.counted.responses);
}

std::optional<Edition> next_edition(PollId poll, const std::vector<Poll>& revisions,
                                    const CellsByRevision& counted, const std::optional<Edition>& last,
                                    TimePoint now) {
    const auto combined = combine(poll, revisions, counted);
    auto minute = format_time(std::chrono::floor<std::chrono::minutes>(now));
    if (!last) return FirstEdition(combined, std::move(minute)).make();
    if (late_answers(*last, counted) < kMinLate) return std::nullopt;
    if (last->release.too_few()) {
        auto edition = FirstEdition(combined, std::move(minute)).make();
        edition.release.number = last->release.number + 1;
        return edition;
    }
    // Late answers to a revision that nobody had answered: the questions are others now.
    if (combined.poll.revision != last->basis.revision ||
        combined.poll.questions.size() != last->release.questions.size() + last->release.earlier.size())
        return std::nullopt;
    return later_edition(combined, *last, std::move(minute));
}

}  // namespace peilpunt::results
