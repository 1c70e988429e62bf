// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/store_impl.hpp"

namespace peilpunt::store {

void SqliteStore::add_contact(ContactWish wish, ContactDone done) {
    contact_writer_.add(std::move(wish), std::move(done));
}

Result<void> SqliteStore::write_contacts(const std::vector<ContactWish>& wishes) {
    const std::lock_guard lock(contacts_mutex_);
    try {
        sqlite::Transaction transaction(contacts_);
        for (const auto& wish : wishes)
            contacts_.prepare("INSERT OR IGNORE INTO contacts VALUES(?,?,?)")
                .bind_blob(1, wish.row_id)
                .bind(2, wish.municipality)
                .bind_blob(3, wish.sealed)
                .run();
        transaction.commit();
        // The log of writes would tell in which order people left their details; it is emptied each time.
        contacts_.checkpoint(true);
        return {};
    } catch (const sqlite::SqliteError& error) {
        return Error{error.kind() == ErrorCode::storage_full ? error.kind() : ErrorCode::storage_failed,
                     "De opslag werkt niet. Er is niets opgeslagen."};
    }
}

std::vector<ContactWish> SqliteStore::contacts() {
    const std::lock_guard lock(contacts_mutex_);
    auto& rows = contacts_.prepare("SELECT id, municipality, sealed FROM contacts ORDER BY id");
    std::vector<ContactWish> all;
    while (rows.step()) all.push_back({rows.text(0), rows.text(1), rows.text(2)});
    rows.reset();
    return all;
}

}  // namespace peilpunt::store
