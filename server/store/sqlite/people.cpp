// SPDX-License-Identifier: EUPL-1.2
// Users, sessions and contact details.
#include "server/store/sqlite/store_impl.hpp"

namespace peilpunt::store {

namespace {

constexpr const char* kUserColumns = "id, name, full_name, role, scope, password, disabled";

User user_of(const sqlite::Statement& row, int first = 0) {
    return {UserId::from_bytes(row.view(first)),
            row.text(first + 1),
            row.text(first + 2),
            row.text(first + 3),
            row.text(first + 4),
            row.text(first + 5),
            row.number(first + 6) != 0};
}

}  // namespace

void SqliteStore::put_user(sqlite::Connection& connection, const User& user) {
    connection.prepare("INSERT INTO users VALUES(?,?,?,?,?,?,?)")
        .bind_blob(1, user.id.bytes())
        .bind(2, user.name)
        .bind(3, user.full_name)
        .bind(4, user.role)
        .bind(5, user.scope)
        .bind(6, user.password)
        .bind(7, user.disabled ? 1 : 0)
        .run();
}

Result<void> SqliteStore::add_user(const User& user, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        put_user(connection, user);
        log(connection, who, "gebruiker-toegevoegd", user.name);
        return {};
    });
}

std::optional<User> SqliteStore::user_by_name(std::string_view name) {
    auto reader = readers_.lend();
    auto& rows = reader->prepare(std::string("SELECT ") + kUserColumns + " FROM users WHERE name=?");
    rows.bind(1, name);
    std::optional<User> found;
    if (rows.step()) found = user_of(rows);
    rows.reset();
    return found;
}

std::vector<User> SqliteStore::users() {
    auto reader = readers_.lend();
    auto& rows = reader->prepare(std::string("SELECT ") + kUserColumns + " FROM users ORDER BY name");
    std::vector<User> all;
    while (rows.step()) all.push_back(user_of(rows));
    rows.reset();
    return all;
}

Result<void> SqliteStore::set_password(std::string_view name, std::string_view password,
                                       std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("UPDATE users SET password=?, disabled=0 WHERE name=?")
            .bind(1, password)
            .bind(2, name)
            .run();
        if (connection.changes() == 0) return Error{ErrorCode::not_found, "there is no such user"};
        connection.prepare("DELETE FROM sessions WHERE user=(SELECT id FROM users WHERE name=?)")
            .bind(1, name)
            .run();
        log(connection, who, "wachtwoord-gezet", name);
        return {};
    });
}

Result<void> SqliteStore::disable_user(std::string_view name, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("UPDATE users SET disabled=1 WHERE name=?").bind(1, name).run();
        if (connection.changes() == 0) return Error{ErrorCode::not_found, "there is no such user"};
        connection.prepare("DELETE FROM sessions WHERE user=(SELECT id FROM users WHERE name=?)")
            .bind(1, name)
            .run();
        log(connection, who, "gebruiker-uitgezet", name);
        return {};
    });
}

Result<void> SqliteStore::add_session(const Session& session) {
    return writer_.run([&](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("INSERT INTO sessions VALUES(?,?,?,?)")
            .bind_blob(1, session.token_hash)
            .bind_blob(2, session.user.bytes())
            .bind(3, session.csrf)
            .bind(4, session.expires.time_since_epoch().count())
            .run();
        return {};
    });
}

std::optional<std::pair<Session, User>> SqliteStore::session(std::string_view token_hash, TimePoint now) {
    auto reader = readers_.lend();
    auto& rows = reader->prepare(
        "SELECT csrf, expires, u.id, u.name, u.full_name, u.role, u.scope, u.password, "
        "u.disabled FROM sessions s JOIN users u ON u.id=s.user "
        "WHERE token_hash=? AND expires>? AND disabled=0");
    rows.bind_blob(1, token_hash).bind(2, now.time_since_epoch().count());
    std::optional<std::pair<Session, User>> found;
    if (rows.step()) {
        User user = user_of(rows, 2);
        Session session{std::string(token_hash), user.id, rows.text(0),
                        TimePoint(std::chrono::milliseconds(rows.number(1)))};
        found.emplace(std::move(session), std::move(user));
    }
    rows.reset();
    return found;
}

void SqliteStore::drop_session(std::string_view token_hash) {
    (void)writer_.run([&](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("DELETE FROM sessions WHERE token_hash=?").bind_blob(1, token_hash).run();
        return {};
    });
}

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
