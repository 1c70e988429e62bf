// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/sign_ins.hpp"

#include "server/sql/database.hpp"
#include "server/store/registry/user_row.hpp"

namespace peilpunt::store {

using sql::Bytes;

Result<void> SignIns::add(const Session& signed_in) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run(R"(INSERT INTO sessions(token_hash, "user", csrf, expires) VALUES(?1,?2,?3,?4))",
                    {Bytes{signed_in.token_hash}, Bytes{signed_in.user.bytes()}, signed_in.csrf,
                     signed_in.expires.time_since_epoch().count()});
        return {};
    });
}

std::optional<std::pair<Session, User>> SignIns::find(std::string_view token_hash, TimePoint now) {
    const auto rows = database_.ask(
        std::string("SELECT s.csrf, s.expires, ") + kUserColumns +
            R"( FROM sessions s JOIN users u ON u.id=s."user" WHERE s.token_hash=?1 AND s.expires>?2 AND u.disabled=0)",
        {Bytes{token_hash}, now.time_since_epoch().count()});
    if (rows.empty()) return std::nullopt;
    User user = user_of(rows[0], 2);
    Session session{std::string(token_hash), user.id, rows[0].text(0),
                    TimePoint(std::chrono::milliseconds(rows[0].number(1)))};
    return std::pair(std::move(session), std::move(user));
}

void SignIns::drop(std::string_view token_hash) {
    (void)database_.write([&](sql::Session& session) -> Result<void> {
        session.run("DELETE FROM sessions WHERE token_hash=?1", {Bytes{token_hash}});
        return {};
    });
}

void SignIns::end_all(sql::Session& session, std::string_view name) {
    session.run(R"(DELETE FROM sessions WHERE "user"=(SELECT id FROM users WHERE name=?1))", {name});
}

}  // namespace peilpunt::store
