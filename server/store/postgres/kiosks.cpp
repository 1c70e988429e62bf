// SPDX-License-Identifier: EUPL-1.2
#include "server/store/postgres/store_impl.hpp"

namespace peilpunt::store {

using namespace postgres;

namespace {

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
    return all;
}

}  // namespace

Result<void> PostgresStore::add_pairing(std::string_view code_hash, std::string_view venue,
                                        const AreaCode& municipality, TimePoint expires,
                                        std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        connection.run("INSERT INTO pairings VALUES($1,$2,$3,$4)",
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
            "DELETE FROM pairings WHERE code_hash=$1 AND expires>$2 RETURNING venue, municipality",
            args(Bytes{code_hash}, now.time_since_epoch().count()));
        if (code.size() == 0)
            return Error{ErrorCode::unauthorized, "Deze koppelcode klopt niet of is verlopen."};
        kiosk.venue = code.text(0, 0);
        kiosk.municipality = AreaCode::parse(code.view(0, 1)).value();
        connection.run("INSERT INTO kiosks VALUES($1,$2,$3,$4,0,'','',0,0,0,100,0,0)",
                       args(Bytes{id.bytes()}, kiosk.venue, kiosk.municipality.str(), Bytes{sign_key}));
        log(connection, "kiosk", "kiosk-gekoppeld", kiosk.venue);
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
        return {};
    });
}

}  // namespace peilpunt::store
