// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
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

/// A text that somebody reads aloud at kiosks; for everybody to hear.
struct ClipName {
    std::string language, words;
    std::string hash;  ///< sync::clip_hash of its sound
    bool operator==(const ClipName&) const = default;
};

/// Texts of the start set and of polls as somebody read them aloud.
class Clips {
  public:
    /// Both outlive it.
    Clips(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    /// Ogg Opus; in place of an earlier one of the same language and words.
    Result<void> save(const ClipName& name, std::string_view ogg, std::string_view who);
    Result<void> remove(std::string_view language, std::string_view words,
                        std::string_view who);  ///< not_found
    std::optional<std::string> sound(std::string_view hash);

    /// In order of language and words, in the caller's transaction.
    static std::vector<ClipName> read(sql::Session& session);

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

}  // namespace peilpunt::store
