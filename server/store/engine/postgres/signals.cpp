// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/rows.hpp"
#include "server/store/engine/postgres/store_impl.hpp"

namespace peilpunt::store {

using namespace postgres;

namespace {

/// Conditions with their values; `?` becomes the next $n.
class Where {
  public:
    template <class... T>
    void add(std::string_view condition, const T&... values) {
        text_ += " AND ";
        for (const char character : condition)
            if (character == '?')
                text_ += '$' + std::to_string(++count_);
            else
                text_ += character;
        (params_.add(values), ...);
    }
    const std::string& text() const { return text_; }
    const Params& params() const { return params_; }

  private:
    std::string text_;
    int count_ = 0;
    Params params_;
};

Where where_of(const SignalFilter& filter) {
    Where where;
    if (!filter.scope.empty()) where.add("municipality=?", filter.scope);
    if (!filter.municipality.empty()) where.add("municipality=?", filter.municipality);
    // A district WK045301 holds the neighbourhoods BU045301..; the codes say so.
    if (!filter.area.empty())
        where.add("(area=? OR (area LIKE 'BU%' AND 'WK'||substr(area,3,6)=?))", filter.area, filter.area);
    if (!filter.theme.empty()) where.add("theme=?", filter.theme);
    if (const auto channel = channel_of(filter.channel)) where.add("channel=?", static_cast<int>(*channel));
    if (const auto perspective = perspective_of(filter.perspective))
        where.add("perspective=?", static_cast<int>(*perspective));
    return where;
}

// The first piece of the words with those that lie in further rows.
constexpr const char* kColumns =
    "day, part, id, municipality, area, theme, perspective, channel, venue, language, is_read, "
    "words || coalesce((SELECT string_agg(more.words, ''::bytea ORDER BY more.piece) FROM signals more "
    "WHERE more.day=s.day AND more.part=s.part AND more.id=s.id AND more.piece>0), ''::bytea)";

SignalRow row_of(const Rows& rows, int i) {
    SignalRow result;
    result.origin.moment.date = Date(std::chrono::days(rows.number(i, 0)));
    result.origin.moment.part = static_cast<DayPart>(rows.number(i, 1));
    result.id = SignalId::from_bytes(rows.view(i, 2));
    auto& signal = result.signal;
    signal.municipality = AreaCode::parse(rows.view(i, 3)).value();
    if (!rows.view(i, 4).empty()) signal.area = AreaCode::parse(rows.view(i, 4)).value();
    signal.theme = rows.text(i, 5);
    signal.perspective = static_cast<Perspective>(rows.number(i, 6));
    result.origin.channel = static_cast<Channel>(rows.number(i, 7));
    result.origin.venue = rows.text(i, 8);
    signal.language = rows.text(i, 9);
    result.read = rows.number(i, 10) != 0;
    unpack_words(rows.view(i, 11), signal);
    return result;
}

}  // namespace

SignalPage PostgresStore::signals(const SignalFilter& filter, std::string_view cursor, int limit) {
    Where where = where_of(filter);
    if (filter.unread_only) where.add("is_read=0");
    if (!filter.month.empty()) {
        const auto days = days_of_month(filter.month);
        if (!days) return {};
        where.add("day>=? AND day<?", days->first, days->second);
    }
    if (const auto place = parse_cursor(cursor))
        where.add("(day, part, id) < (?, ?, ?)", std::get<0>(*place), std::get<1>(*place),
                  Bytes{std::get<2>(*place)});
    where.add("true ORDER BY day DESC, part DESC, id DESC LIMIT ?", limit + 1);
    return read([&](Connection& connection) {
        const auto rows =
            connection.run(std::string("SELECT ") + kColumns + " FROM signals s WHERE piece=0" + where.text(),
                           where.params());
        SignalPage page;
        for (int i = 0; i < rows.size() && i < limit; ++i) page.rows.push_back(row_of(rows, i));
        if (rows.size() > limit) page.next = cursor_of(page.rows.back());
        return page;
    });
}

std::optional<SignalRow> PostgresStore::signal(SignalId id) {
    return read([&](Connection& connection) -> std::optional<SignalRow> {
        const auto rows =
            connection.run(std::string("SELECT ") + kColumns + " FROM signals s WHERE id=$1 AND piece=0",
                           args(Bytes{id.bytes()}));
        if (rows.size() == 0) return std::nullopt;
        return row_of(rows, 0);
    });
}

std::optional<std::string> PostgresStore::recording(std::string_view id) {
    return read([&](Connection& connection) -> std::optional<std::string> {
        const auto rows =
            connection.run("SELECT sound FROM recordings WHERE id=$1 ORDER BY piece", args(Bytes{id}));
        std::string ogg;
        for (int i = 0; i < rows.size(); ++i) ogg += rows.view(i, 0);
        if (ogg.empty()) return std::nullopt;
        return ogg;
    });
}

std::vector<SignalCell> PostgresStore::signal_cells(const SignalFilter& filter) {
    Where where = where_of(filter);
    if (const auto days = filter.month.empty() ? std::nullopt : days_of_month(filter.month))
        where.add("month=?", month_number(Date(std::chrono::days(days->first))));
    return read([&](Connection& connection) {
        const auto rows = connection.run(
            "SELECT municipality, area, theme, channel, month, perspective, sum(count)::bigint "
            "FROM signal_counts WHERE true" +
                where.text() + " GROUP BY 1, 2, 3, 4, 5, 6",
            where.params());
        std::vector<SignalCell> cells;
        for (int i = 0; i < rows.size(); ++i) {
            SignalCell cell;
            cell.municipality = rows.text(i, 0);
            cell.area = rows.text(i, 1);
            cell.theme = rows.text(i, 2);
            cell.channel = word(static_cast<Channel>(rows.number(i, 3)));
            cell.month = month_text(rows.number(i, 4));
            cell.perspective = word(static_cast<Perspective>(rows.number(i, 5)));
            cell.count = rows.number(i, 6);
            cells.push_back(std::move(cell));
        }
        return cells;
    });
}

Result<void> PostgresStore::mark_read(SignalId id) {
    return write([&](Connection& connection) -> Result<void> {
        if (connection.run("UPDATE signals SET is_read=1 WHERE id=$1 AND piece=0", args(Bytes{id.bytes()}))
                .changes() == 0)
            return Error{ErrorCode::not_found, "there is no such signal"};
        return {};
    });
}

namespace {

/// Kind and subject of receipts stand in two neighbouring columns.
ReceiptSubject subject_of(Connection& connection, const Rows& rows, int row, int column) {
    ReceiptSubject found;
    found.kind = static_cast<ReceiptKind>(rows.number(row, column));
    if (found.kind == ReceiptKind::response)
        found.poll = PollId::from_bytes(rows.view(row, column + 1));
    else
        found.read = connection.number("SELECT is_read FROM signals WHERE id=$1 AND piece=0",
                                       args(Bytes{rows.view(row, column + 1)})) != 0;
    return found;
}

}  // namespace

std::optional<ReceiptSubject> PostgresStore::receipt(std::string_view receipt_hash) {
    return read_snapshot([&](Connection& connection) -> std::optional<ReceiptSubject> {
        const auto rows =
            connection.run("SELECT kind, subject FROM receipts WHERE hash=$1", args(Bytes{receipt_hash}));
        if (rows.size() == 0) return std::nullopt;
        return subject_of(connection, rows, 0, 0);
    });
}

std::vector<std::pair<std::string, ReceiptSubject>> PostgresStore::given_at(const AreaCode& municipality,
                                                                            std::string_view venue,
                                                                            int most) {
    return read_snapshot([&](Connection& connection) {
        const auto rows = connection.run(
            "SELECT key, kind, subject FROM venue_receipts WHERE municipality=$1 AND venue=$2 "
            "ORDER BY key LIMIT $3",
            args(municipality.str(), venue, static_cast<std::int64_t>(most)));
        std::vector<std::pair<std::string, ReceiptSubject>> found;
        for (int i = 0; i < rows.size(); ++i)
            found.emplace_back(std::string(rows.view(i, 0)), subject_of(connection, rows, i, 1));
        return found;
    });
}

}  // namespace peilpunt::store
