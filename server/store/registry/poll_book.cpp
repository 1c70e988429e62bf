// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/poll_book.hpp"

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "server/store/common/rows.hpp"
#include "server/store/registry/instance.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::store {

using sql::Bytes;

namespace {

/// What a revision says, for its row.
std::string definition_of(const Poll& poll) {
    Poll frozen = poll;
    frozen.status = PollStatus::draft;
    frozen.closed_on.reset();
    return json::write_poll(frozen);
}

/// A row of definition, status, the day on which it was closed, if it was, and its number, or 0.
Poll poll_of(const sql::Rows::Row& row) {
    Poll poll = json::parse_poll(row.text(0)).value();
    poll.status = poll_status_of(row.text(1)).value();
    poll.number = static_cast<int>(row.number(3));
    if (!row.is_null(2)) {
        const Date day{std::chrono::days(row.number(2))};
        if (day < poll.closes) poll.closed_on = day;
    }
    return poll;
}

Error revision_taken(const Poll& poll, std::int64_t revision) {
    const bool same = revision == poll.revision;
    return {ErrorCode::conflict, "revision " + std::to_string(revision) + " of " + poll.slug +
                                     " is there already" + (same ? " with other content" : "") +
                                     "; raise `revisie`"};
}

}  // namespace

Result<void> PollBook::save(const Poll& poll, std::string_view who) {
    const auto definition = definition_of(poll);
    return database_.write([&](sql::Session& session) -> Result<void> {
        const Bytes id{poll.id.bytes()};
        const auto same =
            session.run("SELECT definition FROM polls WHERE id=?1 AND revision=?2", {id, poll.revision});
        if (!same.empty()) {
            if (same[0].text(0) == definition) return {};
            return revision_taken(poll, poll.revision);
        }
        const auto last = session.number("SELECT coalesce(max(revision), 0) FROM polls WHERE id=?1", {id});
        if (last > poll.revision) return revision_taken(poll, last);
        if (session.number("SELECT count(*) FROM polls WHERE slug=?1 AND id<>?2", {poll.slug, id}) != 0)
            return Error{ErrorCode::conflict, "another poll is or was called " + poll.slug};
        session.run("INSERT INTO polls(id, revision, slug, status, definition) VALUES(?1,?2,?3,?4,?5)",
                    {id, poll.revision, poll.slug, word(PollStatus::draft), definition});
        raise_version(session);
        journal_.note(session, who, "peiling-opgeslagen",
                      poll.slug + " revisie " + std::to_string(poll.revision));
        return {};
    });
}

Result<void> PollBook::open(PollId poll, int revision, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        const auto opened =
            session.run("UPDATE polls SET status=?1 WHERE id=?2 AND revision=?3 AND status=?4",
                        {word(PollStatus::open), Bytes{poll.bytes()}, revision, word(PollStatus::draft)});
        if (opened.changes() == 0) return Error{ErrorCode::not_found, "there is no such draft"};
        session.run(
            "INSERT INTO poll_numbers(poll, number) VALUES(?1, (SELECT 1 + coalesce(max(number), 0) FROM "
            "poll_numbers)) ON CONFLICT(poll) DO NOTHING",
            {Bytes{poll.bytes()}});
        raise_version(session);
        journal_.note(session, who, "peiling-geopend", poll.str());
        return {};
    });
}

Result<void> PollBook::close(PollId poll, int revision, Date day, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        // Of all that are open, the newest is the one that people see.
        const auto closed = session.run(
            "UPDATE polls SET status=?1, closed_on=?2 WHERE id=?3 AND status=?4 AND "
            "?5=(SELECT max(revision) FROM polls WHERE id=?3 AND status=?4)",
            {word(PollStatus::closed), day_of(day), Bytes{poll.bytes()}, word(PollStatus::open), revision});
        if (closed.changes() == 0) return Error{ErrorCode::conflict, "this poll is not open"};
        raise_version(session);
        journal_.note(session, who, "peiling-gesloten", poll.str());
        return {};
    });
}

std::vector<Poll> PollBook::read(sql::Session& session) {
    std::vector<Poll> polls;
    for (const auto row :
         session.run("SELECT definition, status, closed_on, coalesce(number, 0) FROM polls LEFT JOIN "
                     "poll_numbers ON poll=id ORDER BY id, revision"))
        polls.push_back(poll_of(row));
    return polls;
}

}  // namespace peilpunt::store
