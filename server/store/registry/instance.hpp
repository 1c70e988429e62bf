// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/registry/clips.hpp"
#include "server/store/registry/people.hpp"
#include "server/store/registry/told.hpp"
#include "shared/model/poll.hpp"

namespace peilpunt::store {

struct StoreState {
    std::int64_t version = 0;  ///< goes up with every change that public pages show
    std::vector<Poll> polls;   ///< every revision of every poll
    std::vector<Area> areas;
    ToldOfPolls told;
    std::map<std::string, std::string> settings;
    std::vector<ClipName> clips;  ///< in order of language and words
};

/// All that makes an empty store an instance; stored together or not at all.
struct Founding {
    std::vector<Area> areas;
    std::map<std::string, std::string> settings;
    User first_user;
};

/// An instance as a whole: how it began, where it is for, and what its public pages show.
class Instance {
  public:
    /// Both outlive it.
    Instance(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    /// Everything in one transaction; conflict when there are areas or users already.
    Result<void> found(const Founding& founding, std::string_view who);
    /// In place of those that are there.
    Result<void> save_areas(const std::vector<Area>& areas);
    StoreState load();
    std::int64_t version();

    /// What public pages and rules need, in the caller's transaction.
    static StoreState read(sql::Session& session);

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

/// Public pages have to be made anew. In the caller's transaction.
void raise_version(sql::Session& session);

}  // namespace peilpunt::store
