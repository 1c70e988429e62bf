// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/sign_ins.hpp"

#include "server/sql/database.hpp"
#include "server/store/registry/user_row.hpp"

namespace peilpunt::store {

using sql::Bytes;

namespace {

constexpr const char* kColumns = R"(s.token_hash, s."user", s.csrf, s.expires, s.since, s.used, s.browser)";
constexpr int kUserAt = 7;  ///< columns of the user come after these

template <class Unit>
std::int64_t whole(TimePoint time) {
    return std::chrono::milliseconds(std::chrono::floor<Unit>(time).time_since_epoch()).count();
}

Session session_of(const sql::Rows::Row& row) {
    const auto time = [&](int column) { return TimePoint(std::chrono::milliseconds(row.number(column))); };
    return {row.text(0), UserId::from_bytes(row.text(1)), row.text(2), time(3), time(4), time(5),
            row.text(6)};
}

}  // namespace

Result<void> SignIns::add(const Session& signed_in) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run(R"(INSERT INTO sessions(token_hash, "user", csrf, expires, since, used, browser) )"
                    "VALUES(?1,?2,?3,?4,?5,?6,?7)",
                    {Bytes{signed_in.token_hash}, Bytes{signed_in.user.bytes()}, signed_in.csrf,
                     signed_in.expires.time_since_epoch().count(), whole<std::chrono::hours>(signed_in.since),
                     whole<std::chrono::minutes>(signed_in.used), signed_in.browser});
        return {};
    });
}

std::optional<std::pair<Session, User>> SignIns::find(std::string_view token_hash) {
    const auto rows = database_.ask(
        std::string("SELECT ") + kColumns + ", " + kUserColumns +
            R"( FROM sessions s JOIN users u ON u.id=s."user" WHERE s.token_hash=?1 AND u.disabled=0)",
        {Bytes{token_hash}});
    if (rows.empty()) return std::nullopt;
    return std::pair(session_of(rows[0]), user_of(rows[0], kUserAt));
}

std::vector<Session> SignIns::of(UserId user) {
    std::vector<Session> all;
    for (const auto row : database_.ask(std::string("SELECT ") + kColumns +
                                            R"( FROM sessions s WHERE s."user"=?1 )"
                                            "ORDER BY s.used DESC, s.token_hash",
                                        {Bytes{user.bytes()}}))
        all.push_back(session_of(row));
    return all;
}

Result<void> SignIns::use(std::string_view token_hash, TimePoint now) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run("UPDATE sessions SET used=?1 WHERE token_hash=?2 AND used<?1",
                    {whole<std::chrono::minutes>(now), Bytes{token_hash}});
        return {};
    });
}

void SignIns::drop(std::string_view token_hash) {
    (void)database_.write([&](sql::Session& session) -> Result<void> {
        session.run("DELETE FROM sessions WHERE token_hash=?1", {Bytes{token_hash}});
        return {};
    });
}

Result<void> SignIns::drop_others(UserId user, std::string_view token_hash) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run(R"(DELETE FROM sessions WHERE "user"=?1 AND token_hash<>?2)",
                    {Bytes{user.bytes()}, Bytes{token_hash}});
        return {};
    });
}

void SignIns::end_all(sql::Session& session, std::string_view name) {
    session.run(R"(DELETE FROM sessions WHERE "user"=(SELECT id FROM users WHERE name=?1))", {name});
}

}  // namespace peilpunt::store
