// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/result.hpp"

namespace peilpunt::sql {
class Database;
class Session;
}  // namespace peilpunt::sql
namespace peilpunt::records {
class Journal;
}

namespace peilpunt::store {

/// The audit verb of a change of a setting.
inline constexpr std::string_view kSettingChanged = "instelling-gewijzigd";

/// One setting that gets another value, and what the log tells of it.
struct SettingChange {
    std::string name;
    std::string value;  ///< empty: taken away, so that the default holds
    std::string told;   ///< subject of the audit entry: name, old and new value, reason; nothing secret
};

/// What an instance was told about itself: name and value, both text.
class Settings {
  public:
    /// Both outlive it.
    Settings(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    /// By the server itself; an empty value takes it away.
    Result<void> set(std::string_view name, std::string_view value);
    /// All of them, each with its entry in the log, in one transaction.
    Result<void> change(const std::vector<SettingChange>& changes, std::string_view who);

    /// In the caller's transaction, without an entry.
    static void put(sql::Session& session, std::string_view name, std::string_view value);

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

}  // namespace peilpunt::store
