// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/ledger_filter.hpp"

#include <boost/endian/conversion.hpp>

namespace peilpunt::store {

namespace {

constexpr std::size_t kBlockBytes = 64;  // a cache line
constexpr std::size_t kBlockBits = 8 * kBlockBytes;
constexpr std::size_t kBitsEach = 12;
constexpr int kBitsSet = 6;
constexpr int kBitsOfPlace = 9;  // log2 of kBlockBits

std::uint64_t half_of(const Fresh::Key& key, std::size_t at) {
    return boost::endian::load_little_u64(reinterpret_cast<const unsigned char*>(key.data()) + at);
}

/// Calls `each(byte, mask)` for the six bits of `key`, until it answers false; whether all answered true. A
/// key is a keyed hash, so that its bits serve as they are.
template <class F>
bool all_bits(const Fresh::Key& key, std::size_t bytes, F each) {
    const auto block = ((half_of(key, 0) >> 32) * (bytes / kBlockBytes)) >> 32;
    auto places = half_of(key, 8);
    for (int i = 0; i < kBitsSet; ++i, places >>= kBitsOfPlace) {
        const std::size_t bit = places % kBlockBits;
        if (!each(block * kBlockBytes + bit / 8, static_cast<char>(1 << (bit % 8)))) return false;
    }
    return true;
}

template <class F>
void for_each_key(sqlite::Connection& connection, F each) {
    auto& rows = connection.prepare("SELECT key FROM ledger");
    while (rows.step()) each(Fresh::key_of(rows.view(0)));
    rows.reset();
}

}  // namespace

void LedgerFilter::make(sqlite::Connection& connection) {
    const auto entries = static_cast<std::size_t>(connection.number("SELECT count(*) FROM ledger"));
    std::string blocks((entries * kBitsEach / kBlockBits + 1) * kBlockBytes, '\0');
    for_each_key(connection, [&](const Fresh::Key& key) {
        all_bits(key, blocks.size(), [&](std::size_t at, char mask) { return blocks[at] |= mask, true; });
    });
    connection.run("DELETE FROM ledger_filter");
    // A number that none before had, also one that somebody still has in memory.
    connection.prepare("INSERT INTO ledger_filter VALUES(random() | 1, ?)").bind_blob(1, blocks).run();
}

void LedgerFilter::catch_up(sqlite::Connection& connection) {
    auto& there = connection.prepare("SELECT number FROM ledger_filter");
    const auto number = there.step() ? there.number(0) : 0;
    there.reset();
    if (number == number_) return;
    blocks_.clear();
    if (number != 0) {
        auto& row = connection.prepare("SELECT blocks FROM ledger_filter");
        row.step();
        blocks_ = row.view(0);
        row.reset();
    }
    number_ = number;
}

bool LedgerFilter::may_hold(const Fresh::Key& key) const {
    if (blocks_.size() < kBlockBytes) return true;
    return all_bits(key, blocks_.size(),
                    [&](std::size_t at, char mask) { return (blocks_[at] & mask) != 0; });
}

void LedgerFilter::check(sqlite::Connection& connection, std::vector<std::string>& faults) {
    LedgerFilter filter;
    filter.catch_up(connection);
    std::size_t denied = 0;
    for_each_key(connection, [&](const Fresh::Key& key) { denied += filter.may_hold(key) ? 0 : 1; });
    if (denied > 0)
        faults.push_back("ledger_filter: denies " + std::to_string(denied) + " entries of the ledger");
}

}  // namespace peilpunt::store
