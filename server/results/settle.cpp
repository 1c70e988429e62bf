// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <optional>

#include "server/results/sheet.hpp"

// Hiding goes in three steps, each by rules that a puzzle (what an outsider can work out) then checks:
// small cells first; then, in every sum that would give one away, the least useful other cell; and when a
// question cannot be kept safe cell by cell, all of it in that breakdown.
namespace peilpunt::results {
namespace {

struct Cell {
    std::size_t slice;
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

class Settling {
  public:
    Settling(Sheet& sheet, bool keep_hidden) : sheet_(sheet), question_(*sheet.question) {
        closed_.assign(static_cast<std::size_t>(sheet.breakdowns), false);
        for (std::size_t i = 0; i < sheet_.slices.size(); ++i) hide_small(sheet_.slices[i], keep_hidden);
    }

    Settled run() {
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
    void hide_small(Slice& slice, bool keep_hidden) const {
        if (slice.pinned) return;
        for (std::size_t i = 0; i < slice.counts.size(); ++i) {
            if (!enough(question_, {{&slice, i}})) slice.shown[i] = 0;
            if (keep_hidden && !slice.was_hidden.empty() && slice.was_hidden[i] != 0) slice.shown[i] = 0;
        }
    }

    bool is_shown(const Cell& cell) const {
        const auto& slice = sheet_.slices[cell.slice];
        return slice.open && slice.shown[cell.option] != 0;
    }

    std::vector<Line> all_lines() const {
        std::vector<Line> lines;
        const auto options = sheet_.slices[0].counts.size();
        for (std::size_t i = 0; adds_up(question_.kind) && i < sheet_.slices.size(); ++i) {
            const auto& slice = sheet_.slices[i];
            if (!slice.answered_known) continue;
            Line line{{}, std::nullopt, slice.breakdown, !slice.open};
            for (std::size_t k = 0; k < options; ++k) line.members.push_back({i, k});
            lines.push_back(std::move(line));
        }
        for (int breakdown = 0; breakdown < sheet_.breakdowns; ++breakdown) {
            for (std::size_t k = 0; k < options; ++k) {
                Line line{{}, Cell{0, k}, breakdown, false};
                for (std::size_t i = 1; i < sheet_.slices.size(); ++i) {
                    if (sheet_.slices[i].breakdown == breakdown) line.members.push_back({i, k});
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
            if (!is_shown(cell)) hidden.push_back({&sheet_.slices[cell.slice], cell.option});
        }
        if (line.total && !is_shown(*line.total)) return hidden.empty();
        if (hidden.empty()) return false;
        if (hidden.size() == 1) return true;
        return !line.may_be_small && !enough(question_, hidden);
    }

    bool may_hide(const Cell& cell) const { return is_shown(cell) && !sheet_.slices[cell.slice].pinned; }

    /// What hiding it costs the reader: a large count more than a small one, one of everybody together most
    /// of all, and a cell that lies in sums without a hidden one draws further cells with it.
    double cost(const Cell& cell, const std::vector<Line>& lines) const {
        const auto& slice = sheet_.slices[cell.slice];
        double price = 1 + static_cast<double>(slice.counts[cell.option]);
        if (!slice.was_hidden.empty() && slice.was_hidden[cell.option] != 0) price /= 8;
        if (slice.breakdown < 0) price *= 1000;
        for (const auto& line : lines) {
            const auto touches = [&](const Cell& other) {
                return other.slice == cell.slice && other.option == cell.option;
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
            if (!may_hide(cell)) continue;
            const double price = cost(cell, lines);
            if (best != nullptr && price >= best_cost) continue;
            best = &cell;
            best_cost = price;
        }
        if (best == nullptr) return false;
        sheet_.slices[best->slice].shown[best->option] = 0;
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
                return c.slice == given_away.slice &&
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
        Puzzle puzzle;
        const auto cells = add_to_puzzle(sheet_, puzzle).cells;
        const auto exposed = puzzle.exposed();
        if (exposed.empty()) return std::nullopt;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            for (std::size_t k = 0; k < cells[i].size(); ++k) {
                if (std::find(exposed.begin(), exposed.end(), cells[i][k]) != exposed.end())
                    return Cell{i, k};
            }
        }
        // Only how many answered: of a slice that is closed.
        for (std::size_t i = 0; i < sheet_.slices.size(); ++i) {
            if (!sheet_.slices[i].answered_known) return Cell{i, kTotal};
        }
        return Cell{0, kTotal};
    }

    /// The breakdown to give up for it: its own, else one that is not closed yet.
    int breakdown_of(const Cell& cell) const {
        const int own = sheet_.slices[cell.slice].breakdown;
        if (own >= 0) return own;
        for (int breakdown = 0; breakdown < sheet_.breakdowns; ++breakdown) {
            if (!closed_[static_cast<std::size_t>(breakdown)]) return breakdown;
        }
        return sheet_.breakdowns - 1;
    }

    /// Shows nothing of the question in that breakdown; false when that was done before or may not be.
    bool close(int breakdown) {
        if (breakdown < 0 || closed_[static_cast<std::size_t>(breakdown)]) return false;
        closed_[static_cast<std::size_t>(breakdown)] = true;
        for (const auto& slice : sheet_.slices) {
            if (slice.breakdown == breakdown && slice.pinned && slice.open) return false;
        }
        for (auto& slice : sheet_.slices) {
            if (slice.breakdown != breakdown) continue;
            slice.open = false;
            slice.answered_known = slice.answered_follows;
            slice.shown.assign(slice.counts.size(), 0);
        }
        return true;
    }

    static constexpr std::size_t kTotal = static_cast<std::size_t>(-1);
    Sheet& sheet_;
    const Question& question_;
    std::vector<bool> closed_;
};

}  // namespace

Settled settle(Sheet& sheet, bool keep_hidden) { return Settling(sheet, keep_hidden).run(); }

}  // namespace peilpunt::results
