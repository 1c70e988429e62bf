// SPDX-License-Identifier: EUPL-1.2
#include "server/records/check.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "server/records/objects.hpp"

namespace peilpunt::records {

namespace {

constexpr int kAtOnce = 500;

/// Walks the chain from its beginning.
class Chain {
  public:
    Chain(const Journal& journal, std::vector<std::string>& faults) : journal_(journal), faults_(faults) {}
    /// False: broken here; what follows tells nothing.
    bool take(const Change& change) {
        const auto name = "audit log: entry " + std::to_string(change.number);
        if (change.number != head_.number + 1 || journal_.mac_of(head_.mac, change) != change.mac) {
            faults_.push_back(name + " was changed, or one before it is gone");
            return false;
        }
        head_ = {change.number, change.mac};
        if (change.body && journal_.body_hash_of(change.number, *change.body) != change.body_hash)
            faults_.push_back(name + ": what it says was changed");
        if (!change.body) erased_.insert(change.number);
        if (change.body && change.verb == kErased) forgive(*change.body);
        return true;
    }
    /// After the last entry.
    void end(const Head& kept, std::string_view seal) {
        if (kept != head_ || (kept.number != 0 && seal != journal_.seal_of(kept)))
            faults_.push_back("audit log: it ends at entry " + std::to_string(head_.number) +
                              ", which is not where it ended; entries were cut off or added");
        for (const auto number : erased_)
            faults_.push_back("audit log: entry " + std::to_string(number) +
                              ": what it said is gone, and nothing says that it was erased");
    }

  private:
    void forgive(const std::string& body) {
        const auto tree = nlohmann::json::parse(body, nullptr, false);
        if (!tree.is_object() || !tree.contains("gewist")) return;
        for (const auto& number : tree["gewist"])
            if (number.is_number_integer()) erased_.erase(number.get<std::int64_t>());
    }

    const Journal& journal_;
    std::vector<std::string>& faults_;
    std::set<std::int64_t> erased_;
    Head head_;
};

bool check_chain(sql::Session& session, const Journal& journal, std::vector<std::string>& faults) {
    Chain chain(journal, faults);
    std::int64_t after = 0;
    for (;;) {
        const auto changes = changes_after(session, after, kAtOnce);
        if (changes.empty()) break;
        for (const auto& change : changes)
            if (!chain.take(change)) return false;
        after = changes.back().number;
    }
    const auto seal = session.run("SELECT seal FROM changes_head WHERE place=1");
    chain.end(head_of(session), seal.empty() ? std::string() : seal[0].text(0));
    return true;
}

/// All rows of `objects`, as replay gives them.
std::map<ObjectId, Object> kept_objects(sql::Session& session) {
    std::map<ObjectId, Object> all;
    for (const auto row :
         session.run("SELECT id, kind, scope, circle, state, due, title, version, body FROM objects"))
        all[ObjectId::from_bytes(row.text(0))] = {
            ObjectId::from_bytes(row.text(0)),
            row.text(1),
            row.number(7),
            {row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), {}},
            row.text(8)};
    for (const auto row : session.run("SELECT object, word, weight FROM object_words ORDER BY object, word"))
        all[ObjectId::from_bytes(row.text(0))].index.words.emplace_back(row.text(1), row.number(2));
    return all;
}

bool same(const Object& a, const Object& b) {
    return a.kind == b.kind && a.version == b.version && a.index == b.index && a.body == b.body;
}

void check_replay(sql::Session& session, std::vector<std::string>& faults) {
    auto said = replay(session);
    auto kept = kept_objects(session);
    for (auto& object : said.objects) {
        std::sort(object.index.words.begin(), object.index.words.end());
        const auto found = kept.find(object.id);
        if (found == kept.end() || !same(found->second, object))
            faults.push_back("records: " + object.kind + " " + object.id.str() + " is not what the log says");
        if (found != kept.end()) kept.erase(found);
    }
    for (const auto& [id, object] : kept) faults.push_back("records: the log knows nothing of " + id.str());
    std::set<std::string> links;
    for (const auto& link : said.links)
        links.insert(std::string(link.source.bytes()) + std::string(link.target.bytes()) + link.relation);
    for (const auto row : session.run("SELECT source, target, relation FROM links"))
        if (links.erase(row.text(0) + row.text(1) + row.text(2)) == 0)
            faults.push_back("links: the log knows nothing of '" + row.text(2) + "' of " +
                             ObjectId::from_bytes(row.text(0)).str());
    if (!links.empty())
        faults.push_back("links: " + std::to_string(links.size()) +
                         " of which the log says that they are there");
}

}  // namespace

void check(sql::Session& session, const Journal& journal, std::vector<std::string>& faults) {
    if (check_chain(session, journal, faults)) check_replay(session, faults);
}

void check_anchors(sql::Session& session, std::span<const Anchor> anchors, std::vector<std::string>& faults) {
    for (const auto& anchor : anchors) {
        const auto name = std::to_string(anchor.head.number);
        const auto rows = session.run("SELECT mac FROM changes WHERE number=?1", {anchor.head.number});
        if (rows.empty())
            faults.push_back("audit log: on " + anchor.day + " it had " + name +
                             " entries; now it ends before that");
        else if (rows[0].text(0) != anchor.head.mac)
            faults.push_back("audit log: entry " + name + " is not what it was on " + anchor.day);
    }
}

}  // namespace peilpunt::records
