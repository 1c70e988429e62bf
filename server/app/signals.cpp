// SPDX-License-Identifier: EUPL-1.2
// Signals as the council reads and counts them.
#include "server/app/signals.hpp"

#include <algorithm>
#include <set>

#include "server/app/rights.hpp"

namespace peilpunt::app {

namespace {

using Counter = std::map<std::string, std::int64_t>;

/// How a table is made: as it is, or protected.
using MakeTable = results::CountTable (*)(const std::vector<std::string>& rows,
                                          const std::vector<std::string>& columns,
                                          const std::vector<std::vector<std::int64_t>>& counts);

results::CountTable plain(const std::vector<std::string>& rows, const std::vector<std::string>& columns,
                          const std::vector<std::vector<std::int64_t>>& counts) {
    results::CountTable table{rows, columns, {}, {}, {}, 0};
    table.column_totals.assign(columns.size(), 0);
    for (const auto& row : counts) {
        table.cells.emplace_back(row.begin(), row.end());
        table.row_totals.push_back(0);
        for (std::size_t k = 0; k < row.size(); ++k) {
            *table.row_totals.back() += row[k];
            *table.column_totals[k] += row[k];
            *table.total += row[k];
        }
    }
    return table;
}

results::CountTable one_column(MakeTable make, const std::vector<std::string>& rows, Counter& counts) {
    std::vector<std::vector<std::int64_t>> table;
    for (const auto& row : rows) table.push_back({counts[row]});
    return make(rows, {"aantal"}, table);
}

std::vector<std::string> keys_of(const Counter& counts) {
    std::vector<std::string> keys;
    for (const auto& [key, count] : counts) keys.push_back(key);
    return keys;
}

bool all_shown(const std::vector<std::optional<std::int64_t>>& totals) {
    return std::all_of(totals.begin(), totals.end(), [](const auto& total) { return total.has_value(); });
}

/// The district that a district or neighbourhood belongs to; empty stays empty.
std::string district_of(const std::string& area) {
    if (area.rfind("BU", 0) == 0 && area.size() == 10) return "WK" + area.substr(2, 6);
    return area;
}

/// Counts of one kind of signal. The kind lies within the words, so they are read; only for who may read
/// them.
std::vector<store::SignalCell> cells_of_kind(store::Store& store, const store::SignalFilter& filter) {
    constexpr int kRowsAtOnce = 200;
    std::vector<store::SignalCell> cells;
    std::string cursor;
    do {
        auto page = store.signals(filter, cursor, kRowsAtOnce);
        for (const auto& row : page.rows) {
            if (word(row.signal.kind) != filter.kind) continue;
            cells.push_back({row.signal.municipality.str(), row.signal.area.str(), row.signal.theme,
                             std::string(word(row.origin.channel)),
                             format_date(row.origin.moment.date).substr(0, 7),
                             std::string(word(row.signal.perspective)), 1});
        }
        cursor = std::move(page.next);
    } while (!cursor.empty());
    return cells;
}

/// Narrows the filter to the reach as far as it can say it; false when nothing lies in it.
bool narrow(store::SignalFilter& filter, const Reach& reach) {
    if (const auto only = reach.only()) filter.scope = only->str();
    return !reach.is_nowhere();
}

}  // namespace

store::SignalPage Signals::list(const Actor& actor, store::SignalFilter filter, std::string_view cursor,
                                int limit) {
    const auto reach = reach_of(actor, Right::read_signals);
    if (!narrow(filter, reach)) return {};
    limit = std::clamp(limit, 1, 200);
    const auto is_other = [&](const store::SignalRow& row) {
        return !reach.covers(row.signal.municipality) ||
               (!filter.kind.empty() && word(row.signal.kind) != filter.kind);
    };
    auto page = store_.signals(filter, cursor, limit);
    if (std::erase_if(page.rows, is_other) == 0) return page;
    // What is rare lies far apart; who turns the page goes on from there.
    constexpr int kMostPages = 40;
    for (int pages = 1;
         pages < kMostPages && !page.next.empty() && page.rows.size() < static_cast<std::size_t>(limit);
         ++pages) {
        auto more = store_.signals(filter, page.next, limit);
        std::erase_if(more.rows, is_other);
        page.rows.insert(page.rows.end(), std::make_move_iterator(more.rows.begin()),
                         std::make_move_iterator(more.rows.end()));
        page.next = std::move(more.next);
    }
    return page;
}

std::optional<store::SignalRow> Signals::find(const Actor& actor, SignalId id) {
    if (!may(actor, Right::read_signals)) return std::nullopt;
    auto row = store_.signal(id);
    if (!row || !reaches(actor, Right::read_signals, row->signal.municipality)) return std::nullopt;
    return row;
}

Result<void> Signals::mark_read(const Actor& actor, SignalId id) {
    const auto row = find(actor, id);
    if (!row || !reaches(actor, Right::assess_signals, row->signal.municipality))
        return Error{ErrorCode::not_found, "Dit signaal is er niet."};
    if (row->read) return {};
    return store_.mark_read(id);
}

std::optional<std::string> Signals::recording(const Actor& actor, SignalId id) {
    const auto row = find(actor, id);
    if (!row || row->signal.recording.empty()) return std::nullopt;
    // A voice is heard only when the log can say so.
    if (!store_.note("opname-beluisterd", id.str(), actor.id())) return std::nullopt;
    return store_.recording(row->signal.recording);
}

SignalCounts Signals::count(const Actor& actor, store::SignalFilter filter) {
    const auto reach = reach_of(actor, Right::count_signals);
    const bool anywhere = narrow(filter, reach);
    std::map<std::pair<std::string, std::string>, std::int64_t> themes;
    Counter by_theme, by_municipality, districts, channels, months, perspectives;
    std::set<std::string> municipalities;
    std::int64_t total = 0;
    // Small numbers are plain only to who may read each of these signals.
    const bool reader = reach_of(actor, Right::read_signals).covers(reach);
    const bool of_kind = reader && !filter.kind.empty();
    auto cells = !anywhere ? std::vector<store::SignalCell>()
                 : of_kind ? cells_of_kind(store_, filter)
                           : store_.signal_cells(filter);
    std::erase_if(cells, [&](const store::SignalCell& cell) {
        const auto municipality = AreaCode::parse(cell.municipality);
        return !municipality || !reach.covers(*municipality);
    });
    for (const auto& cell : cells) {
        themes[{cell.theme, cell.municipality}] += cell.count;
        by_theme[cell.theme] += cell.count;
        by_municipality[cell.municipality] += cell.count;
        municipalities.insert(cell.municipality);
        districts[district_of(cell.area)] += cell.count;
        channels[cell.channel] += cell.count;
        months[cell.month] += cell.count;
        perspectives[cell.perspective] += cell.count;
        total += cell.count;
    }
    std::vector<std::string> theme_rows(kThemes.begin(), kThemes.end());
    theme_rows.emplace_back();
    const std::vector<std::string> columns(municipalities.begin(), municipalities.end());
    std::vector<std::vector<std::int64_t>> table;
    for (const auto& theme : theme_rows) {
        table.emplace_back();
        for (const auto& municipality : columns) table.back().push_back(themes[{theme, municipality}]);
    }
    std::vector<std::string> channel_rows;
    for (const auto channel : kChannels) channel_rows.emplace_back(word(channel));
    std::vector<std::string> perspective_rows;
    for (const auto perspective : kPerspectives) perspective_rows.emplace_back(word(perspective));

    const MakeTable make = reader ? plain : results::protect;
    SignalCounts counts;
    if (reader || total >= 10) counts.total = total;
    counts.by_theme = one_column(make, theme_rows, by_theme);
    counts.by_municipality = one_column(make, columns, by_municipality);
    auto both = make(theme_rows, columns, table);
    if (all_shown(both.row_totals) && all_shown(both.column_totals))
        counts.by_theme_and_municipality = std::move(both);
    counts.by_district = one_column(make, keys_of(districts), districts);
    counts.by_channel = one_column(make, channel_rows, channels);
    counts.by_month = one_column(make, keys_of(months), months);
    counts.by_perspective = one_column(make, perspective_rows, perspectives);
    return counts;
}

}  // namespace peilpunt::app
