// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <optional>

#include "server/results/table.hpp"

// Hiding goes in three steps, each checked by what an intruder can work out: primary suppression of small
// cells; then complementary suppression, in every sum that would give one away the least useful other cell;
// and when a question cannot be kept safe cell by cell, all of it in that breakdown.
namespace peilpunt::results {
namespace {

struct Cell {
    std::size_t stratum;
    std::size_t option;
};

/// Cells that add up to something: the options of a group to those who answered, or an option's groups to
/// everybody.
struct Line {
    std::vector<Cell> members;
    std::optional<Cell> total;  ///< of an option's groups; of a group's options the total is known
    int breakdown = -1;
    bool may_be_small = false;  ///< of a closed group: all hidden, whatever they add up to
};

class Suppression {
  public:
    explicit Suppression(Table& table) : table_(table), question_(*table.question) {
        closed_.assign(static_cast<std::size_t>(table.breakdowns), false);
        for (std::size_t i = 0; i < table_.strata.size(); ++i) hide_small(table_.strata[i]);
    }

    Suppressed run() {
        // Every round hides at least one cell or ends.
        for (;;) {
            const auto lines = all_lines();
            const auto weak =
                std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return is_weak(l); });
            if (weak != lines.end()) {
                if (hide_cheapest(*weak, lines)) continue;
                if (close(weak->breakdown)) continue;
                return {false, weak->breakdown};
            }
            const auto given_away = worked_out();
            if (!given_away) return {};
            if (hide_near(*given_away, lines)) continue;
            const int breakdown = breakdown_of(*given_away);
            if (close(breakdown)) continue;
            return {false, breakdown};
        }
    }

  private:
    void hide_small(Stratum& stratum) const {
        for (std::size_t i = 0; i < stratum.counts.size(); ++i) {
            if (!enough(question_, {{&stratum, i}})) stratum.shown[i] = 0;
            if (!stratum.was_hidden.empty() && stratum.was_hidden[i] != 0) stratum.shown[i] = 0;
        }
    }

    bool is_shown(const Cell& cell) const {
        const auto& stratum = table_.strata[cell.stratum];
        return stratum.open && stratum.shown[cell.option] != 0;
    }

    std::vector<Line> all_lines() const {
        std::vector<Line> lines;
        const auto options = table_.strata[0].counts.size();
        for (std::size_t i = 0; adds_up(question_.kind) && i < table_.strata.size(); ++i) {
            const auto& stratum = table_.strata[i];
            if (!stratum.answered_known) continue;
            Line line{{}, std::nullopt, stratum.breakdown, !stratum.open};
            for (std::size_t k = 0; k < options; ++k) line.members.push_back({i, k});
            lines.push_back(std::move(line));
        }
        for (int breakdown = 0; breakdown < table_.breakdowns; ++breakdown) {
            for (std::size_t k = 0; k < options; ++k) {
                Line line{{}, Cell{0, k}, breakdown, false};
                for (std::size_t i = 1; i < table_.strata.size(); ++i) {
                    if (table_.strata[i].breakdown == breakdown) line.members.push_back({i, k});
                }
                if (!line.members.empty()) lines.push_back(std::move(line));
            }
        }
        return lines;
    }

    /// The line gives a hidden cell away, or the sum of a few hidden ones that is too small itself.
    bool is_weak(const Line& line) const {
        std::vector<Part> hidden;
        for (const auto& cell : line.members) {
            if (!is_shown(cell)) hidden.push_back({&table_.strata[cell.stratum], cell.option});
        }
        if (line.total && !is_shown(*line.total)) return hidden.empty();
        if (hidden.empty()) return false;
        if (hidden.size() == 1) return true;
        return !line.may_be_small && !enough(question_, hidden);
    }

    /// What hiding it costs the reader: a large count more than a small one, one of everybody together most
    /// of all, and a cell that lies in sums without a hidden one draws further cells with it.
    double cost(const Cell& cell, const std::vector<Line>& lines) const {
        const auto& stratum = table_.strata[cell.stratum];
        double price = 1 + static_cast<double>(stratum.counts[cell.option]);
        if (stratum.breakdown < 0) price *= 1000;
        for (const auto& line : lines) {
            const auto touches = [&](const Cell& other) {
                return other.stratum == cell.stratum && other.option == cell.option;
            };
            if (std::none_of(line.members.begin(), line.members.end(), touches)) continue;
            if (std::all_of(line.members.begin(), line.members.end(),
                            [&](const Cell& c) { return is_shown(c); })) {
                price *= 2;
            }
        }
        return price;
    }

    bool hide_cheapest_of(const std::vector<Cell>& cells, const std::vector<Line>& lines) {
        const Cell* best = nullptr;
        double best_cost = 0;
        for (const auto& cell : cells) {
            if (!is_shown(cell)) continue;
            const double price = cost(cell, lines);
            if (best != nullptr && price >= best_cost) continue;
            best = &cell;
            best_cost = price;
        }
        if (best == nullptr) return false;
        table_.strata[best->stratum].shown[best->option] = 0;
        return true;
    }

    bool hide_cheapest(const Line& line, const std::vector<Line>& lines) {
        auto cells = line.members;
        if (line.total) cells.push_back(*line.total);
        return hide_cheapest_of(cells, lines);
    }

    /// Hides something in the sums of a cell that can be worked out, else in any sum with a hidden cell.
    bool hide_near(const Cell& given_away, const std::vector<Line>& lines) {
        std::vector<Cell> near;
        std::vector<Cell> far;
        for (const auto& line : lines) {
            const auto is_it = [&](const Cell& c) {
                return c.stratum == given_away.stratum &&
                       (given_away.option == kTotal || c.option == given_away.option);
            };
            const bool touches = std::any_of(line.members.begin(), line.members.end(), is_it) ||
                                 (line.total && is_it(*line.total));
            const bool any_hidden = std::any_of(line.members.begin(), line.members.end(),
                                                [&](const Cell& cell) { return !is_shown(cell); });
            if (touches) near.insert(near.end(), line.members.begin(), line.members.end());
            if (any_hidden) far.insert(far.end(), line.members.begin(), line.members.end());
        }
        return hide_cheapest_of(near, lines) || hide_cheapest_of(far, lines);
    }

    std::optional<Cell> worked_out() const {
        Intruder intruder;
        const auto cells = add_to_intruder(table_, intruder).cells;
        const auto exposed = intruder.exposed();
        if (exposed.empty()) return std::nullopt;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            for (std::size_t k = 0; k < cells[i].size(); ++k) {
                if (std::find(exposed.begin(), exposed.end(), cells[i][k]) != exposed.end())
                    return Cell{i, k};
            }
        }
        // Only how many answered: of a stratum that is closed.
        for (std::size_t i = 0; i < table_.strata.size(); ++i) {
            if (!table_.strata[i].answered_known) return Cell{i, kTotal};
        }
        return Cell{0, kTotal};
    }

    /// The breakdown to give up for it: its own, else one that is not closed yet.
    int breakdown_of(const Cell& cell) const {
        const int own = table_.strata[cell.stratum].breakdown;
        if (own >= 0) return own;
        for (int breakdown = 0; breakdown < table_.breakdowns; ++breakdown) {
            if (!closed_[static_cast<std::size_t>(breakdown)]) return breakdown;
        }
        return table_.breakdowns - 1;
    }

    /// Shows nothing of the question in that breakdown; false when that was done before.
    bool close(int breakdown) {
        if (breakdown < 0 || closed_[static_cast<std::size_t>(breakdown)]) return false;
        closed_[static_cast<std::size_t>(breakdown)] = true;
        for (auto& stratum : table_.strata) {
            if (stratum.breakdown != breakdown) continue;
            stratum.open = false;
            stratum.answered_known = stratum.answered_follows;
            stratum.shown.assign(stratum.counts.size(), 0);
        }
        return true;
    }

    static constexpr std::size_t kTotal = static_cast<std::size_t>(-1);
    Table& table_;
    const Question& question_;
    std::vector<bool> closed_;
};

}  // namespace

Suppressed suppress(Table& table) { return Suppression(table).run(); }

}  // namespace peilpunt::results
