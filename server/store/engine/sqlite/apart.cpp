// SPDX-License-Identifier: EUPL-1.2
// Answers that turn out to be doubtful after they were counted.
#include "server/store/common/apart.hpp"

#include "server/store/common/checks.hpp"
#include "server/store/common/rows.hpp"
#include "server/store/engine/sqlite/store_impl.hpp"

namespace peilpunt::store {

namespace {

using Place = PollCounts::key_type;

void add_counts(sqlite::Connection& connection, const Place& place, results::Tally tally) {
    const auto& [poll, revision, cell] = place;
    const auto bind = [&, &poll = poll, &revision = revision,
                       &cell = cell](sqlite::Statement& statement) -> sqlite::Statement& {
        return statement.bind_blob(1, poll.bytes())
            .bind(2, revision)
            .bind(3, cell.municipality.str())
            .bind(4, cell.district.str())
            .bind(5, cell.age_group)
            .bind(6, channel_code(cell));
    };
    auto& read = connection.prepare(
        "SELECT counts FROM tallies WHERE poll=? AND revision=? AND municipality=? AND district=? "
        "AND age_group=? AND channel=?");
    bind(read);
    if (read.step()) tally.add(results::unpack(read.view(0)).value());
    read.reset();
    bind(connection.prepare("INSERT OR REPLACE INTO tallies VALUES(?,?,?,?,?,?,?)"))
        .bind_blob(7, results::pack(tally))
        .run();
}

}  // namespace

Result<void> SqliteStore::set_apart(const PollCounts& counts, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        for_each_change(counts, [&](const Place& place, const results::Tally& tally) {
            add_counts(connection, place, tally);
        });
        sql::SqliteSession session(connection);
        for (const auto& line : said_of(counts)) journal_.note(session, who, "antwoorden-apart-gezet", line);
        return {};
    });
}

Result<std::int64_t> SqliteStore::set_apart_since(std::string_view venue, Date day, std::string_view who) {
    std::int64_t moved = 0;
    const auto done = writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        sql::SqliteSession session(connection);
        const auto polls = PollBook::read(session);
        VenueAnswers found(venue, polls);
        auto& rows = connection.prepare(
            "SELECT poll, day, part, id, piece, revision, municipality, district, age_group, channel, venue, "
            "answers FROM responses WHERE day>=? ORDER BY poll, day, part, id, piece");
        rows.bind(1, day_of(day));
        while (rows.step()) {
            if (rows.number(4) == 0)
                found.begin({PollId::from_bytes(rows.view(0)), rows.number(1), rows.number(2), rows.text(3)},
                            static_cast<int>(rows.number(5)),
                            cell_of(rows.view(6), rows.view(7), rows.view(8), rows.number(9)), rows.view(10));
            found.add_piece(rows.view(11));
        }
        rows.reset();
        found.finish();
        for (const auto& row : found.rows)
            connection
                .prepare(
                    "UPDATE responses SET channel=channel+16 WHERE poll=? AND day=? AND part=? AND id=? "
                    "AND piece=0")
                .bind_blob(1, row.poll.bytes())
                .bind(2, row.day)
                .bind(3, row.part)
                .bind_blob(4, row.id)
                .run();
        for_each_change(found.counts, [&](const Place& place, const results::Tally& tally) {
            add_counts(connection, place, tally);
        });
        moved = static_cast<std::int64_t>(found.rows.size());
        journal_.note(session, who, "kiosk-apart-gezet",
                      std::string(venue) + " vanaf " + format_date(day) + ": " + std::to_string(moved));
        return {};
    });
    if (!done) return done.error();
    return moved;
}

}  // namespace peilpunt::store
