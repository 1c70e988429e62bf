// SPDX-License-Identifier: EUPL-1.2
// Signing in, and signals as the council reads and counts them.
#include <algorithm>
#include <set>

#include "server/app/app.hpp"
#include "server/app/reading.hpp"

namespace peilpunt::app {

namespace {

constexpr auto kSessionTime = std::chrono::hours(8);  // a working day; ASVS 7.3: an absolute limit

/// A hash of nobody's password: an unknown name costs the same time as a wrong password.
const std::string& nobody() {
    static const std::string hash = seal::hash_password(seal::random_secret(16));
    return hash;
}

constexpr std::string_view kSystem = "systeem";  // records::ActorId

Error refused() { return {ErrorCode::unauthorized, "Deze naam en dit wachtwoord horen niet bij elkaar."}; }

/// The municipality that a user is bound to, or empty for somebody of the region. A scope that is neither of
/// the two holds no signal at all.
std::string scope_of(const store::User& user) {
    const auto code = AreaCode::parse(user.scope);
    if (code && code->level() == AreaLevel::region) return {};
    return user.scope.empty() ? "-" : user.scope;
}

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

}  // namespace

Result<SignIn> App::sign_in(std::string_view name, const seal::Secret& password) {
    std::string lower(trimmed(name));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto& nobodys = nobody();  // also when it is not needed: making it takes as long as a sign-in
    const auto user = store_.user_by_name(lower);
    hashing_.acquire();
    const bool right = seal::verify_password(user ? user->password : nobodys, password);
    hashing_.release();
    if (!user || !right || user->disabled) {
        // What was typed may be a password; of a name that is not known nothing is kept.
        const auto whose = user ? user->id.str() : std::string("onbekende naam");
        const auto noted = store_.note("aanmelding-mislukt", whose, kSystem);
        return noted ? refused() : noted.error();
    }
    const auto token = seal::to_base64(seal::random_secret(32).reveal());
    store::Session session{seal::hash(token), user->id, seal::to_base64(seal::random_secret(18).reveal()),
                           clock_.now() + kSessionTime};
    const auto added = store_.add_session(session);
    if (!added) return added.error();
    const auto noted = store_.note("aanmelding-gelukt", user->id.str(), user->id.str());
    if (!noted) return noted.error();
    return SignIn{seal::Secret(token), *user};
}

void App::sign_out(std::string_view token) {
    const auto signed_in = session(token);
    store_.drop_session(seal::hash(token));
    if (!signed_in) return;
    const auto who = signed_in->second.id.str();
    // It has ended all the same when that cannot be written.
    (void)store_.note("afmelding-gedaan", who, who);
}

std::optional<std::pair<store::Session, store::User>> App::session(std::string_view token) {
    return store_.session(seal::hash(token), clock_.now());
}

store::SignalPage App::signals(const store::User& user, store::SignalFilter filter, std::string_view cursor,
                               int limit) {
    if (!may_read_words(user)) return {};
    filter.scope = scope_of(user);
    limit = std::clamp(limit, 1, 200);
    auto page = store_.signals(filter, cursor, limit);
    if (filter.kind.empty()) return page;
    const auto other_kind = [&](const store::SignalRow& row) { return word(row.signal.kind) != filter.kind; };
    std::erase_if(page.rows, other_kind);
    // A rare kind lies far apart; who turns the page goes on from there.
    constexpr int kMostPages = 40;
    for (int pages = 1;
         pages < kMostPages && !page.next.empty() && page.rows.size() < static_cast<std::size_t>(limit);
         ++pages) {
        auto more = store_.signals(filter, page.next, limit);
        std::erase_if(more.rows, other_kind);
        page.rows.insert(page.rows.end(), std::make_move_iterator(more.rows.begin()),
                         std::make_move_iterator(more.rows.end()));
        page.next = std::move(more.next);
    }
    return page;
}

std::optional<store::SignalRow> App::signal(const store::User& user, SignalId id) {
    if (!may_read_words(user)) return std::nullopt;
    auto row = store_.signal(id);
    const auto scope = scope_of(user);
    if (!row || (!scope.empty() && row->signal.municipality.str() != scope)) return std::nullopt;
    return row;
}

Result<void> App::mark_read(const store::User& user, SignalId id) {
    const auto row = signal(user, id);
    if (!row) return Error{ErrorCode::not_found, "Dit signaal is er niet."};
    if (row->read) return {};
    return store_.mark_read(id);
}

std::optional<std::string> App::recording(const store::User& user, SignalId id) {
    const auto row = signal(user, id);
    if (!row || row->signal.recording.empty()) return std::nullopt;
    // A voice is heard only when the log can say so.
    if (!store_.note("opname-beluisterd", id.str(), user.id.str())) return std::nullopt;
    return store_.recording(row->signal.recording);
}

SignalCounts App::count_signals(const store::User& user, store::SignalFilter filter) {
    filter.scope = scope_of(user);
    const auto current = state();
    std::map<std::pair<std::string, std::string>, std::int64_t> themes;
    Counter by_theme, by_municipality, districts, channels, months, perspectives;
    std::set<std::string> municipalities;
    std::int64_t total = 0;
    const bool reader = may_read_words(user);
    const bool of_kind = reader && !filter.kind.empty();
    for (const auto& cell : of_kind ? cells_of_kind(store_, filter) : store_.signal_cells(filter)) {
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
