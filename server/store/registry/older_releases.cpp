// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/older_releases.hpp"

#include <algorithm>
#include <map>

#include "server/results/revisions.hpp"
#include "server/store/common/checks.hpp"
#include "server/store/registry/instance.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::store {

namespace {

using sql::Bytes;

constexpr std::int64_t kTooFewApart = 25;  ///< as for a later edition

std::vector<Poll> read_polls(sql::Session& session) {
    std::vector<Poll> polls;
    for (const auto row : session.run("SELECT definition, status FROM polls ORDER BY id, revision")) {
        Poll poll = json::parse_poll(row.text(0)).value();
        poll.status = poll_status_of(row.text(1)).value();
        polls.push_back(std::move(poll));
    }
    return polls;
}

results::CellsByRevision read_cells(sql::Session& session, PollId poll) {
    results::CellsByRevision cells;
    for (const auto row :
         session.run("SELECT municipality, district, age_group, channel, counts, revision FROM "
                     "tallies WHERE poll=?1",
                     {Bytes{poll.bytes()}})) {
        cells[static_cast<int>(row.number(5))][cell_of(row.text(0), row.text(1), row.text(2), row.number(3))]
            .add(results::unpack(row.text(4)).value());
    }
    return cells;
}

/// All answers to a poll, a part of a day at a time: no more than that has to fit in memory.
void recount(sql::Session& session, const std::vector<Poll>& polls, PollId poll) {
    std::vector<std::string> faults;
    Recount counting(polls, faults);
    for (const auto part :
         session.run("SELECT DISTINCT day, part FROM responses WHERE poll=?1 ORDER BY day, part",
                     {Bytes{poll.bytes()}})) {
        for (const auto row : session.run(
                 "SELECT revision, municipality, district, age_group, channel, answers, piece FROM responses "
                 "WHERE poll=?1 AND day=?2 AND part=?3 ORDER BY id, piece",
                 {Bytes{poll.bytes()}, part.number(0), part.number(1)})) {
            if (row.number(6) == 0)
                counting.begin({poll, static_cast<int>(row.number(0)),
                                cell_of(row.text(1), row.text(2), row.text(3), row.number(4))});
            counting.add_piece(row.text(5));
        }
    }
    session.run("DELETE FROM tallies WHERE poll=?1", {Bytes{poll.bytes()}});
    for (const auto& [key, tally] : counting.counted()) {
        const auto& [id, revision, cell] = key;
        session.run(
            "INSERT INTO tallies(poll, revision, municipality, district, age_group, channel, counts) "
            "VALUES(?1,?2,?3,?4,?5,?6,?7)",
            {Bytes{poll.bytes()}, revision, cell.municipality.str(), cell.district.str(), cell.age_group,
             static_cast<std::int64_t>(cell.channel), Bytes{results::pack(tally)}});
    }
}

bool has_ranking(const std::vector<Poll>& polls, PollId poll) {
    return std::any_of(polls.begin(), polls.end(), [&](const Poll& one) {
        return one.id == poll &&
               std::any_of(one.questions.begin(), one.questions.end(),
                           [](const Question& question) { return question.kind == QuestionKind::ranking; });
    });
}

bool is_closed(const std::vector<Poll>& polls, PollId poll, Date today) {
    const Poll* newest = nullptr;
    for (const auto& one : polls)
        if (one.id == poll && one.status != PollStatus::draft) newest = &one;
    return newest != nullptr && (newest->status == PollStatus::closed || today >= newest->closes);
}

/// The last release as an uitslag, or nothing when it cannot be one.
std::optional<results::Edition> as_edition(results::Release release, const std::vector<Poll>& polls,
                                           const results::CellsByRevision& cells, TimePoint now) {
    const auto combined = results::combine(release.poll, polls, cells);
    const auto missing = combined.responses() - release.responses;
    if (missing < 0 || missing >= kTooFewApart) return std::nullopt;
    release.number = 1;
    release.late = missing;
    const auto made = parse_time(release.released_at);
    if (!made || *made > now)
        release.released_at = format_time(std::chrono::floor<std::chrono::minutes>(now));
    for (auto& breakdown : release.breakdowns) {
        if (breakdown.responses == release.responses) continue;
        // Of an earlier moment than the totals.
        breakdown.released_at.clear();
        breakdown.responses = 0;
        for (auto& group : breakdown.groups) group = {group.value, std::nullopt, {}};
        if (breakdown.by == "weg")
            for (auto& [channel, count] : release.channels) count.reset();
    }
    results::Basis basis{release.revision, {}};
    basis.counted.responses = release.responses;
    for (const auto& [key, tally] : combined.cells) {
        for (const auto& [id, counted] : tally.questions) {
            results::Tally one;
            one.questions[id] = counted;
            basis.counted.add(one);
        }
    }
    return results::Edition{std::move(release), std::move(basis)};
}

}  // namespace

void take_over_older_releases(sql::Session& session, TimePoint now) {
    if (session.number(kOlderReleasesThere) == 0) return;
    const auto polls = read_polls(session);
    std::map<PollId, results::Release> last;
    for (const auto row : session.run("SELECT release FROM releases ORDER BY poll, number")) {
        auto release = results::parse_release(row.text(0)).value();
        last[release.poll] = std::move(release);
    }
    std::vector<PollId> counted;
    for (const auto& poll : polls) {
        if (std::find(counted.begin(), counted.end(), poll.id) != counted.end()) continue;
        counted.push_back(poll.id);
        if (has_ranking(polls, poll.id)) recount(session, polls, poll.id);
    }
    session.run("DELETE FROM releases");
    for (auto& [poll, release] : last) {
        if (!is_closed(polls, poll, dutch_date(now))) continue;
        const auto edition = as_edition(std::move(release), polls, read_cells(session, poll), now);
        if (!edition) continue;
        session.run("INSERT INTO releases(poll, number, release, basis, late) VALUES(?1,1,?2,?3,?4)",
                    {Bytes{poll.bytes()}, results::write_release(polls, edition->release),
                     results::write_basis(edition->basis), edition->release.late});
    }
    session.run("DELETE FROM settings WHERE key='oude-uitkomsten'");
    raise_version(session);
}

}  // namespace peilpunt::store
