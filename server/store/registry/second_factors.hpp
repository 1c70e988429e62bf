// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/ids.hpp"
#include "shared/model/result.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::sql {
class Database;
class Session;
}  // namespace peilpunt::sql
namespace peilpunt::records {
class Journal;
}

namespace peilpunt::store {

/// What a person proves beside the password. No secret: that is made of `salt` with a key of the server.
struct SecondFactor {
    std::string salt;
    Date due{};  ///< the last day on which it may be missing
    bool proven = false;
    std::int64_t last_step = 0;  ///< of the last code that was used
};

/// Second factors of people, and the codes for who lost theirs.
class SecondFactors {
  public:
    /// Both outlive it.
    SecondFactors(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    std::optional<SecondFactor> find(UserId user);
    /// Not proven yet. What is there stays.
    Result<void> begin(UserId user, std::string_view salt, Date due);
    /// conflict when it is proven already.
    Result<void> prove(UserId user, std::int64_t step, const std::vector<std::string>& recovery_hashes);
    /// unauthorized when this step or a later one was used, also by another server at the same moment.
    Result<void> use_step(UserId user, std::int64_t step);
    /// Uses it up. unauthorized when there is no such code.
    Result<void> use_recovery(UserId user, std::string_view hash);
    /// With its codes; who signs in after that begins anew.
    Result<void> clear(UserId user, std::string_view who);

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

}  // namespace peilpunt::store
