// SPDX-License-Identifier: EUPL-1.2
// Answers that turn out to be doubtful after they were counted.
#include "server/store/common/apart.hpp"

#include "server/store/common/checks.hpp"
#include "server/store/common/rows.hpp"
#include "server/store/engine/postgres/cursor.hpp"
#include "server/store/engine/postgres/store_impl.hpp"

namespace peilpunt::store {

using namespace postgres;

namespace {

using Place = PollCounts::key_type;

/// In slot 0, which no server counts in: only here, one after the other. Its counts may be less than nothing;
/// the sum over all slots is not.
void add_counts(Connection& connection, const Place& place, results::Tally tally) {
    const auto& [poll, revision, cell] = place;
    const auto found = connection.run(
        "SELECT counts FROM tallies WHERE poll=$1 AND revision=$2 AND municipality=$3 AND district=$4 "
        "AND age_group=$5 AND channel=$6 AND slot=0 FOR UPDATE",
        args(Bytes{poll.bytes()}, revision, cell.municipality.str(), cell.district.str(), cell.age_group,
             channel_code(cell)));
    if (found.size() == 1) tally.add(results::unpack(found.view(0, 0)).value());
    const auto packed = results::pack(tally);
    connection.run(
        "INSERT INTO tallies VALUES($1,$2,$3,$4,$5,$6,$7,0) ON CONFLICT "
        "(poll,revision,municipality,district,age_group,channel,slot) DO UPDATE SET counts=excluded.counts",
        args(Bytes{poll.bytes()}, revision, cell.municipality.str(), cell.district.str(), cell.age_group,
             channel_code(cell), Bytes{packed}));
}

}  // namespace

Result<void> PostgresStore::set_apart(const PollCounts& counts, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        for_each_change(counts, [&](const Place& place, const results::Tally& tally) {
            add_counts(connection, place, tally);
        });
        sql::PostgresSession session(connection);
        for (const auto& line : said_of(counts)) journal_.note(session, who, "antwoorden-apart-gezet", line);
        return {};
    });
}

Result<std::int64_t> PostgresStore::set_apart_since(std::string_view venue, Date day, std::string_view who) {
    std::int64_t moved = 0;
    const auto done = write([&, this](Connection& connection) -> Result<void> {
        sql::PostgresSession session(connection);
        const auto polls = PollBook::read(session);
        VenueAnswers found(venue, polls);
        for_each_row(
            connection,
            "SELECT poll, day, part, id, piece, revision, municipality, district, age_group, channel, "
            "venue, answers FROM responses WHERE day>=" +
                std::to_string(day_of(day)) + " ORDER BY poll, day, part, id, piece",
            [&](const Rows& rows, int i) {
                if (rows.number(i, 4) == 0)
                    found.begin({PollId::from_bytes(rows.view(i, 0)), rows.number(i, 1), rows.number(i, 2),
                                 rows.text(i, 3)},
                                static_cast<int>(rows.number(i, 5)),
                                cell_of(rows.view(i, 6), rows.view(i, 7), rows.view(i, 8), rows.number(i, 9)),
                                rows.view(i, 10));
                found.add_piece(rows.view(i, 11));
            });
        found.finish();
        for (const auto& row : found.rows)
            connection.run(
                "UPDATE responses SET channel=channel+16 WHERE poll=$1 AND day=$2 AND part=$3 AND id=$4 "
                "AND piece=0",
                args(Bytes{row.poll.bytes()}, row.day, row.part, Bytes{row.id}));
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
