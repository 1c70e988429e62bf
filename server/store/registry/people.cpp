// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/people.hpp"

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "server/store/registry/sign_ins.hpp"
#include "server/store/registry/user_row.hpp"

namespace peilpunt::store {

using sql::Bytes;

namespace {

const Error kNobody{ErrorCode::not_found, "there is no such user"};

}  // namespace

User user_of(const sql::Rows::Row& row, int first) {
    return {UserId::from_bytes(row.text(first)),
            row.text(first + 1),
            row.text(first + 2),
            row.text(first + 3),
            row.text(first + 4),
            row.text(first + 5),
            row.number(first + 6) != 0};
}

void People::put(sql::Session& session, const User& user) {
    session.run(
        "INSERT INTO users(id, name, full_name, role, scope, password, disabled) "
        "VALUES(?1,?2,?3,?4,?5,?6,?7)",
        {Bytes{user.id.bytes()}, user.name, user.full_name, user.role, user.scope, user.password,
         user.disabled ? 1 : 0});
}

Result<void> People::add(const User& user, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        put(session, user);
        journal_.note(session, who, "gebruiker-toegevoegd", user.name);
        return {};
    });
}

std::optional<User> People::by_name(std::string_view name) {
    const auto rows =
        database_.ask(std::string("SELECT ") + kUserColumns + " FROM users u WHERE u.name=?1", {name});
    if (rows.empty()) return std::nullopt;
    return user_of(rows[0]);
}

std::optional<User> People::by_id(UserId id) {
    const auto rows = database_.ask(std::string("SELECT ") + kUserColumns + " FROM users u WHERE u.id=?1",
                                    {Bytes{id.bytes()}});
    if (rows.empty()) return std::nullopt;
    return user_of(rows[0]);
}

std::vector<User> People::all() {
    std::vector<User> all;
    for (const auto row :
         database_.ask(std::string("SELECT ") + kUserColumns + " FROM users u ORDER BY u.name"))
        all.push_back(user_of(row));
    return all;
}

Result<void> People::set_password(std::string_view name, std::string_view password, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        if (session.run("UPDATE users SET password=?1, disabled=0 WHERE name=?2", {password, name})
                .changes() == 0)
            return kNobody;
        SignIns::end_all(session, name);
        journal_.note(session, who, "wachtwoord-gezet", name);
        return {};
    });
}

Result<void> People::disable(std::string_view name, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        if (session.run("UPDATE users SET disabled=1 WHERE name=?1", {name}).changes() == 0) return kNobody;
        SignIns::end_all(session, name);
        journal_.note(session, who, "gebruiker-uitgezet", name);
        return {};
    });
}

}  // namespace peilpunt::store
