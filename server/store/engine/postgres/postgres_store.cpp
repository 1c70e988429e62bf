// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/postgres_store.hpp"

#include "server/store/common/checks.hpp"
#include "server/store/engine/postgres/schema.hpp"
#include "server/store/engine/postgres/store_impl.hpp"
#include "server/store/registry/older_releases.hpp"

namespace peilpunt::store {

using namespace postgres;

namespace {

constexpr int kContactConnections = 2;

const std::string& contact_url_of(const PostgresOptions& options) {
    return options.contact_url.empty() ? options.url : options.contact_url;
}

}  // namespace

Result<std::unique_ptr<Store>> open_postgres(const PostgresOptions& options, const Clock& clock,
                                             Random& random) {
    try {
        Connection main(options.url, kMainSchema);
        const auto migrated = migrate(main, kMainSchema, main_steps(), options.create);
        if (!migrated) return migrated.error();
        Connection contacts(contact_url_of(options), kContactSchema);
        const auto also = migrate(contacts, kContactSchema, contact_steps(), options.create);
        if (!also) return Error{also.error().code, "contact details: " + also.error().message};
    } catch (const PostgresError& error) {
        return Error{ErrorCode::storage_failed, std::string("the database cannot be used: ") + error.what()};
    }
    auto store = std::make_unique<PostgresStore>(options, clock, random);
    // Under the lock that all writers share: of servers that start together, one does it.
    if (store->database().ask(kOlderReleasesThere)[0].number(0) != 0) {
        const auto taken = store->database().write([&](sql::Session& session) -> Result<void> {
            take_over_older_releases(session, clock.now());
            return {};
        });
        if (!taken) return taken.error();
    }
    return std::unique_ptr<Store>(std::move(store));
}

PostgresStore::PostgresStore(const PostgresOptions& options, const Clock& clock, Random& random)
    : options_(options),
      clock_(clock),
      random_(random),
      main_(options.url, kMainSchema, options.readers),
      contacts_(contact_url_of(options), kContactSchema, kContactConnections),
      database_(main_),
      journal_(options.log_key, clock),
      writer_(options.url, clock, options.writers),
      contact_writer_([this](const std::vector<ContactWish>& wishes) { return write_contacts(wishes); },
                      true) {}

void PostgresStore::add_response(NewResponse response, Done done) {
    writer_.add(std::move(response), std::move(done));
}
void PostgresStore::add_signal(NewSignal signal, Done done) {
    writer_.add(std::move(signal), std::move(done));
}
void PostgresStore::add_recording(NewRecording recording, Done done) {
    writer_.add(std::move(recording), std::move(done));
}
void PostgresStore::add_quarantine(NewQuarantine item, Done done) {
    writer_.add(std::move(item), std::move(done));
}

void PostgresStore::watch(std::function<void()> hint) {
    listener_.reset();
    if (hint) listener_.emplace(options_.url, "peilpunt", std::move(hint));
}

results::Cells PostgresStore::cells(PollId poll, int revision) {
    return read([&](Connection& connection) {
        const auto rows = connection.run(
            "SELECT municipality, district, age_group, channel, counts FROM tallies "
            "WHERE poll=$1 AND revision=$2",
            args(Bytes{poll.bytes()}, revision));
        results::Cells cells;
        for (int i = 0; i < rows.size(); ++i)
            cells[cell_of(rows.view(i, 0), rows.view(i, 1), rows.view(i, 2), rows.number(i, 3))].add(
                results::unpack(rows.view(i, 4)).value());
        std::erase_if(cells, [](const auto& cell) { return cell.second.responses == 0; });
        return cells;
    });
}

std::int64_t PostgresStore::quarantined() {
    return read([](Connection& connection) {
        return connection.number("SELECT count(*) FROM quarantine WHERE piece=0");
    });
}

}  // namespace peilpunt::store
