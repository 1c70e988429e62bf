// SPDX-License-Identifier: EUPL-1.2
#include "server/records/objects.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/seal/seal.hpp"

namespace peilpunt::records {

using nlohmann::json;

namespace {

constexpr std::string_view kLinkKind = "koppeling";
constexpr const char* kObjectColumns = "id, kind, scope, circle, state, due, title, version, body";

// ---- what an entry says about a record or a link ----

/// All of the record after the change, so that it can be made again from its last entry.
std::string body_of(const Object& object) {
    const auto& index = object.index;
    return json{{"record",
                 {{"scope", index.scope},
                  {"circle", index.circle},
                  {"state", index.state},
                  {"due", index.due},
                  {"title", index.title},
                  {"words", index.words},
                  {"body", object.body}}}}
        .dump();
}

std::string body_of(const Link& link, bool there) {
    return json{{"koppeling",
                 {{"bron", seal::to_hex(link.source.bytes())},
                  {"relatie", link.relation},
                  {"doel", seal::to_hex(link.target.bytes())},
                  {"er", there}}}}
        .dump();
}

std::string from_hex(const std::string& text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
    return bytes;
}

std::optional<Object> object_in(const Change& change) {
    if (!change.body) return std::nullopt;
    const auto tree = json::parse(*change.body, nullptr, false);
    if (!tree.is_object() || !tree.contains("record")) return std::nullopt;
    const auto& record = tree["record"];
    Object object{change.object, change.kind, change.version, {}, record.at("body")};
    object.index = {record.at("scope"), record.at("circle"), record.at("state"),
                    record.at("due"),   record.at("title"),  record.at("words")};
    return object;
}

std::optional<std::pair<Link, bool>> link_in(const Change& change) {
    if (!change.body || change.kind != kLinkKind) return std::nullopt;
    const auto tree = json::parse(*change.body, nullptr, false);
    if (!tree.is_object() || !tree.contains("koppeling")) return std::nullopt;
    const auto& told = tree["koppeling"];
    return std::pair(Link{ObjectId::from_bytes(from_hex(told.at("bron"))), told.at("relatie"),
                          ObjectId::from_bytes(from_hex(told.at("doel")))},
                     told.at("er").get<bool>());
}

// ---- rows ----

Object object_of(const sql::Rows::Row& row) {
    Object object;
    object.id = ObjectId::from_bytes(row.text(0));
    object.kind = row.text(1);
    object.index = {row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), {}};
    object.version = row.number(7);
    object.body = row.text(8);
    return object;
}

void write_words(sql::Session& session, const Object& object) {
    session.run("DELETE FROM object_words WHERE object=?1", {sql::Bytes{object.id.bytes()}});
    for (const auto& [word, weight] : object.index.words)
        session.run("INSERT INTO object_words VALUES(?1,?2,?3)",
                    {word, sql::Bytes{object.id.bytes()}, weight});
}

void insert(sql::Session& session, const Object& object) {
    const auto& index = object.index;
    session.run("INSERT INTO objects VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)",
                {sql::Bytes{object.id.bytes()}, object.kind, index.scope, index.circle, index.state,
                 index.due, index.title, object.version, object.body});
    write_words(session, object);
}

/// True when the object had the version before this one.
bool replace(sql::Session& session, const Object& object) {
    const auto& index = object.index;
    const auto done = session.run(
        "UPDATE objects SET scope=?1, circle=?2, state=?3, due=?4, title=?5, version=?6, body=?7 "
        "WHERE id=?8 AND version=?9",
        {index.scope, index.circle, index.state, index.due, index.title, object.version, object.body,
         sql::Bytes{object.id.bytes()}, object.version - 1});
    if (done.changes() == 0) return false;
    write_words(session, object);
    return true;
}

void insert(sql::Session& session, const Link& link) {
    session.run("INSERT INTO links VALUES(?1,?2,?3)",
                {sql::Bytes{link.source.bytes()}, link.relation, sql::Bytes{link.target.bytes()}});
}

void log(sql::Session& session, const Journal& journal, const By& by, const Object& object) {
    journal.append(session, {.actor = by.actor,
                             .verb = by.verb,
                             .kind = object.kind,
                             .object = object.id,
                             .version = object.version,
                             .why = by.why,
                             .body = body_of(object)});
}

/// Entries about a link have an id of their own, which follows from what it links.
ObjectId id_of(const Link& link) {
    const auto all = seal::hash("koppeling\n" + std::string(link.source.bytes()) +
                                std::string(link.target.bytes()) + link.relation);
    return ObjectId::from_bytes(std::string_view(all).substr(0, 16));
}

void log(sql::Session& session, const Journal& journal, const By& by, const Link& link, bool there) {
    journal.append(session, {.actor = by.actor,
                             .verb = by.verb,
                             .kind = std::string(kLinkKind),
                             .object = id_of(link),
                             .why = by.why,
                             .body = body_of(link, there)});
}

bool is_linked(sql::Session& session, const Link& link) {
    return session.number(
               "SELECT count(*) FROM links WHERE source=?1 AND relation=?2 AND target=?3",
               {sql::Bytes{link.source.bytes()}, link.relation, sql::Bytes{link.target.bytes()}}) != 0;
}

Result<void> check_step(std::span<const Transition> transitions, std::string_view from, std::string_view to) {
    if (from == to) return {};
    const auto allowed = std::any_of(transitions.begin(), transitions.end(), [&](const Transition& step) {
        return step.from == from && step.to == to;
    });
    if (allowed) return {};
    return Error{ErrorCode::invalid,
                 "Van '" + std::string(from) + "' naar '" + std::string(to) + "' is hier geen stap."};
}

std::vector<KeptLink> links_where(sql::Session& session, const char* column, const ObjectId& id) {
    std::vector<KeptLink> all;
    for (const auto row : session.run(std::string("SELECT source, relation, target FROM links WHERE ") +
                                          column + "=?1 ORDER BY source, relation, target",
                                      {sql::Bytes{id.bytes()}}))
        all.push_back({{ObjectId::from_bytes(row.text(0)), row.text(1), ObjectId::from_bytes(row.text(2))},
                       ActorId::system(),
                       {},
                       {}});
    for (auto& kept : all) {
        const auto said = changes_about(session, id_of(kept.link));
        if (said.empty()) continue;
        kept.actor = said.back().actor;
        kept.at = said.back().at;
        kept.why = said.back().why;
    }
    return all;
}

}  // namespace

Result<Object> create(sql::Session& session, const Journal& journal, const By& by, const ObjectId& id,
                      std::string_view kind, const Index& index, std::string_view body,
                      std::span<const Transition> transitions) {
    if (const auto allowed = check_step(transitions, "", index.state); !allowed) return allowed.error();
    Object object{id, std::string(kind), 1, index, std::string(body)};
    log(session, journal, by, object);
    insert(session, object);
    return object;
}

Result<Saved> update(sql::Session& session, const Journal& journal, const By& by, const ObjectId& id,
                     std::string_view kind, std::int64_t version, const Index& index, std::string_view body,
                     std::span<const Transition> transitions) {
    auto now = get(session, id);
    if (!now || now->kind != kind) return Error{ErrorCode::not_found, "Dit is er niet."};
    if (now->version != version) return Saved{true, std::move(*now)};
    if (const auto allowed = check_step(transitions, now->index.state, index.state); !allowed)
        return allowed.error();
    Object object{id, std::string(kind), version + 1, index, std::string(body)};
    if (!replace(session, object)) return Saved{true, std::move(*now)};
    log(session, journal, by, object);
    return Saved{false, std::move(object)};
}

std::optional<Object> get(sql::Session& session, const ObjectId& id) {
    const auto rows = session.run(std::string("SELECT ") + kObjectColumns + " FROM objects WHERE id=?1",
                                  {sql::Bytes{id.bytes()}});
    if (rows.empty()) return std::nullopt;
    return object_of(rows[0]);
}

std::vector<Object> list(sql::Session& session, const Filter& filter) {
    std::vector<Object> all;
    for (const auto row :
         session.run(std::string("SELECT ") + kObjectColumns +
                         " FROM objects WHERE kind=?1 AND (?2='' OR scope=?2) AND (?3='' OR state=?3) "
                         "AND (?4='' OR (due<>'' AND due<?4)) ORDER BY due, id LIMIT ?5",
                     {filter.kind, filter.scope, filter.state, filter.due_before, filter.most}))
        all.push_back(object_of(row));
    return all;
}

std::vector<ObjectId> with_word(sql::Session& session, std::string_view kind, std::string_view word,
                                int most) {
    std::vector<ObjectId> all;
    for (const auto row : session.run(
             "SELECT o.id FROM object_words w JOIN objects o ON o.id=w.object WHERE w.word=?1 AND o.kind=?2 "
             "ORDER BY w.weight DESC, o.id LIMIT ?3",
             {word, kind, most}))
        all.push_back(ObjectId::from_bytes(row.text(0)));
    return all;
}

Result<void> erase(sql::Session& session, const Journal& journal, const By& by, const ObjectId& id) {
    auto object = get(session, id);
    if (!object) return Error{ErrorCode::not_found, "Dit is er niet."};
    object->index.title.clear();
    object->index.words.clear();
    object->body.clear();
    // First what was said before, so that what the log says last is the record as it stays.
    journal.erase(session, by.actor, id, by.why);
    object->version =
        session.number("SELECT max(version) FROM changes WHERE object=?1", {sql::Bytes{id.bytes()}}) + 1;
    session.run("DELETE FROM objects WHERE id=?1", {sql::Bytes{id.bytes()}});
    insert(session, *object);
    log(session, journal, by, *object);
    return {};
}

Result<void> link(sql::Session& session, const Journal& journal, const By& by, const Link& link) {
    if (is_linked(session, link)) return Error{ErrorCode::conflict, "Deze koppeling is er al."};
    insert(session, link);
    log(session, journal, by, link, true);
    return {};
}

Result<void> unlink(sql::Session& session, const Journal& journal, const By& by, const Link& link) {
    if (!is_linked(session, link)) return Error{ErrorCode::not_found, "Deze koppeling is er niet."};
    session.run("DELETE FROM links WHERE source=?1 AND relation=?2 AND target=?3",
                {sql::Bytes{link.source.bytes()}, link.relation, sql::Bytes{link.target.bytes()}});
    log(session, journal, by, link, false);
    return {};
}

std::vector<KeptLink> links_from(sql::Session& session, const ObjectId& source) {
    return links_where(session, "source", source);
}

std::vector<KeptLink> links_to(sql::Session& session, const ObjectId& target) {
    return links_where(session, "target", target);
}

Replayed replay(sql::Session& session) {
    constexpr int kAtOnce = 500;
    std::map<ObjectId, Object> objects;
    std::map<ObjectId, Link> links;
    std::int64_t after = 0;
    for (;;) {
        const auto changes = changes_after(session, after, kAtOnce);
        for (const auto& change : changes) {
            if (auto object = object_in(change)) objects.insert_or_assign(change.object, std::move(*object));
            if (const auto said = link_in(change)) {
                if (said->second)
                    links.insert_or_assign(change.object, said->first);
                else
                    links.erase(change.object);
            }
        }
        if (changes.empty()) break;
        after = changes.back().number;
    }
    Replayed all;
    for (auto& [id, object] : objects) all.objects.push_back(std::move(object));
    for (auto& [id, link] : links) all.links.push_back(std::move(link));
    return all;
}

void rebuild(sql::Session& session) {
    const auto all = replay(session);
    session.run("DELETE FROM object_words");
    session.run("DELETE FROM objects");
    session.run("DELETE FROM links");
    for (const auto& object : all.objects) insert(session, object);
    for (const auto& link : all.links) insert(session, link);
}

}  // namespace peilpunt::records
