// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/rows.hpp"
#include "server/store/postgres/store_impl.hpp"

namespace peilpunt::store {

using namespace postgres;

namespace {

void add_note(Connection& connection, const KioskId& kiosk, std::string_view kind, const std::string& what,
              std::int64_t count) {
    connection.run(
        "INSERT INTO kiosk_notes VALUES($1,$2,$3,$4) ON CONFLICT(kiosk, kind, what) "
        "DO UPDATE SET count=kiosk_notes.count+excluded.count",
        args(Bytes{kiosk.bytes()}, kind, what, count));
}

std::vector<Kiosk> read_kiosks(Connection& connection) {
    std::vector<Kiosk> all;
    const auto rows = connection.run(
        "SELECT id, venue, municipality, sign_key, revoked, last_contact, version, waiting, parked, "
        "oldest_hours, disk_free, clock_offset, last_batch FROM kiosks ORDER BY venue, id");
    for (int i = 0; i < rows.size(); ++i) {
        Kiosk kiosk;
        kiosk.id = KioskId::from_bytes(rows.view(i, 0));
        kiosk.venue = rows.text(i, 1);
        kiosk.municipality = AreaCode::parse(rows.view(i, 2)).value();
        kiosk.sign_key = rows.text(i, 3);
        kiosk.revoked = rows.number(i, 4) != 0;
        kiosk.last_contact = rows.text(i, 5);
        kiosk.version = rows.text(i, 6);
        kiosk.waiting = static_cast<int>(rows.number(i, 7));
        kiosk.parked = static_cast<int>(rows.number(i, 8));
        kiosk.oldest_waiting_hours = static_cast<int>(rows.number(i, 9));
        kiosk.disk_free_percent = static_cast<int>(rows.number(i, 10));
        kiosk.clock_offset_s = rows.number(i, 11);
        kiosk.last_batch = rows.number(i, 12);
        all.push_back(std::move(kiosk));
    }
    const auto totals = connection.run("SELECT kiosk, what, captured, arrived FROM kiosk_totals");
    std::map<KioskId, std::map<std::string, std::pair<std::int64_t, std::int64_t>>> by_kiosk;
    for (int i = 0; i < totals.size(); ++i)
        by_kiosk[KioskId::from_bytes(totals.view(i, 0))][totals.text(i, 1)] = {totals.number(i, 2),
                                                                               totals.number(i, 3)};
    for (auto& kiosk : all) kiosk.totals = std::move(by_kiosk[kiosk.id]);
    const auto notes =
        connection.run("SELECT kiosk, kind, what, count FROM kiosk_notes ORDER BY kiosk, kind, what");
    std::map<KioskId, Kiosk*> by_id;
    for (auto& kiosk : all) by_id[kiosk.id] = &kiosk;
    for (int i = 0; i < notes.size(); ++i)
        if (const auto found = by_id.find(KioskId::from_bytes(notes.view(i, 0))); found != by_id.end())
            take_note(*found->second, notes.view(i, 1), notes.text(i, 2), notes.number(i, 3));
    return all;
}

}  // namespace

Result<void> PostgresStore::add_pairing(std::string_view code_hash, std::string_view venue,
                                        const AreaCode& municipality, TimePoint expires,
                                        std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        connection.run("INSERT INTO pairings VALUES($1,$2,$3,$4,NULL)",
                       args(Bytes{code_hash}, venue, municipality.str(), expires.time_since_epoch().count()));
        log(connection, who, "koppelcode-gemaakt", venue);
        return {};
    });
}

Result<Kiosk> PostgresStore::enrol(std::string_view code_hash, KioskId id, std::string_view sign_key,
                                   TimePoint now) {
    Kiosk kiosk;
    kiosk.id = id;
    kiosk.sign_key = sign_key;
    const auto written = write([&, this](Connection& connection) -> Result<void> {
        const auto code = connection.run(
            "SELECT venue, municipality, coalesce(kiosk, ''::bytea) FROM pairings "
            "WHERE code_hash=$1 AND expires>$2 FOR UPDATE",
            args(Bytes{code_hash}, now.time_since_epoch().count()));
        const Error wrong{ErrorCode::unauthorized, "Deze koppelcode klopt niet of is verlopen."};
        if (code.size() == 0) return wrong;
        kiosk.venue = code.text(0, 0);
        kiosk.municipality = AreaCode::parse(code.view(0, 1)).value();
        const auto used_by = code.text(0, 2);
        if (!used_by.empty()) {
            const auto same =
                connection.number("SELECT count(*) FROM kiosks WHERE id=$1 AND sign_key=$2 AND revoked=0",
                                  args(Bytes{used_by}, Bytes{sign_key}));
            if (same == 0) return wrong;
            kiosk.id = KioskId::from_bytes(used_by);
            return {};
        }
        kiosk.id = id;
        connection.run("UPDATE pairings SET kiosk=$1 WHERE code_hash=$2",
                       args(Bytes{id.bytes()}, Bytes{code_hash}));
        connection.run(
            "INSERT INTO kiosks VALUES($1,$2,$3,$4,0,'','',0,0,0,100,0,0) ON CONFLICT(id) DO UPDATE SET "
            "venue=excluded.venue, municipality=excluded.municipality, revoked=0",
            args(Bytes{id.bytes()}, kiosk.venue, kiosk.municipality.str(), Bytes{sign_key}));
        log(connection, "kiosk:" + kiosk.id.str(), "kiosk-gekoppeld", kiosk.venue);
        return {};
    });
    if (!written) return written.error();
    return kiosk;
}

std::vector<Kiosk> PostgresStore::kiosks() { return read_snapshot(read_kiosks); }

std::optional<Kiosk> PostgresStore::kiosk(KioskId id) {
    for (auto& kiosk : kiosks())
        if (kiosk.id == id) return std::move(kiosk);
    return std::nullopt;
}

Result<void> PostgresStore::revoke_kiosk(KioskId id, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        if (connection.run("UPDATE kiosks SET revoked=1 WHERE id=$1", args(Bytes{id.bytes()})).changes() == 0)
            return Error{ErrorCode::not_found, "there is no such kiosk"};
        log(connection, who, "kiosk-ingetrokken", id.str());
        return {};
    });
}

Result<void> PostgresStore::report_kiosk(const KioskReport& report) {
    return write([&](Connection& connection) -> Result<void> {
        connection.run(
            "UPDATE kiosks SET last_contact=$2, version=$3, waiting=$4, parked=$5, oldest_hours=$6, "
            "disk_free=$7, clock_offset=$8, last_batch=greatest(last_batch,$9) WHERE id=$1",
            args(Bytes{report.id.bytes()}, report.last_contact, report.version, report.waiting, report.parked,
                 report.oldest_waiting_hours, report.disk_free_percent, report.clock_offset_s, report.batch));
        for (const auto& [what, captured] : report.captured)
            connection.run(
                "INSERT INTO kiosk_totals VALUES($1,$2,$3,0) ON CONFLICT(kiosk, what) "
                "DO UPDATE SET captured=greatest(kiosk_totals.captured, excluded.captured)",
                args(Bytes{report.id.bytes()}, what, captured));
        connection.run("DELETE FROM kiosk_notes WHERE kiosk=$1 AND kind<>$2",
                       args(Bytes{report.id.bytes()}, note::kRefused));
        for (const auto& line : report.left_out) add_note(connection, report.id, note::kLeftOut, line, 1);
        for (const auto& key : report.keys) add_note(connection, report.id, note::kKey, key, 1);
        return {};
    });
}

Result<void> PostgresStore::count_refusals(const Refusals& refusals) {
    return write([&](Connection& connection) -> Result<void> {
        for (const auto& [what, count] : refusals)
            add_note(connection, what.first, note::kRefused, what.second, count);
        return {};
    });
}

std::map<std::string, std::int64_t> PostgresStore::refused_strangers() {
    return read([](Connection& connection) {
        const KioskId nobody;
        const auto rows = connection.run("SELECT what, count FROM kiosk_notes WHERE kiosk=$1 AND kind=$2",
                                         args(Bytes{nobody.bytes()}, note::kRefused));
        std::map<std::string, std::int64_t> all;
        for (int i = 0; i < rows.size(); ++i) all[rows.text(i, 0)] = rows.number(i, 1);
        return all;
    });
}

}  // namespace peilpunt::store
