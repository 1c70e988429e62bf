// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/records/journal.hpp"
#include "server/sql/readers.hpp"
#include "server/sql/sqlite_database.hpp"
#include "server/store/common/contact_writer.hpp"
#include "server/store/engine/sqlite/fresh.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "server/store/engine/sqlite/writer.hpp"

namespace peilpunt::store {

using sqlite::ReadTransaction;

/// Store on two SQLite files. Writes go through the one Writer, reads through lent connections.
class SqliteStore final : public Store {
  public:
    SqliteStore(std::string folder, sqlite::Connection main, sqlite::Connection contacts, const Clock& clock,
                Random& random, const SqliteOptions& options);

    void add_response(NewResponse response, Done done) override;
    void add_signal(NewSignal signal, Done done) override;
    void add_recording(NewRecording recording, Done done) override;
    void add_quarantine(NewQuarantine item, Done done) override;

    results::Cells cells(PollId poll, int revision) override;
    Result<void> set_apart(const PollCounts& counts, std::string_view who) override;
    Result<std::int64_t> set_apart_since(std::string_view venue, Date day, std::string_view who) override;

    SignalPage signals(const SignalFilter& filter, std::string_view cursor, int limit) override;
    std::optional<SignalRow> signal(SignalId id) override;
    std::optional<std::string> recording(std::string_view id) override;
    std::vector<SignalCell> signal_cells(const SignalFilter& filter) override;
    Result<void> mark_read(SignalId id) override;
    std::optional<ReceiptSubject> receipt(std::string_view receipt_hash) override;
    std::vector<std::pair<std::string, ReceiptSubject>> given_at(const AreaCode& municipality,
                                                                 std::string_view venue, int most) override;

    void add_contact(ContactWish wish, ContactDone done) override;
    std::vector<ContactWish> contacts() override;

    sql::Database& database() override { return database_; }
    const records::Journal& journal() const override { return journal_; }
    std::int64_t quarantined() override;
    std::vector<std::string> verify() override;
    Result<void> can_store() override;
    std::vector<std::string> check_schema() override;
    Result<void> backup(const std::string& folder) override;
    Result<std::int64_t> purge(Date ledger_before, TimePoint now, bool dry_run) override;
    Result<void> tidy() override;

  private:
    Result<void> write_contacts(const std::vector<ContactWish>& wishes);

    const std::string folder_;
    const Clock& clock_;
    Random& random_;
    const char* const vfs_;
    const std::optional<PacedSync> file_;  ///< with threads only
    std::mutex contacts_mutex_;
    sqlite::Connection contacts_;
    sqlite::Readers readers_;
    Fresh fresh_;
    Writer writer_;
    sql::SqliteDatabase database_;
    const records::Journal journal_;
    ContactWriter contact_writer_;
};

}  // namespace peilpunt::store
