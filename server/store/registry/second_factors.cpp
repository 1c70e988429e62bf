// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/second_factors.hpp"

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"

namespace peilpunt::store {

using sql::Bytes;

namespace {

const Error kUsed{ErrorCode::unauthorized, "this code does not work, or not any more"};

}  // namespace

std::optional<SecondFactor> SecondFactors::find(UserId user) {
    const auto rows = database_.ask(
        R"(SELECT salt, due, proven, last_step FROM second_factors WHERE "user"=?1)", {Bytes{user.bytes()}});
    if (rows.empty()) return std::nullopt;
    return SecondFactor{rows[0].text(0), Date(std::chrono::days(rows[0].number(1))), rows[0].number(2) != 0,
                        rows[0].number(3)};
}

Result<void> SecondFactors::begin(UserId user, std::string_view salt, Date due) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run(
            R"(INSERT INTO second_factors("user", salt, due, proven, last_step) VALUES(?1,?2,?3,0,0) )"
            "ON CONFLICT DO NOTHING",
            {Bytes{user.bytes()}, Bytes{salt}, due.time_since_epoch().count()});
        return {};
    });
}

Result<void> SecondFactors::prove(UserId user, std::int64_t step,
                                  const std::vector<std::string>& recovery_hashes) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        if (session
                .run(R"(UPDATE second_factors SET proven=1, last_step=?1 WHERE "user"=?2 AND proven=0)",
                     {step, Bytes{user.bytes()}})
                .changes() == 0)
            return Error{ErrorCode::conflict, "there is a second factor already"};
        for (const auto& hash : recovery_hashes)
            session.run(R"(INSERT INTO recovery_codes("user", hash) VALUES(?1,?2))",
                        {Bytes{user.bytes()}, Bytes{hash}});
        journal_.note(session, user.str(), "tweede-stap-ingesteld", user.str());
        return {};
    });
}

Result<void> SecondFactors::use_step(UserId user, std::int64_t step) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        const auto used = session.run(
            R"(UPDATE second_factors SET last_step=?1 WHERE "user"=?2 AND proven=1 AND last_step<?1)",
            {step, Bytes{user.bytes()}});
        if (used.changes() == 0) return kUsed;
        return {};
    });
}

Result<void> SecondFactors::use_recovery(UserId user, std::string_view hash) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        if (session
                .run(R"(DELETE FROM recovery_codes WHERE "user"=?1 AND hash=?2)",
                     {Bytes{user.bytes()}, Bytes{hash}})
                .changes() == 0)
            return kUsed;
        journal_.note(session, user.str(), "herstelcode-gebruikt", user.str());
        return {};
    });
}

Result<void> SecondFactors::clear(UserId user, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run(R"(DELETE FROM recovery_codes WHERE "user"=?1)", {Bytes{user.bytes()}});
        if (session.run(R"(DELETE FROM second_factors WHERE "user"=?1)", {Bytes{user.bytes()}}).changes() > 0)
            journal_.note(session, who, "tweede-stap-gewist", user.str());
        return {};
    });
}

}  // namespace peilpunt::store
