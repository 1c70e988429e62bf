// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/store_impl.hpp"

namespace peilpunt::store {

using namespace postgres;

void PostgresStore::add_contact(ContactWish wish, ContactDone done) {
    contact_writer_.add(std::move(wish), std::move(done));
}

Result<void> PostgresStore::write_contacts(const std::vector<ContactWish>& wishes) {
    return write(contacts_, [&](Connection& connection) -> Result<void> {
        // The same again, also after a commit that broke off, is the same row.
        for (const auto& wish : wishes)
            connection.queue("INSERT INTO contacts VALUES($1,$2,$3) ON CONFLICT DO NOTHING",
                             args(Bytes{wish.row_id}, wish.municipality, Bytes{wish.sealed}));
        connection.flush();
        return {};
    });
}

std::vector<ContactWish> PostgresStore::contacts() {
    return guard([&] {
        return postgres::read(contacts_, [](Connection& connection) {
            const auto rows = connection.run("SELECT id, municipality, sealed FROM contacts ORDER BY id");
            std::vector<ContactWish> all;
            for (int i = 0; i < rows.size(); ++i)
                all.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2)});
            return all;
        });
    });
}

}  // namespace peilpunt::store
