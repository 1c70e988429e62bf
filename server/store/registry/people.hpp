// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/ids.hpp"
#include "shared/model/result.hpp"

namespace peilpunt::sql {
class Database;
class Session;
}  // namespace peilpunt::sql
namespace peilpunt::records {
class Journal;
}

namespace peilpunt::store {

struct User {
    UserId id;
    std::string name;  ///< sign-in name, lower case
    std::string full_name;
    std::string role;      ///< "raad", "beleid", "beheer", "toezicht"
    std::string scope;     ///< area code
    std::string password;  ///< Argon2id
    bool disabled = false;
};

/// People who sign in. Each change is an entry of the log.
class People {
  public:
    /// Both outlive it.
    People(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    /// Conflict when somebody has that name.
    Result<void> add(const User& user, std::string_view who);
    std::optional<User> by_name(std::string_view name);
    std::optional<User> by_id(UserId id);
    /// In order of name.
    std::vector<User> all();
    /// Lets them in again too, and ends all their sign-ins. not_found.
    Result<void> set_password(std::string_view name, std::string_view password, std::string_view who);
    /// Ends all their sign-ins too. not_found.
    Result<void> disable(std::string_view name, std::string_view who);

    /// In the caller's transaction, without an entry.
    static void put(sql::Session& session, const User& user);

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

}  // namespace peilpunt::store
