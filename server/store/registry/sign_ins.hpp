// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server/store/registry/people.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::store {

/// One sign-in of one person on one device.
struct Session {
    std::string token_hash;  ///< 32 bytes
    UserId user;
    std::string csrf;
    TimePoint expires{};
};

/// Who is signed in.
class SignIns {
  public:
    /// `database` outlives it.
    explicit SignIns(sql::Database& database) : database_(database) {}

    Result<void> add(const Session& session);
    /// The sign-in with its user, when neither expired nor disabled.
    std::optional<std::pair<Session, User>> find(std::string_view token_hash, TimePoint now);
    void drop(std::string_view token_hash);

    /// Of the person with this sign-in name, in the caller's transaction.
    static void end_all(sql::Session& session, std::string_view name);

  private:
    sql::Database& database_;
};

}  // namespace peilpunt::store
