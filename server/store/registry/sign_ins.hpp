// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/store/registry/people.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::store {

/// One sign-in of one person on one device.
struct Session {
    std::string token_hash;  ///< 32 bytes
    UserId user;
    std::string csrf;
    TimePoint expires{};    ///< whatever happens
    TimePoint since{};      ///< kept in whole hours
    TimePoint used{};       ///< the last request, kept in whole minutes
    std::string browser{};  ///< what it says to be: "Firefox/Windows"

    /// Whether it goes on: it ends at its time, and after `idle` without a request.
    bool is_open(TimePoint now, std::chrono::minutes idle) const {
        return now < expires && now < used + idle;
    }
};

/// Who is signed in.
class SignIns {
  public:
    /// `database` outlives it.
    explicit SignIns(sql::Database& database) : database_(database) {}

    Result<void> add(const Session& session);
    /// The sign-in with its user, also when it has ended; nothing for somebody who is disabled. What expired
    /// stays until the night.
    std::optional<std::pair<Session, User>> find(std::string_view token_hash);
    /// All of one person, the last used first, also those that have ended.
    std::vector<Session> of(UserId user);
    Result<void> use(std::string_view token_hash, TimePoint now);
    void drop(std::string_view token_hash);
    /// All of one person but this one.
    Result<void> drop_others(UserId user, std::string_view token_hash);

    /// Of the person with this sign-in name, in the caller's transaction.
    static void end_all(sql::Session& session, std::string_view name);

  private:
    sql::Database& database_;
};

}  // namespace peilpunt::store
