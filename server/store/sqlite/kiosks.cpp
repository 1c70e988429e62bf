// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/rows.hpp"
#include "server/store/sqlite/store_impl.hpp"

namespace peilpunt::store {

namespace {

void add_note(sqlite::Connection& connection, const KioskId& kiosk, std::string_view kind,
              const std::string& what, std::int64_t count) {
    connection
        .prepare(
            "INSERT INTO kiosk_notes VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE SET "
            "count=count+excluded.count")
        .bind_blob(1, kiosk.bytes())
        .bind(2, kind)
        .bind(3, what)
        .bind(4, count)
        .run();
}

}  // namespace

Result<void> SqliteStore::add_pairing(std::string_view code_hash, std::string_view venue,
                                      const AreaCode& municipality, TimePoint expires, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("INSERT INTO pairings VALUES(?,?,?,?,NULL)")
            .bind_blob(1, code_hash)
            .bind(2, venue)
            .bind(3, municipality.str())
            .bind(4, expires.time_since_epoch().count())
            .run();
        log(connection, who, "koppelcode-gemaakt", venue);
        return {};
    });
}

Result<Kiosk> SqliteStore::enrol(std::string_view code_hash, KioskId id, std::string_view sign_key,
                                 TimePoint now) {
    Kiosk kiosk;
    kiosk.id = id;
    kiosk.sign_key = sign_key;
    const auto written = writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        auto& code = connection.prepare(
            "SELECT p.venue, p.municipality, p.kiosk, k.sign_key FROM pairings p LEFT JOIN kiosks k "
            "ON k.id=p.kiosk AND k.revoked=0 WHERE p.code_hash=? AND p.expires>?");
        code.bind_blob(1, code_hash).bind(2, now.time_since_epoch().count());
        const bool known = code.step();
        const bool used = known && !code.is_null(2);
        const bool right = known && (!used || code.view(3) == sign_key);
        if (right) {
            kiosk.venue = code.text(0);
            kiosk.municipality = AreaCode::parse(code.view(1)).value();
            if (used) kiosk.id = KioskId::from_bytes(code.view(2));
        }
        code.reset();
        if (!right) return Error{ErrorCode::unauthorized, "Deze koppelcode klopt niet of is verlopen."};
        if (used) return {};
        connection.prepare("UPDATE pairings SET kiosk=? WHERE code_hash=?")
            .bind_blob(1, id.bytes())
            .bind_blob(2, code_hash)
            .run();
        connection
            .prepare(
                "INSERT INTO kiosks VALUES(?,?,?,?,0,'','',0,0,0,100,0,0) ON CONFLICT(id) DO UPDATE SET "
                "venue=excluded.venue, municipality=excluded.municipality, revoked=0")
            .bind_blob(1, id.bytes())
            .bind(2, kiosk.venue)
            .bind(3, kiosk.municipality.str())
            .bind_blob(4, sign_key)
            .run();
        log(connection, "kiosk:" + kiosk.id.str(), "kiosk-gekoppeld", kiosk.venue);
        return {};
    });
    if (!written) return written.error();
    return kiosk;
}

std::vector<Kiosk> SqliteStore::read_kiosks(sqlite::Connection& connection) {
    std::vector<Kiosk> all;
    auto& rows = connection.prepare(
        "SELECT id, venue, municipality, sign_key, revoked, last_contact, version, waiting, "
        "parked, oldest_hours, disk_free, clock_offset, last_batch FROM kiosks "
        "ORDER BY venue, id");
    while (rows.step()) {
        Kiosk kiosk;
        kiosk.id = KioskId::from_bytes(rows.view(0));
        kiosk.venue = rows.text(1);
        kiosk.municipality = AreaCode::parse(rows.view(2)).value();
        kiosk.sign_key = rows.text(3);
        kiosk.revoked = rows.number(4) != 0;
        kiosk.last_contact = rows.text(5);
        kiosk.version = rows.text(6);
        kiosk.waiting = static_cast<int>(rows.number(7));
        kiosk.parked = static_cast<int>(rows.number(8));
        kiosk.oldest_waiting_hours = static_cast<int>(rows.number(9));
        kiosk.disk_free_percent = static_cast<int>(rows.number(10));
        kiosk.clock_offset_s = rows.number(11);
        kiosk.last_batch = rows.number(12);
        auto& totals = connection.prepare("SELECT what, captured, arrived FROM kiosk_totals WHERE kiosk=?");
        totals.bind_blob(1, kiosk.id.bytes());
        while (totals.step()) kiosk.totals[totals.text(0)] = {totals.number(1), totals.number(2)};
        totals.reset();
        auto& notes =
            connection.prepare("SELECT kind, what, count FROM kiosk_notes WHERE kiosk=? ORDER BY kind, what");
        notes.bind_blob(1, kiosk.id.bytes());
        while (notes.step()) take_note(kiosk, notes.view(0), notes.text(1), notes.number(2));
        notes.reset();
        all.push_back(std::move(kiosk));
    }
    rows.reset();
    return all;
}

std::vector<Kiosk> SqliteStore::kiosks() {
    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    return read_kiosks(*reader);
}

std::optional<Kiosk> SqliteStore::kiosk(KioskId id) {
    for (auto& kiosk : kiosks())
        if (kiosk.id == id) return std::move(kiosk);
    return std::nullopt;
}

Result<void> SqliteStore::revoke_kiosk(KioskId id, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("UPDATE kiosks SET revoked=1 WHERE id=?").bind_blob(1, id.bytes()).run();
        if (connection.changes() == 0) return Error{ErrorCode::not_found, "there is no such kiosk"};
        log(connection, who, "kiosk-ingetrokken", id.str());
        return {};
    });
}

Result<void> SqliteStore::report_kiosk(const KioskReport& report) {
    return writer_.run([&](sqlite::Connection& connection) -> Result<void> {
        connection
            .prepare(
                "UPDATE kiosks SET last_contact=?2, version=?3, waiting=?4, parked=?5, oldest_hours=?6, "
                "disk_free=?7, clock_offset=?8, last_batch=max(last_batch,?9) WHERE id=?1")
            .bind_blob(1, report.id.bytes())
            .bind(2, report.last_contact)
            .bind(3, report.version)
            .bind(4, report.waiting)
            .bind(5, report.parked)
            .bind(6, report.oldest_waiting_hours)
            .bind(7, report.disk_free_percent)
            .bind(8, report.clock_offset_s)
            .bind(9, report.batch)
            .run();
        for (const auto& [what, captured] : report.captured)
            connection
                .prepare(
                    "INSERT INTO kiosk_totals VALUES(?1,?2,?3,0) "
                    "ON CONFLICT DO UPDATE SET captured=max(captured,?3)")
                .bind_blob(1, report.id.bytes())
                .bind(2, what)
                .bind(3, captured)
                .run();
        connection.prepare("DELETE FROM kiosk_notes WHERE kiosk=? AND kind<>?")
            .bind_blob(1, report.id.bytes())
            .bind(2, note::kRefused)
            .run();
        for (const auto& line : report.left_out) add_note(connection, report.id, note::kLeftOut, line, 1);
        for (const auto& key : report.keys) add_note(connection, report.id, note::kKey, key, 1);
        return {};
    });
}

Result<void> SqliteStore::count_refusals(const Refusals& refusals) {
    return writer_.run([&](sqlite::Connection& connection) -> Result<void> {
        for (const auto& [what, count] : refusals)
            add_note(connection, what.first, note::kRefused, what.second, count);
        return {};
    });
}

std::map<std::string, std::int64_t> SqliteStore::refused_strangers() {
    auto reader = readers_.lend();
    auto& rows = reader->prepare("SELECT what, count FROM kiosk_notes WHERE kiosk=? AND kind=?");
    const KioskId nobody;
    rows.bind_blob(1, nobody.bytes()).bind(2, note::kRefused);
    std::map<std::string, std::int64_t> all;
    while (rows.step()) all[rows.text(0)] = rows.number(1);
    rows.reset();
    return all;
}

}  // namespace peilpunt::store
