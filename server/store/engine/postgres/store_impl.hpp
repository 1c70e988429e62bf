// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <optional>

#include "server/records/journal.hpp"
#include "server/sql/postgres_database.hpp"
#include "server/store/common/contact_writer.hpp"
#include "server/store/engine/postgres/listener.hpp"
#include "server/store/engine/postgres/names.hpp"
#include "server/store/engine/postgres/postgres_store.hpp"
#include "server/store/engine/postgres/writer.hpp"

namespace peilpunt::store {

/// Store on PostgreSQL. Submissions go through the Writer, everything else through lent connections.
class PostgresStore final : public Store {
  public:
    PostgresStore(const PostgresOptions& options, const Clock& clock, Random& random);

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

    void watch(std::function<void()> hint) override;

  private:
    using Connection = postgres::Connection;
    using Work = std::function<Result<void>(Connection&)>;
    static Result<void> write(postgres::Pool& pool, const Work& work) {
        return peilpunt::postgres::write(pool, work);
    }
    Result<void> write(const Work& work) { return write(main_, work); }
    /// Reads; ResultError `busy` when the database is away.
    template <class F>
    auto read(F work) {
        return guard([&] { return postgres::read(main_, work); });
    }
    template <class F>
    auto read_snapshot(F work) {
        return guard([&] { return postgres::read_snapshot(main_, work); });
    }
    template <class F>
    static auto guard(F work) {
        try {
            return work();
        } catch (const postgres::PostgresError& error) {
            throw ResultError(peilpunt::postgres::error_of(error));
        }
    }
    Result<void> write_contacts(const std::vector<ContactWish>& wishes);

    const PostgresOptions options_;
    const Clock& clock_;
    Random& random_;
    postgres::Pool main_;
    postgres::Pool contacts_;
    sql::PostgresDatabase database_;
    const records::Journal journal_;
    postgres::Writer writer_;
    ContactWriter contact_writer_;
    std::optional<postgres::Listener> listener_;
};

}  // namespace peilpunt::store
