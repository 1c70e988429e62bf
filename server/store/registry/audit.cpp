// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/audit.hpp"

#include <nlohmann/json.hpp>

#include "server/records/check.hpp"
#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::store {

namespace {

/// What 0.1.0 called whoever used the command line.
constexpr std::string_view kOldCommandLine = "beheer (opdrachtregel)";

AuditEntry entry_of(const records::Change& change) {
    AuditEntry entry;
    entry.number = change.number;
    entry.at = change.at;
    entry.who = change.actor.str();
    entry.what = change.verb;
    entry.hash = change.mac;
    const auto body = change.body ? nlohmann::json::parse(*change.body, nullptr, false) : nlohmann::json();
    const auto word = [&](const char* key) {
        const bool there = body.is_object() && body.contains(key) && body[key].is_string();
        return there ? body[key].get<std::string>() : std::string();
    };
    entry.subject = word("onderwerp");
    if (const auto name = word("wie"); !name.empty()) entry.who = name;
    if (const auto before = word("tijd"); !before.empty()) entry.at = before;
    return entry;
}

/// The chain of 0.1.0: a hash without a key over the hash before and all that the entry says.
std::string old_hash(std::string_view before, const AuditEntry& entry) {
    std::string all(before);
    for (const auto& part : {std::to_string(entry.number), entry.at, entry.who, entry.what, entry.subject})
        all += std::to_string(part.size()) + ':' + part;
    return seal::hash(all);
}

/// The number of the first entry that is not what it was; 0 when there is none.
std::int64_t first_broken(const std::vector<AuditEntry>& entries) {
    std::string before;
    std::int64_t expected = 1;
    for (const auto& entry : entries) {
        if (entry.number != expected || old_hash(before, entry) != entry.hash) return entry.number;
        before = entry.hash;
        ++expected;
    }
    return 0;
}

}  // namespace

std::vector<AuditEntry> read_audit(sql::Database& database) {
    constexpr int kAtOnce = 500;
    return database.read([](sql::Session& session) {
        std::vector<AuditEntry> all;
        for (;;) {
            const auto changes =
                records::changes_after(session, all.empty() ? 0 : all.back().number, kAtOnce);
            if (changes.empty()) return all;
            for (const auto& change : changes) all.push_back(entry_of(change));
        }
    });
}

Result<void> add_to_audit(sql::Database& database, const records::Journal& journal, std::string_view what,
                          std::string_view subject, std::string_view who) {
    return database.write([&](sql::Session& session) -> Result<void> {
        journal.note(session, who, what, subject);
        return {};
    });
}

void check_log(sql::Session& session, const records::Journal& journal, std::vector<std::string>& faults) {
    records::check(session, journal, faults);
    const auto entries = records::head_of(session).number + session.number("SELECT count(*) FROM audit");
    const auto logged = session.number("SELECT (SELECT count(*) FROM users)+(SELECT count(*) FROM polls)");
    if (entries == 0 && logged != 0)
        faults.push_back("audit log: it is empty, and there are people or polls");
}

Result<void> carry_over_audit(sql::Database& database, const records::Journal& journal) {
    if (database.ask("SELECT count(*) FROM audit")[0].number(0) == 0) return {};
    return database.write([&](sql::Session& session) -> Result<void> {
        std::vector<AuditEntry> entries;
        for (const auto row :
             session.run("SELECT number, at, who, what, subject, hash FROM audit ORDER BY number"))
            entries.push_back(
                {row.number(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)});
        if (entries.empty()) return {};  // another server was first
        const auto broken = first_broken(entries);
        for (const auto& entry : entries) {
            const auto who =
                entry.who == kOldCommandLine ? records::ActorId::command_line().str() : entry.who;
            journal.note(session, who, entry.what, entry.subject, entry.at);
        }
        journal.note(session, kSystem, "logboek-overgenomen",
                     std::to_string(entries.size()) + " regels" +
                         (broken == 0 ? ", keten heel" : ", keten gebroken bij " + std::to_string(broken)));
        session.run("DELETE FROM audit");
        return {};
    });
}

}  // namespace peilpunt::store
