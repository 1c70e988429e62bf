// SPDX-License-Identifier: EUPL-1.2
#include "server/results/interim.hpp"

#include <algorithm>
#include <cmath>

#include "server/results/groups.hpp"
#include "server/results/revisions.hpp"
#include "server/results/table.hpp"

namespace peilpunt::results {
namespace {

constexpr std::int64_t kFirstLevel = 50;

bool is_told(QuestionKind kind) {
    return kind == QuestionKind::single || kind == QuestionKind::multiple || kind == QuestionKind::scale ||
           kind == QuestionKind::yes_no;
}

/// "ongeveer": to the nearest ten, from 100 the nearest fifty, from 400 the nearest hundred.
std::int64_t rounded(std::int64_t answers) {
    const std::int64_t step = answers < 100 ? 10 : answers < 400 ? 50 : 100;
    return (answers + step / 2) / step * step;
}

class Telling {
  public:
    Telling(const Combined& combined, std::int64_t level, const NoiseSource& source, double scale)
        : combined_(combined),
          total_(total_of(combined.cells)),
          scale_(scale),
          source_(source),
          label_("tussenstand/" + combined.poll.id.str() + '/' + std::to_string(level) + '/') {}

    InterimQuestion tell(std::size_t place) const {
        const auto& question = combined_.poll.questions[place];
        const auto& asked = combined_.asked[place];
        InterimQuestion told{asked.id, {}, {}};
        if (!asked.in_all) told.revisions = asked.revisions;
        const auto& counted = question_tally(total_, question.id);
        // Where everybody had to answer, how many did is known to all; else that is a secret too.
        const bool everybody = asked.in_all && question.required && !question.show_if;
        const auto answered =
            everybody ? total_.responses : counted.answered + noise(question.id, std::string());
        if (answered < 1 || chance_within_one(scale_, static_cast<double>(answered)) < kNearEnough)
            return told;
        const auto ids = option_ids(question);
        std::vector<std::int64_t> counts;
        for (const auto& option : ids)
            counts.push_back(count_of(counted, option) + noise(question.id, option));
        // Of two choices the second is what the first leaves; noise of its own would be a second look at the
        // same secret.
        if (everybody && adds_up(question.kind) && counts.size() == 2) counts[1] = answered - counts[0];
        if (!leader_is_sure(counts)) return told;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const double tenth = 10.0 * static_cast<double>(counts[i]) / static_cast<double>(answered);
            told.options.push_back({ids[i], static_cast<int>(std::clamp(std::round(tenth), 0.0, 10.0))});
        }
        return told;
    }

  private:
    std::int64_t noise(const std::string& question, const std::string& option) const {
        return discrete_laplace(source_(label_ + question + '/' + option), scale_);
    }

    bool leader_is_sure(std::vector<std::int64_t> counts) const {
        if (counts.size() < 2) return true;
        std::partial_sort(counts.begin(), counts.begin() + 2, counts.end(), std::greater<>());
        return counts[0] - counts[1] >= sure_lead(scale_);
    }

    const Combined& combined_;
    Tally total_;
    double scale_;
    const NoiseSource& source_;
    std::string label_;
};

}  // namespace

std::int64_t level_of(std::int64_t answers) {
    if (answers < kFirstLevel) return 0;
    auto level = kFirstLevel;
    while (level <= answers / 2) level *= 2;
    return level;
}

std::optional<Interim> next_interim(PollId poll, const std::vector<Poll>& revisions,
                                    const CellsByRevision& counted, std::int64_t last,
                                    const NoiseSource& source, Date today,
                                    double (*scale)(std::int64_t level)) {
    // Asked every few seconds, so nothing is put together before it has to be.
    std::int64_t answers = 0;
    for (const auto& [revision, cells] : counted) {
        for (const auto& [key, tally] : cells) answers += key.set_apart ? 0 : tally.responses;
    }
    const auto level = level_of(answers);
    if (level <= last) return std::nullopt;
    const auto combined = combine(poll, revisions, counted);
    Interim interim{poll, combined.poll.revision, level, rounded(answers), today, {}};
    const Telling telling(combined, level, source, scale(level));
    for (std::size_t place = 0; place < combined.current; ++place) {
        if (is_told(combined.poll.questions[place].kind)) interim.questions.push_back(telling.tell(place));
    }
    return interim;
}

}  // namespace peilpunt::results
