// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/clips.hpp"

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "server/store/registry/instance.hpp"

namespace peilpunt::store {

Result<void> Clips::save(const ClipName& name, std::string_view ogg, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run(
            "INSERT INTO clips(language, words, hash, ogg) VALUES(?1,?2,?3,?4) "
            "ON CONFLICT(language, words) DO UPDATE SET hash=excluded.hash, ogg=excluded.ogg",
            {name.language, name.words, name.hash, sql::Bytes{ogg}});
        raise_version(session);
        journal_.note(session, who, "geluid-toegevoegd", name.language + ": " + name.words);
        return {};
    });
}

Result<void> Clips::remove(std::string_view language, std::string_view words, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        if (session.run("DELETE FROM clips WHERE language=?1 AND words=?2", {language, words}).changes() == 0)
            return Error{ErrorCode::not_found, "there is no such clip"};
        raise_version(session);
        journal_.note(session, who, "geluid-weggehaald", std::string(language).append(": ").append(words));
        return {};
    });
}

std::optional<std::string> Clips::sound(std::string_view hash) {
    const auto rows = database_.ask("SELECT ogg FROM clips WHERE hash=?1 LIMIT 1", {hash});
    if (rows.empty()) return std::nullopt;
    return rows[0].text(0);
}

std::vector<ClipName> Clips::read(sql::Session& session) {
    std::vector<ClipName> all;
    for (const auto row : session.run("SELECT language, words, hash FROM clips ORDER BY language, words"))
        all.push_back({row.text(0), row.text(1), row.text(2)});
    return all;
}

}  // namespace peilpunt::store
