// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/outcomes.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/store/common/rows.hpp"
#include "server/store/registry/audit.hpp"
#include "server/store/registry/instance.hpp"

namespace peilpunt::store {

namespace {

using sql::Bytes;

Result<results::Edition> edition_of(const sql::Rows::Row& row) {
    auto release = results::parse_release(row.text(0));
    if (!release) return release.error();
    auto basis = results::parse_basis(row.text(1));
    if (!basis) return basis.error();
    release->late = row.number(2);
    return results::Edition{std::move(*release), std::move(*basis)};
}

bool is_known(const std::vector<Poll>& polls, PollId poll, int revision) {
    return std::any_of(polls.begin(), polls.end(),
                       [&](const Poll& one) { return one.id == poll && one.revision == revision; });
}

/// "fietsen uitgave 2"
std::string release_name(const Poll& poll, const results::Release& release) {
    return poll.slug + " uitgave " + std::to_string(release.number);
}

}  // namespace

Result<void> Outcomes::add_interim(const std::vector<Poll>& revisions, const results::Interim& interim) {
    const auto told = results::write_interim(revisions, interim);
    const auto name = results::poll_of(revisions, interim).slug + " bij " + std::to_string(interim.reached);
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run("INSERT INTO interims VALUES(?1,?2,?3)",
                    {Bytes{interim.poll.bytes()}, interim.reached, told});
        raise_version(session);
        journal_.note(session, kSystem, "tussenstand-verteld", name);
        return {};
    });
}

Result<void> Outcomes::add_edition(const std::vector<Poll>& revisions, const results::Edition& edition) {
    const auto told = results::write_release(revisions, edition.release);
    const auto basis = results::write_basis(edition.basis);
    const auto name = release_name(results::poll_of(revisions, edition.release), edition.release);
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run("INSERT INTO releases(poll, number, release, basis, late) VALUES(?1,?2,?3,?4,0)",
                    {Bytes{edition.release.poll.bytes()}, edition.release.number, told, basis});
        raise_version(session);
        journal_.note(session, kSystem, "uitslag-vrijgegeven", name);
        return {};
    });
}

Result<void> Outcomes::set_late(const results::Release& release, std::int64_t late) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run("UPDATE releases SET late=?1 WHERE poll=?2 AND number=?3",
                    {late, Bytes{release.poll.bytes()}, release.number});
        raise_version(session);
        return {};
    });
}

Result<void> Outcomes::save_progress(PollId poll, const results::Progress& progress) {
    const auto told = results::write_progress(progress);
    return database_.write([&](sql::Session& session) -> Result<void> {
        session.run("DELETE FROM progress WHERE poll=?1 AND day<>?2",
                    {Bytes{poll.bytes()}, day_of(progress.day)});
        session.run("INSERT INTO progress VALUES(?1,?2,?3)",
                    {Bytes{poll.bytes()}, day_of(progress.day), told});
        raise_version(session);
        return {};
    });
}

std::vector<results::Release> Outcomes::releases(PollId poll) {
    std::vector<results::Release> all;
    for (const auto row :
         database_.ask("SELECT release, basis, late FROM releases WHERE poll=?1 ORDER BY number",
                       {Bytes{poll.bytes()}}))
        all.push_back(edition_of(row).value().release);
    return all;
}

std::vector<results::Interim> Outcomes::interims(PollId poll) {
    std::vector<results::Interim> all;
    for (const auto row :
         database_.ask("SELECT told FROM interims WHERE poll=?1 ORDER BY level", {Bytes{poll.bytes()}}))
        all.push_back(results::parse_interim(row.text(0)).value());
    return all;
}

ToldOfPolls Outcomes::load(sql::Session& session) {
    ToldOfPolls told;
    for (const auto row : session.run("SELECT told FROM interims ORDER BY poll, level")) {
        auto interim = results::parse_interim(row.text(0));
        if (interim)
            told[interim->poll].interim = std::move(*interim);
        else
            spdlog::error("a tussenstand cannot be read: {}", interim.error().message);
    }
    for (const auto row : session.run("SELECT release, basis, late FROM releases ORDER BY poll, number")) {
        auto edition = edition_of(row);
        if (edition)
            told[edition->release.poll].edition = std::move(*edition);
        else
            spdlog::error("an uitslag cannot be read: {}", edition.error().message);
    }
    for (const auto row : session.run("SELECT poll, told FROM progress")) {
        auto progress = results::parse_progress(row.text(1));
        if (progress) told[PollId::from_bytes(row.text(0))].progress = std::move(*progress);
    }
    return told;
}

void Outcomes::check(sql::Session& session, const std::vector<Poll>& polls,
                     std::vector<std::string>& faults) {
    std::map<PollId, int> numbers;
    for (const auto row :
         session.run("SELECT release, basis, late, poll, number FROM releases ORDER BY poll, number")) {
        const auto poll = PollId::from_bytes(row.text(3));
        const auto name = "releases: uitslag " + std::to_string(row.number(4)) + " of poll " + poll.str();
        const auto edition = edition_of(row);
        if (!edition) {
            faults.push_back(name + " cannot be read");
            continue;
        }
        const auto& release = edition->release;
        if (release.poll != poll || release.number != row.number(4) || release.number != ++numbers[poll])
            faults.push_back(name + ": one before it is gone, or it stands in the wrong place");
        if (!is_known(polls, release.poll, release.revision))
            faults.push_back(name + " tells of a revision that is not there");
        if (!release.too_few() && release.responses != edition->basis.counted.responses)
            faults.push_back(name + " does not fit what it was made from");
    }
    for (const auto row : session.run("SELECT told, poll, level FROM interims ORDER BY poll, level")) {
        const auto poll = PollId::from_bytes(row.text(1));
        const auto name =
            "interims: tussenstand at " + std::to_string(row.number(2)) + " of poll " + poll.str();
        const auto interim = results::parse_interim(row.text(0));
        if (!interim)
            faults.push_back(name + " cannot be read");
        else if (interim->poll != poll || interim->reached != row.number(2) ||
                 results::level_of(interim->reached) != interim->reached)
            faults.push_back(name + " stands in the wrong place");
        else if (!is_known(polls, poll, interim->revision))
            faults.push_back(name + " tells of a revision that is not there");
    }
    for (const auto row : session.run("SELECT told, poll FROM progress")) {
        if (!results::parse_progress(row.text(0)))
            faults.push_back("progress: that of poll " + PollId::from_bytes(row.text(1)).str() +
                             " cannot be read");
    }
}

}  // namespace peilpunt::store
