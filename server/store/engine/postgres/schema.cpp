// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/schema.hpp"

#include <array>

#include "server/records/schema.hpp"

namespace peilpunt::store::postgres {

namespace {

// The same tables and columns as in SQLite, so that rows move from one to the other as they are. What
// differs: `slot`, a server's own counts, summed on read, so that servers never wait for each other's rows;
// and `settled`: rows with words of a giver are written to a table of today (0). There, as everywhere in
// PostgreSQL, a row's place (ctid) and transaction number (xmin) tell the order and lead to the ledger row
// of the same moment. Each night they move, in order of their random ids and in one transaction, to the
// table of all days (1), and the file of the first is dropped. Words stay in pieces under 2 kB: TOAST would
// number longer ones in order of arrival.
constexpr const char* kFoundation = R"sql(
CREATE TABLE settings(key text COLLATE "C" PRIMARY KEY, value text NOT NULL);
INSERT INTO settings VALUES('versie', '1');

CREATE TABLE areas(place bigint PRIMARY KEY, code text NOT NULL UNIQUE, name text NOT NULL, parent text NOT NULL,
    population bigint NOT NULL);

CREATE TABLE polls(id bytea NOT NULL, revision bigint NOT NULL, slug text NOT NULL, status text NOT NULL,
    definition text NOT NULL, PRIMARY KEY(id, revision));
CREATE UNIQUE INDEX polls_by_slug ON polls(slug, revision);

CREATE TABLE ledger(key bytea PRIMARY KEY, proof bytea NOT NULL, day bigint NOT NULL);
CREATE TABLE receipts(hash bytea PRIMARY KEY, kind bigint NOT NULL, subject bytea NOT NULL);

CREATE TABLE responses(poll bytea NOT NULL, day bigint NOT NULL, part bigint NOT NULL, id bytea NOT NULL,
    piece bigint NOT NULL, revision bigint, municipality text, district text, age_group text, channel bigint,
    venue text, language text, late bigint, answers bytea NOT NULL, settled bigint NOT NULL DEFAULT 0,
    PRIMARY KEY(poll, day, part, id, piece, settled)) PARTITION BY LIST(settled);
CREATE TABLE responses_today PARTITION OF responses FOR VALUES IN (0);
CREATE TABLE responses_settled PARTITION OF responses FOR VALUES IN (1);

CREATE TABLE tallies(poll bytea NOT NULL, revision bigint NOT NULL, municipality text NOT NULL, district text NOT NULL,
    age_group text NOT NULL, channel bigint NOT NULL, counts bytea NOT NULL, slot bigint NOT NULL DEFAULT 0,
    PRIMARY KEY(poll, revision, municipality, district, age_group, channel, slot)) WITH (fillfactor=50);

CREATE TABLE releases(poll bytea NOT NULL, number bigint NOT NULL, release text NOT NULL, basis text NOT NULL,
    PRIMARY KEY(poll, number));

CREATE TABLE signals(day bigint NOT NULL, part bigint NOT NULL, id bytea NOT NULL, piece bigint NOT NULL,
    municipality text, area text, theme text, perspective bigint, channel bigint, venue text, language text,
    is_read bigint, words bytea NOT NULL, settled bigint NOT NULL DEFAULT 0,
    PRIMARY KEY(day, part, id, piece, settled)) PARTITION BY LIST(settled);
CREATE UNIQUE INDEX signals_by_id ON signals(id, piece, settled);
CREATE TABLE signals_today PARTITION OF signals FOR VALUES IN (0);
CREATE TABLE signals_settled PARTITION OF signals FOR VALUES IN (1);

CREATE TABLE signal_counts(municipality text NOT NULL, area text NOT NULL, theme text NOT NULL,
    channel bigint NOT NULL, month bigint NOT NULL, perspective bigint NOT NULL, count bigint NOT NULL,
    slot bigint NOT NULL DEFAULT 0,
    PRIMARY KEY(municipality, area, theme, channel, month, perspective, slot)) WITH (fillfactor=50);

CREATE TABLE quarantine(id bytea NOT NULL, piece bigint NOT NULL, kind text, reason text, kiosk text, day bigint,
    part bigint, body bytea NOT NULL, PRIMARY KEY(id, piece));

CREATE TABLE users(id bytea PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE, full_name text NOT NULL,
    role text NOT NULL, scope text NOT NULL, password text NOT NULL, disabled bigint NOT NULL);
CREATE TABLE sessions(token_hash bytea PRIMARY KEY, "user" bytea NOT NULL REFERENCES users(id), csrf text NOT NULL,
    expires bigint NOT NULL);

CREATE TABLE pairings(code_hash bytea PRIMARY KEY, venue text NOT NULL, municipality text NOT NULL,
    expires bigint NOT NULL);
CREATE TABLE kiosks(id bytea PRIMARY KEY, venue text COLLATE "C" NOT NULL, municipality text NOT NULL,
    sign_key bytea NOT NULL, revoked bigint NOT NULL, last_contact text NOT NULL, version text NOT NULL,
    waiting bigint NOT NULL, parked bigint NOT NULL, oldest_hours bigint NOT NULL, disk_free bigint NOT NULL,
    clock_offset bigint NOT NULL, last_batch bigint NOT NULL);
CREATE TABLE kiosk_totals(kiosk bytea NOT NULL, what text NOT NULL, captured bigint NOT NULL, arrived bigint NOT NULL,
    PRIMARY KEY(kiosk, what));

CREATE TABLE audit(number bigint PRIMARY KEY, at text NOT NULL, who text NOT NULL, what text NOT NULL,
    subject text NOT NULL, hash bytea NOT NULL);
)sql";

// As in SQLite: by which a kiosk finds a volgcode among what was given at its own place.
constexpr const char* kFollowing = R"sql(
CREATE TABLE venue_receipts(municipality text COLLATE "C" NOT NULL, venue text COLLATE "C" NOT NULL,
    key bytea NOT NULL, kind bigint NOT NULL, subject bytea NOT NULL, PRIMARY KEY(municipality, venue, key));
)sql";

// As in SQLite: what is known of each kiosk; the kiosk of a used pairing code.
constexpr const char* kFleet = R"sql(
CREATE TABLE kiosk_notes(kiosk bytea NOT NULL, kind text COLLATE "C" NOT NULL, what text COLLATE "C" NOT NULL,
    count bigint NOT NULL, PRIMARY KEY(kiosk, kind, what));
ALTER TABLE pairings ADD COLUMN kiosk bytea;
)sql";

// What was said aloud; settled each night like the words.
constexpr const char* kRecordings = R"sql(
CREATE TABLE recordings(id bytea NOT NULL, piece bigint NOT NULL, sound bytea NOT NULL,
    settled bigint NOT NULL DEFAULT 0, PRIMARY KEY(id, piece, settled)) PARTITION BY LIST(settled);
CREATE TABLE recordings_today PARTITION OF recordings FOR VALUES IN (0);
CREATE TABLE recordings_settled PARTITION OF recordings FOR VALUES IN (1);
)sql";

// What is read aloud at kiosks.
constexpr const char* kClips = R"sql(
CREATE TABLE clips(language text COLLATE "C" NOT NULL, words text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL, ogg bytea NOT NULL, PRIMARY KEY(language, words));
CREATE INDEX clips_hash ON clips(hash);
)sql";

// Statistics for the planner hold samples of a column, also of rows that are gone: none of words.
constexpr const char* kNoSamples = R"sql(
ALTER TABLE responses ALTER COLUMN answers SET STATISTICS 0;
ALTER TABLE signals ALTER COLUMN words SET STATISTICS 0;
ALTER TABLE recordings ALTER COLUMN sound SET STATISTICS 0;
ALTER TABLE quarantine ALTER COLUMN body SET STATISTICS 0;
)sql";

// As in SQLite: closing is an event with a day.
constexpr const char* kClosingDays = R"sql(
ALTER TABLE polls ADD COLUMN closed_on bigint;
UPDATE polls SET closed_on = (
    SELECT value::date - date '1970-01-01' FROM settings WHERE key = 'gesloten.' || encode(id, 'hex')::uuid::text)
    WHERE status <> 'concept' AND 'gesloten' = (SELECT last.status FROM polls last WHERE last.id = polls.id
        AND last.status <> 'concept' ORDER BY last.revision DESC LIMIT 1);
UPDATE polls SET status = 'gesloten' WHERE closed_on IS NOT NULL;
DELETE FROM settings WHERE key LIKE 'gesloten.%';
)sql";

// As in SQLite: by which volgcodes name polls.
constexpr const char* kPollNumbers = R"sql(
CREATE TABLE poll_numbers(poll bytea PRIMARY KEY, number bigint NOT NULL UNIQUE);
INSERT INTO poll_numbers SELECT id, row_number() OVER (ORDER BY id) FROM polls WHERE status <> 'concept' GROUP BY id;
)sql";

// As in SQLite: what was told of polls.
constexpr const char* kOutcomes = R"sql(
CREATE TABLE interims(poll bytea NOT NULL, level bigint NOT NULL, told text NOT NULL, PRIMARY KEY(poll, level));
CREATE TABLE progress(poll bytea PRIMARY KEY, day bigint NOT NULL, told text NOT NULL);
ALTER TABLE releases ADD COLUMN late bigint NOT NULL DEFAULT 0;
INSERT INTO settings SELECT 'oude-uitkomsten', 'ja' WHERE EXISTS(SELECT 1 FROM responses);
)sql";

// Sign-ins end after some time without a request, and their owner sees them. Those of before have no such
// times: whoever was signed in signs in once more.
constexpr const char* kIdleEnd = R"sql(
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN since bigint NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN used bigint NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN browser text NOT NULL DEFAULT '';
)sql";

// What people prove beside their password. The secret is not here: it is made of the salt with a key.
constexpr const char* kSecondFactors = R"sql(
CREATE TABLE second_factors("user" bytea NOT NULL PRIMARY KEY, salt bytea NOT NULL, due bigint NOT NULL,
    proven bigint NOT NULL, last_step bigint NOT NULL);
CREATE TABLE recovery_codes("user" bytea NOT NULL, hash bytea NOT NULL, PRIMARY KEY("user", hash));
)sql";

constexpr const char* kContacts = R"sql(
CREATE TABLE contacts(id bytea PRIMARY KEY, municipality text NOT NULL, sealed bytea NOT NULL);
)sql";

const std::array kMainSteps{Step{"foundation", kFoundation},
                            Step{"following at the kiosk", kFollowing},
                            Step{"recordings", kRecordings},
                            Step{"fleet", kFleet},
                            Step{"clips", kClips},
                            Step{"no samples of words", kNoSamples},
                            Step{"days of closing", kClosingDays},
                            Step{"numbers of polls", kPollNumbers},
                            Step{"log of changes", records::tables(sql::Engine::postgres)},
                            Step{"tussenstand and uitslag", kOutcomes},
                            Step{"idle end of sign-ins", kIdleEnd},
                            Step{"second factors", kSecondFactors}};
constexpr std::array kContactSteps{Step{"foundation", kContacts}};

// Servers that start together wait for each other here; the number is "Peil".
constexpr const char* kLock = "SELECT pg_advisory_lock(1348823404)::text";
constexpr const char* kUnlock = "SELECT pg_advisory_unlock(1348823404)::text";

std::int64_t done_steps(Connection& connection) {
    return connection.number("SELECT coalesce(max(number), 0) FROM schema_steps");
}

Result<void> migrate_locked(Connection& connection, const std::string& schema, std::span<const Step> steps,
                            bool create) {
    const auto found = connection.number("SELECT count(*) FROM pg_namespace WHERE nspname=$1",
                                         args(std::string_view(schema)));
    const auto ours =
        connection.number("SELECT count(*) FROM pg_tables WHERE schemaname=$1 AND tablename='schema_steps'",
                          args(std::string_view(schema)));
    if (found == 0 && !create)
        return Error{ErrorCode::not_found,
                     "there is no Peilpunt data in this database; is it the right one?"};
    if (ours == 0) {
        const auto others = connection.number("SELECT count(*) FROM pg_tables WHERE schemaname=$1",
                                              args(std::string_view(schema)));
        if (others != 0)
            return Error{ErrorCode::damaged, "schema " + schema + " belongs to another application"};
        if (!create)
            return Error{ErrorCode::not_found,
                         "there is no Peilpunt data in this database; is it the right one?"};
        if (found == 0) connection.script("CREATE SCHEMA " + schema);
        connection.script("CREATE TABLE " + schema +
                          ".schema_steps(number bigint PRIMARY KEY, name text NOT NULL)");
    }
    const auto done = done_steps(connection);
    if (done > static_cast<std::int64_t>(steps.size()))
        return Error{ErrorCode::unsupported, "this database was made by a newer version of Peilpunt"};
    for (auto number = done; number < static_cast<std::int64_t>(steps.size()); ++number) {
        const auto& step = steps[static_cast<std::size_t>(number)];
        Transaction transaction(connection);
        connection.script(step.sql);
        connection.run("INSERT INTO schema_steps VALUES($1,$2)",
                       args(number + 1, std::string_view(step.name)));
        transaction.commit();
    }
    return {};
}

}  // namespace

std::span<const Step> main_steps() { return kMainSteps; }
std::span<const Step> contact_steps() { return kContactSteps; }

Result<void> migrate(Connection& connection, const std::string& schema, std::span<const Step> steps,
                     bool create) {
    connection.run(kLock);
    auto result = migrate_locked(connection, schema, steps, create);
    connection.run(kUnlock);
    return result;
}

}  // namespace peilpunt::store::postgres
