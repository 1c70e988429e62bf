// SPDX-License-Identifier: EUPL-1.2
// Users, sessions and contact details.
#include "server/store/postgres/store_impl.hpp"

namespace peilpunt::store {

using namespace postgres;

namespace {

constexpr const char* kUserColumns = "u.id, u.name, u.full_name, u.role, u.scope, u.password, u.disabled";

User user_of(const Rows& rows, int row, int first = 0) {
    return {UserId::from_bytes(rows.view(row, first)),
            rows.text(row, first + 1),
            rows.text(row, first + 2),
            rows.text(row, first + 3),
            rows.text(row, first + 4),
            rows.text(row, first + 5),
            rows.number(row, first + 6) != 0};
}

void end_sessions(Connection& connection, std::string_view name) {
    connection.run(R"(DELETE FROM sessions WHERE "user"=(SELECT id FROM users WHERE name=$1))", args(name));
}

}  // namespace

void PostgresStore::put_user(Connection& connection, const User& user) {
    connection.run("INSERT INTO users VALUES($1,$2,$3,$4,$5,$6,$7)",
                   args(Bytes{user.id.bytes()}, user.name, user.full_name, user.role, user.scope,
                        user.password, user.disabled ? 1 : 0));
}

Result<void> PostgresStore::add_user(const User& user, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        put_user(connection, user);
        log(connection, who, "gebruiker-toegevoegd", user.name);
        return {};
    });
}

std::optional<User> PostgresStore::user_by_name(std::string_view name) {
    return read([&](Connection& connection) -> std::optional<User> {
        const auto rows =
            connection.run(std::string("SELECT ") + kUserColumns + " FROM users u WHERE name=$1", args(name));
        if (rows.size() == 0) return std::nullopt;
        return user_of(rows, 0);
    });
}

std::vector<User> PostgresStore::users() {
    return read([](Connection& connection) {
        const auto rows =
            connection.run(std::string("SELECT ") + kUserColumns + " FROM users u ORDER BY name");
        std::vector<User> all;
        for (int i = 0; i < rows.size(); ++i) all.push_back(user_of(rows, i));
        return all;
    });
}

Result<void> PostgresStore::set_password(std::string_view name, std::string_view password,
                                         std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        if (connection.run("UPDATE users SET password=$1, disabled=0 WHERE name=$2", args(password, name))
                .changes() == 0)
            return Error{ErrorCode::not_found, "there is no such user"};
        end_sessions(connection, name);
        log(connection, who, "wachtwoord-gezet", name);
        return {};
    });
}

Result<void> PostgresStore::disable_user(std::string_view name, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        if (connection.run("UPDATE users SET disabled=1 WHERE name=$1", args(name)).changes() == 0)
            return Error{ErrorCode::not_found, "there is no such user"};
        end_sessions(connection, name);
        log(connection, who, "gebruiker-uitgezet", name);
        return {};
    });
}

Result<void> PostgresStore::add_session(const Session& session) {
    return write([&](Connection& connection) -> Result<void> {
        connection.run("INSERT INTO sessions VALUES($1,$2,$3,$4)",
                       args(Bytes{session.token_hash}, Bytes{session.user.bytes()}, session.csrf,
                            session.expires.time_since_epoch().count()));
        return {};
    });
}

std::optional<std::pair<Session, User>> PostgresStore::session(std::string_view token_hash, TimePoint now) {
    return read([&](Connection& connection) -> std::optional<std::pair<Session, User>> {
        const auto rows = connection.run(
            std::string("SELECT csrf, expires, ") + kUserColumns +
                R"( FROM sessions s JOIN users u ON u.id=s."user" WHERE token_hash=$1 AND expires>$2 AND disabled=0)",
            args(Bytes{token_hash}, now.time_since_epoch().count()));
        if (rows.size() == 0) return std::nullopt;
        User user = user_of(rows, 0, 2);
        Session session{std::string(token_hash), user.id, rows.text(0, 0),
                        TimePoint(std::chrono::milliseconds(rows.number(0, 1)))};
        return std::pair(std::move(session), std::move(user));
    });
}

void PostgresStore::drop_session(std::string_view token_hash) {
    (void)write([&](Connection& connection) -> Result<void> {
        connection.run("DELETE FROM sessions WHERE token_hash=$1", args(Bytes{token_hash}));
        return {};
    });
}

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
