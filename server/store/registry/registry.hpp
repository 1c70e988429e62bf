// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/store/registry/audit.hpp"
#include "server/store/registry/clips.hpp"
#include "server/store/registry/fleet.hpp"
#include "server/store/registry/instance.hpp"
#include "server/store/registry/people.hpp"
#include "server/store/registry/poll_book.hpp"
#include "server/store/registry/settings.hpp"
#include "server/store/registry/sign_ins.hpp"

namespace peilpunt::store {

/// All that is kept besides intake: one text of SQL, on the database and with the log that an engine gives.
/// By subject, for whoever needs one of them; and the same under one name a use case. Thread-safe.
class Registry {
  public:
    virtual ~Registry() = default;
    /// Where the rows are, and the log that is written in the same transaction.
    virtual sql::Database& database() = 0;
    virtual const records::Journal& journal() const = 0;

    Clips clips() { return {database(), journal()}; }
    Fleet fleet() { return {database(), journal()}; }
    Instance instance() { return {database(), journal()}; }
    People people() { return {database(), journal()}; }
    PollBook poll_book() { return {database(), journal()}; }
    Settings settings() { return {database(), journal()}; }
    SignIns sign_ins() { return SignIns(database()); }

    // What each does stands with its subject.
    StoreState load_state() { return instance().load(); }
    std::int64_t state_version() { return instance().version(); }
    Result<void> found(const Founding& founding, std::string_view who) {
        return instance().found(founding, who);
    }
    Result<void> save_areas(const std::vector<Area>& areas) { return instance().save_areas(areas); }
    Result<void> set_setting(std::string_view name, std::string_view value) {
        return settings().set(name, value);
    }
    Result<void> change_settings(const std::vector<SettingChange>& changes, std::string_view who) {
        return settings().change(changes, who);
    }

    Result<void> save_poll(const Poll& poll, std::string_view who) { return poll_book().save(poll, who); }
    Result<void> open_poll(PollId poll, int revision, std::string_view who) {
        return poll_book().open(poll, revision, who);
    }
    Result<void> close_poll(PollId poll, int revision, Date day, std::string_view who) {
        return poll_book().close(poll, revision, day, who);
    }
    Result<void> save_clip(const ClipName& name, std::string_view ogg, std::string_view who) {
        return clips().save(name, ogg, who);
    }
    Result<void> remove_clip(std::string_view language, std::string_view words, std::string_view who) {
        return clips().remove(language, words, who);
    }
    std::optional<std::string> clip(std::string_view hash) { return clips().sound(hash); }

    Result<void> add_user(const User& user, std::string_view who) { return people().add(user, who); }
    std::optional<User> user_by_name(std::string_view name) { return people().by_name(name); }
    std::vector<User> users() { return people().all(); }
    Result<void> set_password(std::string_view name, std::string_view password, std::string_view who) {
        return people().set_password(name, password, who);
    }
    Result<void> disable_user(std::string_view name, std::string_view who) {
        return people().disable(name, who);
    }
    Result<void> add_session(const Session& session) { return sign_ins().add(session); }
    std::optional<std::pair<Session, User>> session(std::string_view token_hash) {
        return sign_ins().find(token_hash);
    }
    void drop_session(std::string_view token_hash) { sign_ins().drop(token_hash); }

    Result<void> add_pairing(std::string_view code_hash, std::string_view venue, const AreaCode& municipality,
                             TimePoint expires, std::string_view who) {
        return fleet().add_pairing(code_hash, venue, municipality, expires, who);
    }
    Result<Kiosk> enrol(std::string_view code_hash, KioskId id, std::string_view sign_key, TimePoint now) {
        return fleet().enrol(code_hash, id, sign_key, now);
    }
    std::optional<Kiosk> kiosk(KioskId id) { return fleet().find(id); }
    std::vector<Kiosk> kiosks() { return fleet().all(); }
    Result<void> revoke_kiosk(KioskId id, std::string_view who) { return fleet().revoke(id, who); }
    Result<void> report_kiosk(const KioskReport& report) { return fleet().report(report); }
    Result<void> count_refusals(const Refusals& refusals) { return fleet().count_refusals(refusals); }
    std::map<std::string, std::int64_t> refused_strangers() { return fleet().refused_strangers(); }

    std::vector<AuditEntry> audit() { return read_audit(database()); }
    Result<void> note(std::string_view what, std::string_view subject, std::string_view who) {
        return add_to_audit(database(), journal(), what, subject, who);
    }
};

}  // namespace peilpunt::store
