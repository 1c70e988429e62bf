// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/fresh.hpp"

#include <algorithm>

#include "server/store/intake.hpp"
#include "server/store/receipts.hpp"

namespace peilpunt::store {

namespace {

constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kLedgerBytes = 2 * kKeyBytes + 4;  // key, proof, day (little-endian)
constexpr std::size_t kReceiptBytes = 2 * kKeyBytes;     // hash, poll

void append(std::string& bytes, const Fresh::LedgerEntry& entry) {
    bytes.append(Fresh::view(entry.key)).append(Fresh::view(entry.proof));
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>((static_cast<std::uint32_t>(entry.day) >> shift) & 0xff);
}

void append(std::string& bytes, const Fresh::ReceiptEntry& entry) {
    bytes.append(Fresh::view(entry.hash)).append(Fresh::view(entry.poll));
}

Fresh::LedgerEntry ledger_entry(std::string_view bytes) {
    std::uint32_t day = 0;
    for (std::size_t i = 0; i < 4; ++i)
        day |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[2 * kKeyBytes + i])) << (8 * i);
    return {Fresh::key_of(bytes.substr(0, kKeyBytes)), Fresh::key_of(bytes.substr(kKeyBytes, kKeyBytes)),
            static_cast<std::int32_t>(day)};
}

Fresh::ReceiptEntry receipt_entry(std::string_view bytes) {
    return {Fresh::key_of(bytes.substr(0, kKeyBytes)), Fresh::key_of(bytes.substr(kKeyBytes, kKeyBytes))};
}

template <class F>
void for_each_part(std::string_view bytes, std::size_t size, F each) {
    for (; bytes.size() >= size; bytes.remove_prefix(size)) each(bytes.substr(0, size));
}

}  // namespace

const Fresh::Tables Fresh::kToday{"INSERT OR IGNORE INTO ledger_today VALUES(?,?,?)",
                                  "INSERT OR IGNORE INTO receipts_today VALUES(?,?,?)"};
const Fresh::Tables Fresh::kSettled{"INSERT OR IGNORE INTO ledger VALUES(?,?,?)",
                                    "INSERT OR IGNORE INTO receipts VALUES(?,?,?)"};

Fresh::Key Fresh::key_of(std::string_view sixteen_bytes) {
    Key key{};
    std::copy_n(sixteen_bytes.begin(), std::min(sixteen_bytes.size(), key.size()), key.begin());
    return key;
}

void Fresh::write(sqlite::Connection& connection, Entries entries) {
    if (entries.ledger.empty()) return;
    std::sort(entries.ledger.begin(), entries.ledger.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    std::sort(entries.receipts.begin(), entries.receipts.end(),
              [](const auto& a, const auto& b) { return a.hash < b.hash; });
    std::string ledger;
    for (const auto& entry : entries.ledger) append(ledger, entry);
    std::string receipts;
    for (const auto& entry : entries.receipts) append(receipts, entry);
    connection.prepare("INSERT INTO fresh(ledger, receipts) VALUES(?,?)")
        .bind_blob(1, ledger)
        .bind_blob(2, receipts)
        .run();
}

Fresh::Entries Fresh::read_all(sqlite::Connection& connection) {
    Entries all;
    auto& rows = connection.prepare("SELECT ledger, receipts FROM fresh");
    while (rows.step()) {
        for_each_part(rows.view(0), kLedgerBytes,
                      [&](std::string_view part) { all.ledger.push_back(ledger_entry(part)); });
        for_each_part(rows.view(1), kReceiptBytes,
                      [&](std::string_view part) { all.receipts.push_back(receipt_entry(part)); });
    }
    rows.reset();
    // In key order, so that neighbours share a page.
    std::sort(all.ledger.begin(), all.ledger.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    std::stable_sort(all.receipts.begin(), all.receipts.end(),
                     [](const auto& a, const auto& b) { return a.hash < b.hash; });
    return all;
}

void Fresh::move(sqlite::Connection& connection, const Entries& entries, std::size_t from, std::size_t to,
                 const Tables& into) {
    for (std::size_t i = from; i < std::min(to, entries.ledger.size()); ++i)
        connection.prepare(into.ledger)
            .bind_blob(1, view(entries.ledger[i].key))
            .bind_blob(2, view(entries.ledger[i].proof))
            .bind(3, std::int64_t{entries.ledger[i].day})
            .run();
    for (std::size_t i = from; i < std::min(to, entries.receipts.size()); ++i)
        connection.prepare(into.receipts)
            .bind_blob(1, view(entries.receipts[i].hash))
            .bind(2, static_cast<int>(ReceiptKind::response))
            .bind_blob(3, view(entries.receipts[i].poll))
            .run();
}

void Fresh::settle(sqlite::Connection& connection) {
    const auto all = read_all(connection);
    move(connection, all, 0, std::max(all.ledger.size(), all.receipts.size()), kSettled);
    for (const std::string table : {"ledger", "receipts"}) {
        connection.run("INSERT OR IGNORE INTO " + table + " SELECT * FROM " + table + "_today");
        connection.run("DELETE FROM " + table + "_today");
    }
    // The last stays, empty, so that its number is not given out again: see catch_up.
    connection.run("DELETE FROM fresh WHERE number < (SELECT max(number) FROM fresh)");
    connection.run("UPDATE fresh SET ledger=x'', receipts=x''");
}

void Fresh::settle_some(sqlite::Connection& connection, std::size_t most, std::size_t arriving) {
    std::int64_t first = 0;
    std::size_t here = 0;
    {
        const std::lock_guard lock(mutex_);
        first = first_;
        here = proofs_.size();
    }
    if (moving_.first != first) moving_ = {};
    if (moving_.last == 0) {
        if (here <= most) return;
        auto& last = connection.prepare("SELECT max(number) FROM fresh");
        last.step();
        moving_ = {read_all(connection), 0, 0, first, last.number(0)};
        last.reset();
    }
    const auto all = std::max(moving_.entries.ledger.size(), moving_.entries.receipts.size());
    moving_.now = std::min(all, moving_.moved + 2 * arriving);
    move(connection, moving_.entries, moving_.moved, moving_.now, kToday);
    if (moving_.now < all) return;
    // As in settle: the last number of all stays.
    connection.prepare("DELETE FROM fresh WHERE number<=?1 AND number<(SELECT max(number) FROM fresh)")
        .bind(1, moving_.last)
        .run();
    connection.prepare("UPDATE fresh SET ledger=x'', receipts=x'' WHERE number<=?1")
        .bind(1, moving_.last)
        .run();
}

void Fresh::settled() {
    moving_.moved = moving_.now;
    if (moving_.moved >= std::max(moving_.entries.ledger.size(), moving_.entries.receipts.size()))
        moving_ = {};
}

void Fresh::check(sqlite::Connection& connection, std::vector<std::string>& faults) {
    auto& rows = connection.prepare("SELECT number, length(ledger), length(receipts) FROM fresh");
    while (rows.step())
        if (rows.number(1) % static_cast<std::int64_t>(kLedgerBytes) != 0 ||
            rows.number(2) % static_cast<std::int64_t>(kReceiptBytes) != 0)
            faults.push_back("fresh: row " + std::to_string(rows.number(0)) + " is cut off");
    rows.reset();
}

void Fresh::catch_up(sqlite::Connection& connection) {
    const std::lock_guard lock(mutex_);
    auto& oldest = connection.prepare("SELECT min(number) FROM fresh");
    const bool settled = oldest.step() && oldest.number(0) > first_;
    const std::int64_t first = oldest.number(0);
    oldest.reset();
    if (settled) {
        proofs_.clear();
        polls_.clear();
        first_ = first;
        last_ = first - 1;
    }
    auto& rows = connection.prepare("SELECT number, ledger, receipts FROM fresh WHERE number>?");
    rows.bind(1, last_);
    while (rows.step()) {
        last_ = rows.number(0);
        for_each_part(rows.view(1), kLedgerBytes, [&](std::string_view part) {
            const auto entry = ledger_entry(part);
            proofs_.emplace(entry.key, entry.proof);
        });
        for_each_part(rows.view(2), kReceiptBytes, [&](std::string_view part) {
            const auto entry = receipt_entry(part);
            polls_.emplace(entry.hash, entry.poll);
        });
    }
    rows.reset();
}

std::optional<Fresh::Key> Fresh::proof(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = proofs_.find(key);
    return found == proofs_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Fresh::Key> Fresh::poll_of(const Key& hash) {
    const std::lock_guard lock(mutex_);
    const auto found = polls_.find(hash);
    return found == polls_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace peilpunt::store
