// SPDX-License-Identifier: EUPL-1.2
// The rows of a batch, column by column.
#include <algorithm>

#include "server/store/common/checks.hpp"
#include "server/store/common/pieces.hpp"
#include "server/store/common/rows.hpp"
#include "server/store/engine/postgres/batch.hpp"

namespace peilpunt::store::postgres {

namespace {

using Type = Column::Type;

/// Columns of one insert. A value that only the first piece of a text has is null in the others.
class Table {
  public:
    explicit Table(std::initializer_list<Type> types) {
        for (const auto type : types) columns_.emplace_back(type);
    }
    Table& number(std::int64_t value) { return next().add(value), *this; }
    Table& text(std::string_view value) { return next().add(value), *this; }
    Table& nulls(int count) {
        while (count-- > 0) next().add_null();
        return *this;
    }
    bool empty() const { return columns_.front().size() == 0; }
    Params params() const {
        Params params;
        for (const auto& column : columns_) params.add(column);
        return params;
    }

  private:
    Column& next() {
        auto& column = columns_[place_];
        place_ = (place_ + 1) % columns_.size();
        return column;
    }
    std::vector<Column> columns_;
    std::size_t place_ = 0;
};

constexpr auto kNumber = Type::number;
constexpr auto kText = Type::text;
constexpr auto kBytes = Type::bytes;

constexpr const char* kResponses =
    "INSERT INTO "
    "responses_today(poll,day,part,id,piece,revision,municipality,district,age_group,channel,venue,"
    "language,late,answers) SELECT * FROM unnest($1::bytea[],$2::bigint[],$3::bigint[],$4::bytea[],"
    "$5::bigint[],$6::bigint[],$7::text[],$8::text[],$9::text[],$10::bigint[],$11::text[],$12::text[],"
    "$13::bigint[],$14::bytea[])";
constexpr const char* kSignals =
    "INSERT INTO signals_today(day,part,id,piece,municipality,area,theme,perspective,channel,venue,language,"
    "is_read,words) SELECT * FROM unnest($1::bigint[],$2::bigint[],$3::bytea[],$4::bigint[],"
    "$5::text[],$6::text[],$7::text[],$8::bigint[],$9::bigint[],$10::text[],$11::text[],$12::bigint[],"
    "$13::bytea[])";
constexpr const char* kRecordings =
    "INSERT INTO recordings_today(id,piece,sound) SELECT * FROM "
    "unnest($1::bytea[],$2::bigint[],$3::bytea[])";
constexpr const char* kNewReceipts =
    "INSERT INTO receipts SELECT * FROM unnest($1::bytea[],$2::bigint[],$3::bytea[])";
constexpr const char* kReceipts =
    "INSERT INTO receipts SELECT * FROM unnest($1::bytea[],$2::bigint[],$3::bytea[]) ON CONFLICT DO NOTHING";
constexpr const char* kVenueReceipts =
    "INSERT INTO venue_receipts SELECT * FROM unnest($1::text[],$2::text[],$3::bytea[],$4::bigint[],"
    "$5::bytea[]) ON CONFLICT DO NOTHING";
constexpr const char* kQuarantine =
    "INSERT INTO quarantine SELECT * FROM unnest($1::bytea[],$2::bigint[],$3::text[],$4::text[],$5::text[],"
    "$6::bigint[],$7::bigint[],$8::bytea[])";
constexpr const char* kTallies =
    "INSERT INTO tallies SELECT *, $8 FROM unnest($1::bytea[],$2::bigint[],$3::text[],$4::text[],$5::text[],"
    "$6::bigint[],$7::bytea[]) "
    "ON CONFLICT(poll, revision, municipality, district, age_group, channel, slot) "
    "DO UPDATE SET counts=excluded.counts";
constexpr const char* kSignalCounts =
    "INSERT INTO signal_counts SELECT *, $8 FROM unnest($1::text[],$2::text[],$3::text[],$4::bigint[],"
    "$5::bigint[],$6::bigint[],$7::bigint[]) "
    "ON CONFLICT(municipality, area, theme, channel, month, perspective, slot) "
    "DO UPDATE SET count=signal_counts.count+excluded.count";
constexpr const char* kArrivals =
    "INSERT INTO kiosk_totals SELECT id, what, 0, arrived FROM unnest($1::bytea[],$2::text[],$3::bigint[]) "
    "AS new(id, what, arrived) WHERE EXISTS(SELECT 1 FROM kiosks WHERE kiosks.id=new.id) "
    "ON CONFLICT(kiosk, what) DO UPDATE SET arrived=kiosk_totals.arrived+excluded.arrived";

}  // namespace

void Batch::queue_rows(bool as_new) {
    Table responses{kBytes, kNumber, kNumber, kBytes, kNumber, kNumber, kText,
                    kText,  kText,   kNumber, kText,  kText,   kNumber, kBytes};
    Table signals{kNumber, kNumber, kBytes, kNumber, kText,   kText, kText,
                  kNumber, kNumber, kText,  kText,   kNumber, kBytes};
    Table recordings{kBytes, kNumber, kBytes};
    Table apart{kBytes, kNumber, kText, kText, kText, kNumber, kNumber, kBytes};
    std::vector<std::tuple<std::string_view, ReceiptKind, std::string_view>> hashes;

    // In order of the random ids: within a batch nothing tells who came first.
    const auto by_id = [](const auto& id) {
        return [id](const Item* a, const Item* b) { return id(*a) < id(*b); };
    };
    const auto response_id = [](const Item& item) {
        return std::string_view(std::get<NewResponse>(item).row_id);
    };
    const auto signal_id = [](const Item& item) { return std::get<NewSignal>(item).row_id.bytes(); };
    std::sort(responses_.begin(), responses_.end(), by_id(response_id));
    std::sort(signals_.begin(), signals_.end(), by_id(signal_id));
    std::sort(recordings_.begin(), recordings_.end(),
              by_id([](const Item& item) { return std::string_view(std::get<NewRecording>(item).id); }));

    for (const auto* item : responses_) {
        const auto& row = std::get<NewResponse>(*item);
        const auto& origin = row.origin;
        for_each_piece(row.answers_json, [&](std::int64_t piece, std::string_view bytes) {
            responses.text(row.poll.bytes()).number(day_of(origin.moment.date));
            responses.number(static_cast<std::int64_t>(origin.moment.part)).text(row.row_id).number(piece);
            if (piece == 0) {
                responses.number(row.revision)
                    .text(row.cell.municipality.str())
                    .text(row.cell.district.str());
                responses.text(row.cell.age_group).number(channel_code(row.cell));
                responses.text(origin.venue).text(row.language).number(row.late ? 1 : 0);
            } else {
                responses.nulls(8);
            }
            responses.text(bytes);
        });
        if (!row.receipt_hash.empty())
            hashes.emplace_back(row.receipt_hash, ReceiptKind::response, row.poll.bytes());
    }
    for (const auto* item : signals_) {
        const auto& row = std::get<NewSignal>(*item);
        const auto& signal = row.signal;
        for_each_piece(pack_words(signal), [&](std::int64_t piece, std::string_view bytes) {
            signals.number(day_of(row.origin.moment.date));
            signals.number(static_cast<std::int64_t>(row.origin.moment.part)).text(row.row_id.bytes());
            signals.number(piece);
            if (piece == 0) {
                signals.text(signal.municipality.str()).text(signal.area.str()).text(signal.theme);
                signals.number(static_cast<std::int64_t>(signal.perspective));
                signals.number(static_cast<std::int64_t>(row.origin.channel)).text(row.origin.venue);
                signals.text(signal.language).number(0);
            } else {
                signals.nulls(8);
            }
            signals.text(bytes);
        });
        hashes.emplace_back(row.receipt_hash, ReceiptKind::signal, row.row_id.bytes());
    }
    for (const auto* item : recordings_) {
        const auto& row = std::get<NewRecording>(*item);
        for_each_piece(row.ogg, [&](std::int64_t piece, std::string_view bytes) {
            recordings.text(row.id).number(piece).text(bytes);
        });
    }
    for (const auto& item : apart_)
        for_each_piece(item.body, [&](std::int64_t piece, std::string_view bytes) {
            apart.text(item.row_id).number(piece).text(item.kind).text(item.reason).text(item.kiosk);
            apart.number(day_of(item.moment.date)).number(static_cast<std::int64_t>(item.moment.part));
            apart.text(bytes);
        });
    std::sort(hashes.begin(), hashes.end());
    Table receipts{kBytes, kNumber, kBytes};
    for (const auto& [hash, kind, subject] : hashes)
        receipts.text(hash).number(static_cast<std::int64_t>(kind)).text(subject);

    if (!responses.empty()) connection_.queue(kResponses, responses.params());
    if (!signals.empty()) connection_.queue(kSignals, signals.params());
    if (!recordings.empty()) connection_.queue(kRecordings, recordings.params());
    if (!receipts.empty()) connection_.queue(as_new ? kNewReceipts : kReceipts, receipts.params());
    if (!apart.empty()) connection_.queue(kQuarantine, apart.params());
}

/// Lets the kiosks of the places where things were given find them; in order of the keys, which are random.
void Batch::queue_findable() {
    using Findable =
        std::tuple<std::string_view, std::string, std::string_view, ReceiptKind, std::string_view>;
    std::vector<Findable> all;
    for (const auto* item : responses_) {
        const auto& row = std::get<NewResponse>(*item);
        all.emplace_back(row.follow_key, row.cell.municipality.str(), row.origin.venue, ReceiptKind::response,
                         row.poll.bytes());
    }
    for (const auto* item : signals_) {
        const auto& row = std::get<NewSignal>(*item);
        all.emplace_back(row.follow_key, row.signal.municipality.str(), row.origin.venue, ReceiptKind::signal,
                         row.row_id.bytes());
    }
    std::sort(all.begin(), all.end());
    Table rows{kText, kText, kBytes, kNumber, kBytes};
    for (const auto& [key, municipality, venue, kind, subject] : all) {
        if (key.empty()) continue;
        rows.text(municipality).text(venue).text(key).number(static_cast<std::int64_t>(kind)).text(subject);
    }
    if (!rows.empty()) connection_.queue(kVenueReceipts, rows.params());
}

void Batch::queue_tallies() {
    Table rows{kBytes, kNumber, kText, kText, kText, kNumber, kBytes};
    for (auto& [key, tally] : counted_) {
        const auto& [poll, revision, cell] = key;
        const auto kept = tallies_.find(key);
        if (kept != tallies_.end()) {
            tally.add(kept->second);
        } else {
            // The first answer of this cell in this session: what the slot counted before.
            const auto before = connection_.run(
                "SELECT counts FROM tallies WHERE poll=$1 AND revision=$2 AND municipality=$3 "
                "AND district=$4 AND age_group=$5 AND channel=$6 AND slot=$7",
                args(Bytes{poll.bytes()}, revision, cell.municipality.str(), cell.district.str(),
                     cell.age_group, channel_code(cell), slot_));
            if (before.size() == 1) tally.add(results::unpack(before.view(0, 0)).value());
        }
        rows.text(poll.bytes()).number(revision).text(cell.municipality.str()).text(cell.district.str());
        rows.text(cell.age_group).number(channel_code(cell)).text(results::pack(tally));
    }
    if (!rows.empty()) connection_.queue(kTallies, rows.params().add(slot_));
}

void Batch::queue_counts() {
    Table signals{kText, kText, kText, kNumber, kNumber, kNumber, kNumber};
    for (const auto& [key, count] : signal_counts_) {
        const auto& [municipality, area, theme, channel, month, perspective] = key;
        signals.text(municipality).text(area).text(theme).number(channel).number(month).number(perspective);
        signals.number(count);
    }
    if (!signals.empty()) connection_.queue(kSignalCounts, signals.params().add(slot_));
    Table arrivals{kBytes, kText, kNumber};
    for (const auto& [key, count] : arrivals_)
        arrivals.text(KioskId::parse(key.first).value().bytes()).text(key.second).number(count);
    if (!arrivals.empty()) connection_.queue(kArrivals, arrivals.params());
}

}  // namespace peilpunt::store::postgres
