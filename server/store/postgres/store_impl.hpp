// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <optional>

#include "server/records/journal.hpp"
#include "server/sql/postgres_database.hpp"
#include "server/store/common/contact_writer.hpp"
#include "server/store/postgres/listener.hpp"
#include "server/store/postgres/names.hpp"
#include "server/store/postgres/postgres_store.hpp"
#include "server/store/postgres/writer.hpp"

namespace peilpunt::store {

/// Store on PostgreSQL. Submissions go through the Writer, everything else through lent connections.
class PostgresStore final : public Store {
  public:
    PostgresStore(const PostgresOptions& options, const Clock& clock, Random& random);

    void add_response(NewResponse response, Done done) override;
    void add_signal(NewSignal signal, Done done) override;
    void add_recording(NewRecording recording, Done done) override;
    void add_quarantine(NewQuarantine item, Done done) override;

    StoreState load_state() override;
    std::int64_t state_version() override;
    Result<void> save_areas(const std::vector<Area>& areas) override;
    Result<void> save_poll(const Poll& poll, std::string_view who) override;
    Result<void> open_poll(PollId poll, int revision, std::string_view who) override;
    Result<void> close_poll(PollId poll, int revision, Date day, std::string_view who) override;
    Result<void> set_setting(std::string_view key, std::string_view value) override;
    Result<void> change_settings(const std::vector<SettingChange>& changes, std::string_view who) override;
    Result<void> found(const Founding& founding, std::string_view who) override;
    Result<void> save_clip(const ClipName& name, std::string_view ogg, std::string_view who) override;
    Result<void> remove_clip(std::string_view language, std::string_view words,
                             std::string_view who) override;
    std::optional<std::string> clip(std::string_view hash) override;
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

    Result<void> add_user(const User& user, std::string_view who) override;
    std::optional<User> user_by_name(std::string_view name) override;
    std::vector<User> users() override;
    Result<void> set_password(std::string_view name, std::string_view password,
                              std::string_view who) override;
    Result<void> disable_user(std::string_view name, std::string_view who) override;
    Result<void> add_session(const Session& session) override;
    std::optional<std::pair<Session, User>> session(std::string_view token_hash, TimePoint now) override;
    void drop_session(std::string_view token_hash) override;

    Result<void> add_pairing(std::string_view code_hash, std::string_view venue, const AreaCode& municipality,
                             TimePoint expires, std::string_view who) override;
    Result<Kiosk> enrol(std::string_view code_hash, KioskId id, std::string_view sign_key,
                        TimePoint now) override;
    std::optional<Kiosk> kiosk(KioskId id) override;
    std::vector<Kiosk> kiosks() override;
    Result<void> revoke_kiosk(KioskId id, std::string_view who) override;
    Result<void> report_kiosk(const KioskReport& report) override;
    Result<void> count_refusals(const Refusals& refusals) override;
    std::map<std::string, std::int64_t> refused_strangers() override;

    void add_contact(ContactWish wish, ContactDone done) override;
    std::vector<ContactWish> contacts() override;

    std::vector<AuditEntry> audit() override;
    sql::Database& database() override { return database_; }
    const records::Journal& journal() const override { return journal_; }
    Result<void> note(std::string_view what, std::string_view subject, std::string_view who) override;
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
    /// Appends to the audit log, in the caller's transaction.
    void log(Connection& connection, std::string_view who, std::string_view what, std::string_view subject);
    void raise_version(Connection& connection);
    // In the caller's transaction; without log and version.
    void put_setting(Connection& connection, std::string_view key, std::string_view value);
    void put_areas(Connection& connection, const std::vector<Area>& areas);
    void put_user(Connection& connection, const User& user);

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
