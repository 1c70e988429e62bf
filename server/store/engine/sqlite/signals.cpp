// SPDX-License-Identifier: EUPL-1.2
#include <variant>

#include "server/store/common/rows.hpp"
#include "server/store/engine/sqlite/store_impl.hpp"

namespace peilpunt::store {

namespace {

using Value = std::variant<std::int64_t, std::string>;

/// Conditions with their values, in order.
class Where {
  public:
    void add(const std::string& condition, std::vector<Value> values) {
        text_ += " AND " + condition;
        for (auto& value : values) values_.push_back(std::move(value));
    }
    const std::string& text() const { return text_; }
    /// Binds from `index` on; returns the next index.
    int bind(sqlite::Statement& statement, int index) const {
        for (const auto& value : values_) {
            if (const auto* number = std::get_if<std::int64_t>(&value))
                statement.bind(index++, *number);
            else
                statement.bind(index++, std::get<std::string>(value));
        }
        return index;
    }

  private:
    std::string text_;
    std::vector<Value> values_;
};

Where where_of(const SignalFilter& filter) {
    Where where;
    if (!filter.scope.empty()) where.add("municipality=?", {filter.scope});
    if (!filter.municipality.empty()) where.add("municipality=?", {filter.municipality});
    // A district WK045301 holds the neighbourhoods BU045301..; the codes say so.
    if (!filter.area.empty())
        where.add("(area=? OR (area LIKE 'BU%' AND 'WK'||substr(area,3,6)=?))", {filter.area, filter.area});
    if (!filter.theme.empty()) where.add("theme=?", {filter.theme});
    if (const auto channel = channel_of(filter.channel))
        where.add("channel=?", {std::int64_t{static_cast<int>(*channel)}});
    if (const auto perspective = perspective_of(filter.perspective))
        where.add("perspective=?", {std::int64_t{static_cast<int>(*perspective)}});
    return where;
}

constexpr const char* kColumns =
    "day, part, id, municipality, area, theme, perspective, channel, venue, language, "
    "is_read, words";

SignalRow row_of(const sqlite::Statement& row) {
    SignalRow result;
    result.origin.moment.date = Date(std::chrono::days(row.number(0)));
    result.origin.moment.part = static_cast<DayPart>(row.number(1));
    result.id = SignalId::from_bytes(row.view(2));
    auto& signal = result.signal;
    signal.municipality = AreaCode::parse(row.view(3)).value();
    if (!row.view(4).empty()) signal.area = AreaCode::parse(row.view(4)).value();
    signal.theme = row.text(5);
    signal.perspective = static_cast<Perspective>(row.number(6));
    result.origin.channel = static_cast<Channel>(row.number(7));
    result.origin.venue = row.text(8);
    signal.language = row.text(9);
    result.read = row.number(10) != 0;
    return result;
}

/// The words of a signal: its first piece and what lies in further rows.
void read_words(sqlite::Connection& connection, SignalRow& row, std::string first) {
    auto& more = connection.prepare(
        "SELECT words FROM signals WHERE day=? AND part=? AND id=? AND piece>0 ORDER BY piece");
    more.bind(1, row.origin.moment.date.time_since_epoch().count());
    more.bind(2, static_cast<int>(row.origin.moment.part)).bind_blob(3, row.id.bytes());
    while (more.step()) first += more.view(0);
    more.reset();
    unpack_words(first, row.signal);
}

}  // namespace

SignalPage SqliteStore::signals(const SignalFilter& filter, std::string_view cursor, int limit) {
    Where where = where_of(filter);
    if (filter.unread_only) where.add("is_read=0", {});
    if (!filter.month.empty()) {
        const auto days = days_of_month(filter.month);
        if (!days) return {};
        where.add("day>=? AND day<?", {days->first, days->second});
    }
    const auto place = parse_cursor(cursor);
    std::string sql = std::string("SELECT ") + kColumns + " FROM signals WHERE piece=0" + where.text();
    if (place) sql += " AND (day, part, id) < (?, ?, ?)";
    sql += " ORDER BY day DESC, part DESC, id DESC LIMIT ?";

    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    auto& rows = reader->prepare(sql);
    int index = where.bind(rows, 1);
    if (place) {
        rows.bind(index, std::get<0>(*place)).bind(index + 1, std::get<1>(*place));
        rows.bind_blob(index + 2, std::get<2>(*place));
        index += 3;
    }
    rows.bind(index, limit + 1);
    SignalPage page;
    while (rows.step()) {
        if (page.rows.size() == static_cast<std::size_t>(limit)) {
            page.next = cursor_of(page.rows.back());
            break;
        }
        page.rows.push_back(row_of(rows));
        read_words(*reader, page.rows.back(), rows.text(11));
    }
    rows.reset();
    return page;
}

std::optional<SignalRow> SqliteStore::signal(SignalId id) {
    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    auto& rows = reader->prepare(std::string("SELECT ") + kColumns + " FROM signals WHERE id=? AND piece=0");
    rows.bind_blob(1, id.bytes());
    std::optional<SignalRow> found;
    if (rows.step()) {
        found = row_of(rows);
        read_words(*reader, *found, rows.text(11));
    }
    rows.reset();
    return found;
}

std::optional<std::string> SqliteStore::recording(std::string_view id) {
    auto reader = readers_.lend();
    auto& pieces = reader->prepare("SELECT sound FROM recordings WHERE id=? ORDER BY piece");
    pieces.bind_blob(1, id);
    std::string ogg;
    while (pieces.step()) ogg += pieces.view(0);
    pieces.reset();
    if (ogg.empty()) return std::nullopt;
    return ogg;
}

std::vector<SignalCell> SqliteStore::signal_cells(const SignalFilter& filter) {
    Where where = where_of(filter);
    if (const auto days = filter.month.empty() ? std::nullopt : days_of_month(filter.month))
        where.add("month=?", {month_number(Date(std::chrono::days(days->first)))});
    auto reader = readers_.lend();
    auto& rows = reader->prepare(
        "SELECT municipality, area, theme, channel, month, perspective, count "
        "FROM signal_counts WHERE 1" +
        where.text());
    where.bind(rows, 1);
    std::vector<SignalCell> cells;
    while (rows.step()) {
        SignalCell cell;
        cell.municipality = rows.text(0);
        cell.area = rows.text(1);
        cell.theme = rows.text(2);
        cell.channel = word(static_cast<Channel>(rows.number(3)));
        cell.month = month_text(rows.number(4));
        cell.perspective = word(static_cast<Perspective>(rows.number(5)));
        cell.count = rows.number(6);
        cells.push_back(std::move(cell));
    }
    rows.reset();
    return cells;
}

Result<void> SqliteStore::mark_read(SignalId id) {
    return writer_.run([&](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("UPDATE signals SET is_read=1 WHERE id=? AND piece=0")
            .bind_blob(1, id.bytes())
            .run();
        if (connection.changes() == 0) return Error{ErrorCode::not_found, "there is no such signal"};
        return {};
    });
}

namespace {

ReceiptSubject subject_of(sqlite::Connection& connection, std::int64_t kind, std::string_view subject) {
    ReceiptSubject found;
    found.kind = static_cast<ReceiptKind>(kind);
    if (found.kind == ReceiptKind::response) {
        found.poll = PollId::from_bytes(subject);
        return found;
    }
    auto& state = connection.prepare("SELECT is_read FROM signals WHERE id=? AND piece=0");
    state.bind_blob(1, subject);
    found.read = state.step() && state.number(0) != 0;
    state.reset();
    return found;
}

}  // namespace

std::optional<ReceiptSubject> SqliteStore::receipt(std::string_view receipt_hash) {
    auto reader = readers_.lend();
    fresh_.catch_up(*reader);
    if (const auto poll = fresh_.poll_of(Fresh::key_of(receipt_hash)))
        return ReceiptSubject{ReceiptKind::response, PollId::from_bytes(Fresh::view(*poll)), false};
    auto& rows = reader->prepare(
        "SELECT kind, subject FROM receipts_today WHERE hash=?1 UNION ALL "
        "SELECT kind, subject FROM receipts WHERE hash=?1");
    rows.bind_blob(1, receipt_hash);
    std::optional<ReceiptSubject> found;
    if (rows.step()) found = subject_of(*reader, rows.number(0), rows.view(1));
    rows.reset();
    return found;
}

std::vector<std::pair<std::string, ReceiptSubject>> SqliteStore::given_at(const AreaCode& municipality,
                                                                          std::string_view venue, int most) {
    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    auto& rows = reader->prepare(
        "SELECT key, kind, subject FROM venue_receipts WHERE municipality=? AND venue=? ORDER BY key LIMIT "
        "?");
    rows.bind(1, municipality.str()).bind(2, venue).bind(3, most);
    std::vector<std::pair<std::string, ReceiptSubject>> found;
    while (rows.step()) found.emplace_back(rows.text(0), subject_of(*reader, rows.number(1), rows.view(2)));
    rows.reset();
    return found;
}

}  // namespace peilpunt::store
