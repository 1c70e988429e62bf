// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/batch.hpp"

#include <algorithm>

#include "server/store/common/rows.hpp"

namespace peilpunt::store::postgres {

namespace {

using Type = Column::Type;

const Ledger& ledger_of(const Item& item) {
    return std::visit([](const auto& one) -> const Ledger& { return one.ledger; }, item);
}

Moment moment_of_item(const Item& item) {
    if (const auto* response = std::get_if<NewResponse>(&item)) return response->origin.moment;
    if (const auto* signal = std::get_if<NewSignal>(&item)) return signal->origin.moment;
    if (const auto* recording = std::get_if<NewRecording>(&item)) return recording->moment;
    return std::get<NewQuarantine>(item).moment;
}

}  // namespace

Batch::Batch(Connection& connection, std::int64_t slot, TallyCache& tallies,
             const std::vector<const Item*>& items)
    : connection_(connection), slot_(slot), tallies_(tallies), items_(items) {}

void Batch::queue_ledger(std::vector<Entry> entries, const char* sql) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.key, a.proof) < std::tie(b.key, b.proof);
    });
    entries.erase(std::unique(entries.begin(), entries.end(),
                              [](const Entry& a, const Entry& b) { return a.key == b.key; }),
                  entries.end());
    Column keys(Type::bytes), proofs(Type::bytes), days(Type::number);
    for (const auto& entry : entries) {
        keys.add(entry.key);
        proofs.add(entry.proof);
        days.add(entry.day);
    }
    connection_.queue(sql, args(keys, proofs, days));
}

std::set<std::string> Batch::enter(std::vector<Entry> entries) {
    queue_ledger(std::move(entries),
                 "INSERT INTO ledger SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[]) "
                 "ON CONFLICT DO NOTHING RETURNING key");
    const auto answers = connection_.flush();
    std::set<std::string> fresh;
    const auto& rows = answers.back();
    for (int i = 0; i < rows.size(); ++i) fresh.insert(rows.text(i, 0));
    return fresh;
}

std::vector<Stored> Batch::write() {
    std::vector<Entry> entries;
    std::set<std::string_view> seen;
    for (const auto* item : items_) {
        const auto& ledger = ledger_of(*item);
        // The first of several with the same id is the one that counts.
        if (seen.insert(ledger.key).second)
            entries.push_back({ledger.key, ledger.check, day_of(moment_of_item(*item).date)});
    }
    if (entries.size() < items_.size() || !write_as_new(entries)) write_what_is_new(entries);
    if (connection_.doubtful_commit()) throw PostgresError({}, "the commit may not have reached the standby");
    for (auto& [key, tally] : counted_) tallies_[key] = std::move(tally);
    return results_;
}

bool Batch::write_as_new(const std::vector<Entry>& entries) {
    for (const auto& entry : entries) entered_.emplace(entry.key);
    connection_.queue("BEGIN", {});
    queue_ledger(entries, "INSERT INTO ledger SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[])");
    for (const auto* item : items_) {
        take(*item);
        results_.push_back(std::holds_alternative<NewQuarantine>(*item) ? Stored::quarantined
                                                                        : Stored::stored);
    }
    queue_all(true);
    connection_.queue("COMMIT", {});
    try {
        connection_.flush();
        return true;
    } catch (const PostgresError& error) {
        if (error.kind() != ErrorCode::conflict) throw;
    }
    connection_.run("ROLLBACK");
    entered_.clear();
    results_.clear();
    for (auto* rows : {&responses_, &signals_, &recordings_}) rows->clear();
    apart_.clear();
    counted_.clear();
    signal_counts_.clear();
    arrivals_.clear();
    return false;
}

void Batch::write_what_is_new(const std::vector<Entry>& entries) {
    connection_.queue("BEGIN", {});
    entered_ = enter(entries);
    find_known();
    classify();
    if (!responses_.empty() || !signals_.empty() || !recordings_.empty() || !apart_.empty()) {
        queue_all(false);
    } else {
        // Only what was there already. "You sent this before" may be said when it stands on the standby
        // too: a commit of our own, which waits for that, comes after everything that we read.
        connection_.queue("SELECT pg_logical_emit_message(true, 'peilpunt', '')::text", {});
    }
    connection_.queue("COMMIT", {});
    connection_.flush();
}

void Batch::queue_all(bool as_new) {
    queue_rows(as_new);
    queue_findable();
    queue_tallies();
    queue_counts();
}

void Batch::find_known() {
    Column keys(Type::bytes);
    for (const auto* item : items_) {
        const auto& ledger = ledger_of(*item);
        if (entered_.contains(ledger.key)) {
            known_.try_emplace(ledger.key, ledger.check);
        } else if (!known_.contains(ledger.key)) {
            known_.try_emplace(ledger.key);
            keys.add(std::string_view(ledger.key));
        }
    }
    if (keys.size() == 0) return;
    const auto rows = connection_.run("SELECT key, proof FROM ledger WHERE key=ANY($1::bytea[])", args(keys));
    for (int i = 0; i < rows.size(); ++i) known_[rows.text(i, 0)] = rows.text(i, 1);
    // Removed by a purge in this very moment: the same again enters it anew.
    if (rows.size() != keys.size()) throw PostgresError("40001", "the ledger changed meanwhile");
}

void Batch::classify() {
    std::set<std::string_view> first;
    std::vector<Entry> others;
    for (const auto* item : items_) {
        const auto& ledger = ledger_of(*item);
        if (entered_.contains(ledger.key) && first.insert(ledger.key).second) {
            take(*item);
            results_.push_back(std::holds_alternative<NewQuarantine>(*item) ? Stored::quarantined
                                                                            : Stored::stored);
        } else if (known_.find(ledger.key)->second == ledger.check) {
            results_.push_back(Stored::duplicate);
        } else {
            // The proof covers the content, so as a key it tells whether this other content was set apart
            // before.
            others.push_back({ledger.check, ledger.check, day_of(moment_of_item(*item).date)});
            results_.push_back(Stored::quarantined);
        }
    }
    if (others.empty()) return;
    auto fresh = enter(std::move(others));
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const auto& ledger = ledger_of(*items_[i]);
        if (results_[i] == Stored::quarantined && known_.find(ledger.key)->second != ledger.check &&
            fresh.erase(ledger.check) == 1)
            set_apart(*items_[i]);
    }
}

void Batch::take(const Item& item) {
    if (const auto* response = std::get_if<NewResponse>(&item)) {
        responses_.push_back(&item);
        counted_[{response->poll, response->revision, response->cell}].add(response->tally);
        count_arrival(response->kiosk, response->poll.str());
    } else if (const auto* signal = std::get_if<NewSignal>(&item)) {
        signals_.push_back(&item);
        ++signal_counts_[{signal->signal.municipality.str(), signal->signal.area.str(), signal->signal.theme,
                          static_cast<std::int64_t>(signal->origin.channel),
                          month_number(signal->origin.moment.date),
                          static_cast<std::int64_t>(signal->signal.perspective)}];
        count_arrival(signal->kiosk, "signalen");
    } else if (const auto* recording = std::get_if<NewRecording>(&item)) {
        recordings_.push_back(&item);
        count_arrival(recording->kiosk, "opnamen");
    } else {
        const auto& quarantine = std::get<NewQuarantine>(item);
        apart_.push_back(quarantine);
        count_arrival(quarantine.kiosk, quarantine.counts_as);
    }
}

void Batch::set_apart(const Item& item) {
    if (const auto* response = std::get_if<NewResponse>(&item)) {
        apart_.push_back({.ledger = {},
                          .row_id = response->row_id,
                          .kind = "inzending",
                          .reason = "andere-inhoud",
                          .counts_as = "",
                          .kiosk = response->kiosk,
                          .moment = response->origin.moment,
                          .body = response->answers_json});
    } else if (const auto* signal = std::get_if<NewSignal>(&item)) {
        apart_.push_back({.ledger = {},
                          .row_id = std::string(signal->row_id.bytes()),
                          .kind = "signaal",
                          .reason = "andere-inhoud",
                          .counts_as = "",
                          .kiosk = signal->kiosk,
                          .moment = signal->origin.moment,
                          .body = pack_words(signal->signal)});
    } else if (const auto* recording = std::get_if<NewRecording>(&item)) {
        apart_.push_back(apart_of(*recording));
    } else {
        apart_.push_back(std::get<NewQuarantine>(item));
    }
}

void Batch::count_arrival(const std::string& kiosk, const std::string& what) {
    if (!kiosk.empty() && !what.empty()) ++arrivals_[{kiosk, what}];
}

}  // namespace peilpunt::store::postgres
