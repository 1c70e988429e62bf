// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/fleet.hpp"

#include <algorithm>

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"

namespace peilpunt::store {

using sql::Bytes;

namespace {

// Kinds of what is noted of a kiosk.
constexpr std::string_view kRefused = "geweigerd";
constexpr std::string_view kLeftOut = "weggelaten";
constexpr std::string_view kKey = "sleutel";

const Error kWrongCode{ErrorCode::unauthorized, "Deze koppelcode klopt niet of is verlopen."};

void add_note(sql::Session& session, const KioskId& kiosk, std::string_view kind, const std::string& what,
              std::int64_t count) {
    session.run(
        "INSERT INTO kiosk_notes(kiosk, kind, what, count) VALUES(?1,?2,?3,?4) "
        "ON CONFLICT(kiosk, kind, what) DO UPDATE SET count=kiosk_notes.count+excluded.count",
        {Bytes{kiosk.bytes()}, kind, what, count});
}

void take_note(Kiosk& kiosk, std::string_view kind, const std::string& what, std::int64_t count) {
    if (kind == kRefused)
        kiosk.refusals[what] = count;
    else if (kind == kLeftOut)
        kiosk.left_out.push_back(what);
    else if (kind == kKey)
        kiosk.keys.insert(what);
}

Kiosk kiosk_of(const sql::Rows::Row& row) {
    Kiosk kiosk;
    kiosk.id = KioskId::from_bytes(row.text(0));
    kiosk.venue = row.text(1);
    kiosk.municipality = AreaCode::parse(row.text(2)).value();
    kiosk.sign_key = row.text(3);
    kiosk.revoked = row.number(4) != 0;
    kiosk.last_contact = row.text(5);
    kiosk.version = row.text(6);
    kiosk.waiting = static_cast<int>(row.number(7));
    kiosk.parked = static_cast<int>(row.number(8));
    kiosk.oldest_waiting_hours = static_cast<int>(row.number(9));
    kiosk.disk_free_percent = static_cast<int>(row.number(10));
    kiosk.clock_offset_s = row.number(11);
    kiosk.last_batch = row.number(12);
    return kiosk;
}

/// All kiosks, or one of them.
std::vector<Kiosk> read(sql::Session& session, const std::optional<KioskId>& only) {
    const auto rows_of = [&](std::string select, const char* id, const char* order) {
        if (!only) return session.run(select + " ORDER BY " + order);
        return session.run(select + " WHERE " + id + "=?1 ORDER BY " + order, {Bytes{only->bytes()}});
    };
    std::vector<Kiosk> all;
    for (const auto row :
         rows_of("SELECT id, venue, municipality, sign_key, revoked, last_contact, version, waiting, parked, "
                 "oldest_hours, disk_free, clock_offset, last_batch FROM kiosks",
                 "id", "venue, id"))
        all.push_back(kiosk_of(row));
    std::map<KioskId, Kiosk*> by_id;
    for (auto& kiosk : all) by_id[kiosk.id] = &kiosk;
    const auto kiosk_in = [&](const sql::Rows::Row& row) -> Kiosk* {
        const auto found = by_id.find(KioskId::from_bytes(row.text(0)));
        return found == by_id.end() ? nullptr : found->second;
    };
    for (const auto row :
         rows_of("SELECT kiosk, what, captured, arrived FROM kiosk_totals", "kiosk", "kiosk, what"))
        if (auto* kiosk = kiosk_in(row)) kiosk->totals[row.text(1)] = {row.number(2), row.number(3)};
    for (const auto row :
         rows_of("SELECT kiosk, kind, what, count FROM kiosk_notes", "kiosk", "kiosk, kind, what"))
        if (auto* kiosk = kiosk_in(row)) take_note(*kiosk, row.text(1), row.text(2), row.number(3));
    return all;
}

}  // namespace

std::int64_t Kiosk::missing() const {
    std::int64_t captured = 0;
    std::int64_t arrived = 0;
    for (const auto& [what, counts] : totals) {
        captured += counts.first;
        arrived += counts.second;
    }
    return std::max<std::int64_t>(0, captured - arrived - waiting - parked);
}

Result<void> Fleet::add_pairing(std::string_view code_hash, std::string_view venue,
                                const AreaCode& municipality, TimePoint expires, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run(
            "INSERT INTO pairings(code_hash, venue, municipality, expires, kiosk) VALUES(?1,?2,?3,?4,NULL)",
            {Bytes{code_hash}, venue, municipality.str(), expires.time_since_epoch().count()});
        journal_.note(session, who, "koppelcode-gemaakt", venue);
        return {};
    });
}

Result<Kiosk> Fleet::enrol(std::string_view code_hash, KioskId id, std::string_view sign_key, TimePoint now) {
    return database_.write([&](sql::Session& session) -> Result<Kiosk> {
        const auto codes =
            session.run("SELECT venue, municipality, kiosk FROM pairings WHERE code_hash=?1 AND expires>?2",
                        {Bytes{code_hash}, now.time_since_epoch().count()});
        if (codes.empty()) return kWrongCode;
        const auto code = codes[0];
        Kiosk kiosk;
        kiosk.id = id;
        kiosk.sign_key = sign_key;
        kiosk.venue = code.text(0);
        kiosk.municipality = AreaCode::parse(code.text(1)).value();
        if (!code.is_null(2)) {
            kiosk.id = KioskId::from_bytes(code.text(2));
            const auto same =
                session.number("SELECT count(*) FROM kiosks WHERE id=?1 AND sign_key=?2 AND revoked=0",
                               {Bytes{kiosk.id.bytes()}, Bytes{sign_key}});
            if (same == 0) return kWrongCode;
            return kiosk;
        }
        session.run("UPDATE pairings SET kiosk=?1 WHERE code_hash=?2", {Bytes{id.bytes()}, Bytes{code_hash}});
        session.run(
            "INSERT INTO kiosks(id, venue, municipality, sign_key, revoked, last_contact, version, waiting, "
            "parked, oldest_hours, disk_free, clock_offset, last_batch) "
            "VALUES(?1,?2,?3,?4,0,'','',0,0,0,100,0,0) ON CONFLICT(id) DO UPDATE SET venue=excluded.venue, "
            "municipality=excluded.municipality, revoked=0",
            {Bytes{id.bytes()}, kiosk.venue, kiosk.municipality.str(), Bytes{sign_key}});
        journal_.note(session, "kiosk:" + id.str(), "kiosk-gekoppeld", kiosk.venue);
        return kiosk;
    });
}

std::optional<Kiosk> Fleet::find(KioskId id) {
    auto found = database_.read([&](sql::Session& session) { return read(session, id); });
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Kiosk> Fleet::all() {
    return database_.read([](sql::Session& session) { return read(session, std::nullopt); });
}

Result<void> Fleet::revoke(KioskId id, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        if (session.run("UPDATE kiosks SET revoked=1 WHERE id=?1", {Bytes{id.bytes()}}).changes() == 0)
            return Error{ErrorCode::not_found, "there is no such kiosk"};
        journal_.note(session, who, "kiosk-ingetrokken", id.str());
        return {};
    });
}

Result<void> Fleet::report(const KioskReport& report) {
    const Bytes id{report.id.bytes()};
    return database_.write([&](sql::Session& session) -> Result<void> {
        // What it counts only goes up: a report that comes late or twice takes nothing back.
        session.run(
            "UPDATE kiosks SET last_contact=?2, version=?3, waiting=?4, parked=?5, oldest_hours=?6, "
            "disk_free=?7, clock_offset=?8, last_batch=CASE WHEN last_batch<?9 THEN ?9 ELSE last_batch END "
            "WHERE id=?1",
            {id, report.last_contact, report.version, report.waiting, report.parked,
             report.oldest_waiting_hours, report.disk_free_percent, report.clock_offset_s, report.batch});
        for (const auto& [what, captured] : report.captured)
            session.run(
                "INSERT INTO kiosk_totals(kiosk, what, captured, arrived) VALUES(?1,?2,?3,0) "
                "ON CONFLICT(kiosk, what) DO UPDATE SET captured=CASE WHEN "
                "kiosk_totals.captured<excluded.captured THEN excluded.captured ELSE kiosk_totals.captured "
                "END",
                {id, what, captured});
        session.run("DELETE FROM kiosk_notes WHERE kiosk=?1 AND kind<>?2", {id, kRefused});
        for (const auto& line : report.left_out) add_note(session, report.id, kLeftOut, line, 1);
        for (const auto& key : report.keys) add_note(session, report.id, kKey, key, 1);
        return {};
    });
}

Result<void> Fleet::count_refusals(const Refusals& refusals) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        for (const auto& [what, count] : refusals)
            add_note(session, what.first, kRefused, what.second, count);
        return {};
    });
}

std::map<std::string, std::int64_t> Fleet::refused_strangers() {
    const KioskId nobody;
    std::map<std::string, std::int64_t> all;
    for (const auto row : database_.ask("SELECT what, count FROM kiosk_notes WHERE kiosk=?1 AND kind=?2",
                                        {Bytes{nobody.bytes()}, kRefused}))
        all[row.text(0)] = row.number(1);
    return all;
}

}  // namespace peilpunt::store
