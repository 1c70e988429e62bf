// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/batch.hpp"

#include "server/store/common/checks.hpp"
#include "server/store/common/pieces.hpp"
#include "server/store/common/rows.hpp"

namespace peilpunt::store {

std::string group_of(std::string_view row_id) { return '\0' + std::string(row_id.substr(1, 2)); }

std::optional<Fresh::Key> Batch::proof_of(const Fresh::Key& key) {
    if (const auto found = proofs_.find(key); found != proofs_.end()) return found->second;
    if (const auto found = fresh_.proof(key)) return found;
    const auto found = look("SELECT proof FROM ledger_today WHERE key=?", key);
    return found || !filter_.may_hold(key) ? found : look("SELECT proof FROM ledger WHERE key=?", key);
}

std::optional<Fresh::Key> Batch::look(std::string_view sql, const Fresh::Key& key) {
    auto& row = connection_.prepare(sql);
    row.bind_blob(1, Fresh::view(key));
    std::optional<Fresh::Key> found;
    if (row.step()) found = Fresh::key_of(row.view(0));
    row.reset();
    return found;
}

void Batch::note(const Fresh::Key& key, const Fresh::Key& proof, Date day) {
    proofs_.emplace(key, proof);
    entries_.ledger.push_back({key, proof, static_cast<std::int32_t>(day_of(day))});
}

Stored Batch::enter(const Ledger& ledger, Date day) {
    const auto key = Fresh::key_of(ledger.key);
    const auto check = Fresh::key_of(ledger.check);
    const auto known = proof_of(key);
    if (known) return *known == check ? Stored::duplicate : Stored::quarantined;
    note(key, check, day);
    return Stored::stored;
}

bool Batch::first_time_apart(const Ledger& ledger, Date day) {
    // The proof covers the content, so as a key it tells whether this other content was set apart before.
    const auto check = Fresh::key_of(ledger.check);
    if (proof_of(check)) return false;
    note(check, check, day);
    return true;
}

Stored Batch::add(const NewResponse& response) {
    const auto seen = enter(response.ledger, response.origin.moment.date);
    if (seen == Stored::quarantined && first_time_apart(response.ledger, response.origin.moment.date))
        set_apart({.ledger = {},
                   .row_id = response.row_id,
                   .kind = "inzending",
                   .reason = "andere-inhoud",
                   .counts_as = "",
                   .kiosk = response.kiosk,
                   .moment = response.origin.moment,
                   .body = response.answers_json});
    if (seen != Stored::stored) return seen;

    const auto& origin = response.origin;
    const auto id = group_ + response.row_id.substr(group_.size());
    for_each_piece(response.answers_json, [&](std::int64_t piece, std::string_view bytes) {
        auto& insert = connection_.prepare("INSERT INTO responses VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        insert.bind_blob(1, response.poll.bytes()).bind(2, day_of(origin.moment.date));
        insert.bind(3, static_cast<int>(origin.moment.part)).bind_blob(4, id).bind(5, piece);
        if (piece == 0) {
            insert.bind(6, response.revision).bind(7, response.cell.municipality.str());
            insert.bind(8, response.cell.district.str()).bind(9, response.cell.age_group);
            insert.bind(10, channel_code(response.cell)).bind(11, origin.venue);
            insert.bind(12, response.language).bind(13, response.late ? 1 : 0);
        }
        insert.bind_blob(14, bytes).run();
    });
    if (!response.receipt_hash.empty())
        entries_.receipts.push_back(
            {Fresh::key_of(response.receipt_hash), Fresh::key_of(response.poll.bytes())});
    make_findable(response.follow_key, response.cell.municipality, origin.venue, ReceiptKind::response,
                  response.poll.bytes());
    tallies_[{response.poll, response.revision, response.cell}].add(response.tally);
    count_arrival(response.kiosk, response.poll.str());
    return Stored::stored;
}

Stored Batch::add(const NewSignal& item) {
    const auto seen = enter(item.ledger, item.origin.moment.date);
    if (seen == Stored::quarantined && first_time_apart(item.ledger, item.origin.moment.date))
        set_apart({.ledger = {},
                   .row_id = std::string(item.row_id.bytes()),
                   .kind = "signaal",
                   .reason = "andere-inhoud",
                   .counts_as = "",
                   .kiosk = item.kiosk,
                   .moment = item.origin.moment,
                   .body = pack_words(item.signal)});
    if (seen != Stored::stored) return seen;

    const auto& signal = item.signal;
    const auto& origin = item.origin;
    for_each_piece(pack_words(signal), [&](std::int64_t piece, std::string_view bytes) {
        auto& insert = connection_.prepare("INSERT INTO signals VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
        insert.bind(1, day_of(origin.moment.date)).bind(2, static_cast<int>(origin.moment.part));
        insert.bind_blob(3, item.row_id.bytes()).bind(4, piece);
        if (piece == 0) {
            insert.bind(5, signal.municipality.str()).bind(6, signal.area.str()).bind(7, signal.theme);
            insert.bind(8, static_cast<int>(signal.perspective)).bind(9, static_cast<int>(origin.channel));
            insert.bind(10, origin.venue).bind(11, signal.language).bind(12, std::int64_t{0});
        }
        insert.bind_blob(13, bytes).run();
    });
    connection_.prepare("INSERT OR IGNORE INTO receipts_today VALUES(?,?,?)")
        .bind_blob(1, item.receipt_hash)
        .bind(2, static_cast<int>(ReceiptKind::signal))
        .bind_blob(3, item.row_id.bytes())
        .run();
    make_findable(item.follow_key, signal.municipality, origin.venue, ReceiptKind::signal,
                  item.row_id.bytes());
    ++signals_[{signal.municipality.str(), signal.area.str(), signal.theme, static_cast<int>(origin.channel),
                month_number(origin.moment.date), static_cast<int>(signal.perspective)}];
    count_arrival(item.kiosk, "signalen");
    return Stored::stored;
}

Stored Batch::add(const NewRecording& recording) {
    const auto seen = enter(recording.ledger, recording.moment.date);
    if (seen == Stored::quarantined && first_time_apart(recording.ledger, recording.moment.date))
        set_apart(apart_of(recording));
    if (seen != Stored::stored) return seen;
    for_each_piece(recording.ogg, [&](std::int64_t piece, std::string_view bytes) {
        connection_.prepare("INSERT INTO recordings VALUES(?,?,?)")
            .bind_blob(1, recording.id)
            .bind(2, piece)
            .bind_blob(3, bytes)
            .run();
    });
    count_arrival(recording.kiosk, "opnamen");
    return Stored::stored;
}

Stored Batch::add(const NewQuarantine& item) {
    const auto seen = enter(item.ledger, item.moment.date);
    if (seen == Stored::duplicate) return seen;
    if (seen == Stored::stored || first_time_apart(item.ledger, item.moment.date)) set_apart(item);
    if (seen == Stored::stored) count_arrival(item.kiosk, item.counts_as);
    return Stored::quarantined;
}

void Batch::make_findable(const std::string& follow_key, const AreaCode& municipality,
                          const std::string& venue, ReceiptKind kind, std::string_view subject) {
    if (follow_key.empty()) return;
    connection_.prepare("INSERT OR IGNORE INTO venue_receipts VALUES(?,?,?,?,?)")
        .bind(1, municipality.str())
        .bind(2, venue)
        .bind_blob(3, follow_key)
        .bind(4, static_cast<int>(kind))
        .bind_blob(5, subject)
        .run();
}

void Batch::set_apart(const NewQuarantine& item) {
    for_each_piece(item.body, [&](std::int64_t piece, std::string_view bytes) {
        auto& insert = connection_.prepare("INSERT INTO quarantine VALUES(?,?,?,?,?,?,?,?)");
        insert.bind_blob(1, item.row_id)
            .bind(2, piece)
            .bind(3, item.kind)
            .bind(4, item.reason)
            .bind(5, item.kiosk);
        insert.bind(6, day_of(item.moment.date)).bind(7, static_cast<int>(item.moment.part));
        insert.bind_blob(8, bytes).run();
    });
}

void Batch::count_arrival(const std::string& kiosk, const std::string& what) {
    if (!kiosk.empty() && !what.empty()) ++arrivals_[{kiosk, what}];
}

void Batch::write_counts() {
    Fresh::write(connection_, std::move(entries_));
    for (auto& [key, tally] : tallies_) {
        const auto& [poll, revision, cell] = key;
        const auto bind_cell = [&, &poll = poll, &revision = revision,
                                &cell = cell](sqlite::Statement& statement) {
            statement.bind_blob(1, poll.bytes()).bind(2, revision).bind(3, cell.municipality.str());
            statement.bind(4, cell.district.str()).bind(5, cell.age_group).bind(6, channel_code(cell));
        };
        auto& read = connection_.prepare(
            "SELECT counts FROM tallies WHERE poll=? AND revision=? AND municipality=? "
            "AND district=? AND age_group=? AND channel=?");
        bind_cell(read);
        if (read.step()) tally.add(results::unpack(read.view(0)).value());
        read.reset();
        auto& write = connection_.prepare("INSERT OR REPLACE INTO tallies VALUES(?,?,?,?,?,?,?)");
        bind_cell(write);
        write.bind_blob(7, results::pack(tally)).run();
    }
    for (const auto& [key, count] : signals_) {
        const auto& [municipality, area, theme, channel, month, perspective] = key;
        connection_
            .prepare(
                "INSERT INTO signal_counts VALUES(?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET count=count+?7")
            .bind(1, municipality)
            .bind(2, area)
            .bind(3, theme)
            .bind(4, channel)
            .bind(5, month)
            .bind(6, perspective)
            .bind(7, count)
            .run();
    }
    for (const auto& [key, count] : arrivals_) {
        connection_
            .prepare(
                "INSERT INTO kiosk_totals SELECT id, ?2, 0, ?3 FROM kiosks WHERE id=?1 "
                "ON CONFLICT DO UPDATE SET arrived=arrived+?3")
            .bind_blob(1, KioskId::parse(key.first).value().bytes())
            .bind(2, key.second)
            .bind(3, count)
            .run();
    }
}

}  // namespace peilpunt::store
