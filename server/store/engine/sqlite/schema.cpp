// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/schema.hpp"

#include <array>

#include "server/records/schema.hpp"

namespace peilpunt::store::schema {

namespace {

// Rows that hold words of a giver: WITHOUT ROWID, so that no row number tells the order; keyed by day, part
// of day and a random id, so that writes of one day stay together and nothing finer is kept; words cut in
// pieces that fit on a page, because overflow pages are handed out in order of arrival (measured: rank
// correlation 1.0).
constexpr const char* kFoundation = R"sql(
CREATE TABLE settings(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('versie', '1');

CREATE TABLE areas(place INTEGER NOT NULL PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
                   parent TEXT NOT NULL, population INTEGER NOT NULL) STRICT;

CREATE TABLE polls(id BLOB NOT NULL, revision INTEGER NOT NULL, slug TEXT NOT NULL, status TEXT NOT NULL,
                   definition TEXT NOT NULL, PRIMARY KEY(id, revision)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX polls_by_slug ON polls(slug, revision);

CREATE TABLE ledger(key BLOB NOT NULL PRIMARY KEY, proof BLOB NOT NULL, day INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE receipts(hash BLOB NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, subject BLOB NOT NULL)
    STRICT, WITHOUT ROWID;

CREATE TABLE responses(poll BLOB NOT NULL, day INTEGER NOT NULL, part INTEGER NOT NULL, id BLOB NOT NULL,
    piece INTEGER NOT NULL, revision INTEGER, municipality TEXT, district TEXT, age_group TEXT, channel INTEGER,
    venue TEXT, language TEXT, late INTEGER, answers BLOB NOT NULL,
    PRIMARY KEY(poll, day, part, id, piece)) STRICT, WITHOUT ROWID;

CREATE TABLE tallies(poll BLOB NOT NULL, revision INTEGER NOT NULL, municipality TEXT NOT NULL, district TEXT NOT NULL,
    age_group TEXT NOT NULL, channel INTEGER NOT NULL, counts BLOB NOT NULL,
    PRIMARY KEY(poll, revision, municipality, district, age_group, channel)) STRICT, WITHOUT ROWID;

CREATE TABLE releases(poll BLOB NOT NULL, number INTEGER NOT NULL, release TEXT NOT NULL, basis TEXT NOT NULL,
    PRIMARY KEY(poll, number)) STRICT, WITHOUT ROWID;

CREATE TABLE signals(day INTEGER NOT NULL, part INTEGER NOT NULL, id BLOB NOT NULL, piece INTEGER NOT NULL,
    municipality TEXT, area TEXT, theme TEXT, perspective INTEGER, channel INTEGER, venue TEXT, language TEXT,
    is_read INTEGER, words BLOB NOT NULL, PRIMARY KEY(day, part, id, piece)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX signals_by_id ON signals(id, piece);

CREATE TABLE signal_counts(municipality TEXT NOT NULL, area TEXT NOT NULL, theme TEXT NOT NULL,
    channel INTEGER NOT NULL, month INTEGER NOT NULL, perspective INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY(municipality, area, theme, channel, month, perspective)) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine(id BLOB NOT NULL, piece INTEGER NOT NULL, kind TEXT, reason TEXT, kiosk TEXT, day INTEGER,
    part INTEGER, body BLOB NOT NULL, PRIMARY KEY(id, piece)) STRICT, WITHOUT ROWID;

CREATE TABLE users(id BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL,
    role TEXT NOT NULL, scope TEXT NOT NULL, password TEXT NOT NULL, disabled INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sessions(token_hash BLOB NOT NULL PRIMARY KEY, user BLOB NOT NULL REFERENCES users(id),
    csrf TEXT NOT NULL, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE pairings(code_hash BLOB NOT NULL PRIMARY KEY, venue TEXT NOT NULL, municipality TEXT NOT NULL,
    expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kiosks(id BLOB NOT NULL PRIMARY KEY, venue TEXT NOT NULL, municipality TEXT NOT NULL,
    sign_key BLOB NOT NULL, revoked INTEGER NOT NULL, last_contact TEXT NOT NULL, version TEXT NOT NULL,
    waiting INTEGER NOT NULL, parked INTEGER NOT NULL, oldest_hours INTEGER NOT NULL, disk_free INTEGER NOT NULL,
    clock_offset INTEGER NOT NULL, last_batch INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kiosk_totals(kiosk BLOB NOT NULL, what TEXT NOT NULL, captured INTEGER NOT NULL, arrived INTEGER NOT NULL,
    PRIMARY KEY(kiosk, what)) STRICT, WITHOUT ROWID;

CREATE TABLE audit(number INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
    subject TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
)sql";

// By which a kiosk finds a volgcode among what was given at its own place; `subject` as in receipts.
constexpr const char* kFollowing = R"sql(
CREATE TABLE venue_receipts(municipality TEXT NOT NULL, venue TEXT NOT NULL, key BLOB NOT NULL, kind INTEGER NOT NULL,
    subject BLOB NOT NULL, PRIMARY KEY(municipality, venue, key)) STRICT, WITHOUT ROWID;
)sql";

// Ledger entries, and receipts of responses, since the last nightly rewrite, one row a commit: see fresh.hpp.
// Neither leads to an answer, so their order tells nothing about one.
constexpr const char* kFresh = R"sql(
CREATE TABLE fresh(number INTEGER NOT NULL PRIMARY KEY, ledger BLOB NOT NULL, receipts BLOB NOT NULL) STRICT;
)sql";

// Of each kiosk, by `kind` (store/common/rows): refusals by reason, what it leaves out of the content, ids of
// the server keys it uses. A kiosk of sixteen noughts stands for all that are not known. A used pairing code
// keeps its kiosk until it expires, so that a lost answer can be asked for again.
constexpr const char* kFleet = R"sql(
CREATE TABLE kiosk_notes(kiosk BLOB NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY(kiosk, kind, what)) STRICT, WITHOUT ROWID;
ALTER TABLE pairings ADD COLUMN kiosk BLOB;
)sql";

// What was said aloud: in pieces and keyed like words, without a day; its signal has that.
constexpr const char* kRecordings = R"sql(
CREATE TABLE recordings(id BLOB NOT NULL, piece INTEGER NOT NULL, sound BLOB NOT NULL, PRIMARY KEY(id, piece))
    STRICT, WITHOUT ROWID;
)sql";

// What is read aloud at kiosks; for everybody to hear.
constexpr const char* kClips = R"sql(
CREATE TABLE clips(language TEXT NOT NULL, words TEXT NOT NULL, hash TEXT NOT NULL, ogg BLOB NOT NULL,
    PRIMARY KEY(language, words)) STRICT;
CREATE INDEX clips_hash ON clips(hash);
)sql";

// What came in today and no longer fits in memory, and volgcodes of signals: each row has a random place, and
// a table of one day has few places. The night brings them to `ledger` and `receipts`.
constexpr const char* kToday = R"sql(
CREATE TABLE ledger_today(key BLOB NOT NULL PRIMARY KEY, proof BLOB NOT NULL, day INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE receipts_today(hash BLOB NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, subject BLOB NOT NULL)
    STRICT, WITHOUT ROWID;
)sql";

// See ledger_filter.hpp. Whoever adds to the ledger, the filter that does not know of it is gone.
constexpr const char* kLedgerFilter = R"sql(
CREATE TABLE ledger_filter(number INTEGER NOT NULL PRIMARY KEY, blocks BLOB NOT NULL) STRICT;
CREATE TRIGGER ledger_grows AFTER INSERT ON ledger WHEN EXISTS(SELECT 1 FROM ledger_filter)
BEGIN
    DELETE FROM ledger_filter;
END;
)sql";

// Closing is an event with a day (days since 1970). What was closed before this step has its day in a
// setting, by the poll's id as it is written.
constexpr const char* kClosingDays = R"sql(
ALTER TABLE polls ADD COLUMN closed_on INTEGER;
UPDATE polls SET closed_on = (
    SELECT CAST(julianday(value) - 2440587.5 AS INTEGER) FROM settings WHERE key = 'gesloten.' || lower(
        substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4) || '-' ||
        substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)))
    WHERE status <> 'concept' AND 'gesloten' = (SELECT last.status FROM polls last WHERE last.id = polls.id
        AND last.status <> 'concept' ORDER BY last.revision DESC LIMIT 1);
UPDATE polls SET status = 'gesloten' WHERE closed_on IS NOT NULL;
DELETE FROM settings WHERE key LIKE 'gesloten.%';
)sql";

// By which volgcodes name polls; given once, at the first publication, and never again to another.
constexpr const char* kPollNumbers = R"sql(
CREATE TABLE poll_numbers(poll BLOB NOT NULL PRIMARY KEY, number INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
INSERT INTO poll_numbers SELECT id, row_number() OVER (ORDER BY id) FROM polls WHERE status <> 'concept' GROUP BY id;
)sql";

// How polls stand while they are open, how far they are, and how many answers came after an uitslag. Marks
// what an earlier version told; see registry/older_releases.
constexpr const char* kOutcomes = R"sql(
CREATE TABLE interims(poll BLOB NOT NULL, level INTEGER NOT NULL, told TEXT NOT NULL, PRIMARY KEY(poll, level))
    STRICT, WITHOUT ROWID;
CREATE TABLE progress(poll BLOB NOT NULL PRIMARY KEY, day INTEGER NOT NULL, told TEXT NOT NULL) STRICT, WITHOUT ROWID;
ALTER TABLE releases ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
INSERT INTO settings SELECT 'oude-uitkomsten', 'ja' WHERE EXISTS(SELECT 1 FROM responses);
)sql";

// Sign-ins end after some time without a request, and their owner sees them. Those of before have no such
// times: whoever was signed in signs in once more.
constexpr const char* kIdleEnd = R"sql(
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
)sql";

// What people prove beside their password. The secret is not here: it is made of the salt with a key.
constexpr const char* kSecondFactors = R"sql(
CREATE TABLE second_factors("user" BLOB NOT NULL PRIMARY KEY, salt BLOB NOT NULL, due INTEGER NOT NULL,
    proven INTEGER NOT NULL, last_step INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_codes("user" BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY("user", hash)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* kContacts = R"sql(
CREATE TABLE contacts(id BLOB NOT NULL PRIMARY KEY, municipality TEXT NOT NULL, sealed BLOB NOT NULL)
    STRICT, WITHOUT ROWID;
)sql";

const std::array kMainSteps{sqlite::Migration{"foundation", kFoundation},
                            sqlite::Migration{"following at the kiosk", kFollowing},
                            sqlite::Migration{"what came in today", kFresh},
                            sqlite::Migration{"recordings", kRecordings},
                            sqlite::Migration{"fleet", kFleet},
                            sqlite::Migration{"clips", kClips},
                            sqlite::Migration{"places of today", kToday},
                            sqlite::Migration{"which ids are new", kLedgerFilter},
                            sqlite::Migration{"days of closing", kClosingDays},
                            sqlite::Migration{"numbers of polls", kPollNumbers},
                            sqlite::Migration{"log of changes", records::tables(sql::Engine::sqlite)},
                            sqlite::Migration{"tussenstand and uitslag", kOutcomes},
                            sqlite::Migration{"idle end of sign-ins", kIdleEnd},
                            sqlite::Migration{"second factors", kSecondFactors}};
constexpr std::array kContactSteps{sqlite::Migration{"foundation", kContacts}};

}  // namespace

std::span<const sqlite::Migration> main_steps() { return kMainSteps; }
std::span<const sqlite::Migration> contact_steps() { return kContactSteps; }

}  // namespace peilpunt::store::schema
