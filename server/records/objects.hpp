// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/records/journal.hpp"

namespace peilpunt::records {

/// By what a record is found and ordered.
struct Index {
    std::string scope{};   ///< area code; empty: everywhere
    std::string circle{};  ///< who may see it
    std::string state{};
    std::string due{};  ///< "2026-11-30"; empty: no date
    std::string title{};
    std::vector<std::pair<std::string, std::int64_t>> words{};  ///< for searching, each once, with its weight
    bool operator==(const Index&) const = default;
};

/// A record as it stands in the database.
struct Object {
    ObjectId id;
    std::string kind;
    std::int64_t version = 0;
    Index index;  ///< words are empty when it was read
    std::string body;
};

/// Who changes something, and in what words the log says so.
struct By {
    ActorId actor = ActorId::system();
    std::string verb;
    std::string why{};
};

/// From one state to another; from "": in which it may begin. Staying in a state is always allowed.
struct Transition {
    std::string_view from, to;
};

/// What became of a change.
struct Saved {
    bool conflict = false;  ///< somebody else changed it meanwhile; nothing was written
    Object object;          ///< as it is now
};

/// A link between two things, of which either may be no record (a signal, a poll).
struct Link {
    ObjectId source;
    std::string relation;
    ObjectId target;
    bool operator==(const Link&) const = default;
};
struct KeptLink {
    Link link;
    ActorId actor = ActorId::system();
    std::string at, why;
};

/// What a list shows; empty fields are not looked at.
struct Filter {
    std::string kind;
    std::string scope{}, state{};
    std::string due_before{};  ///< only what has a date, and an earlier one
    int most = 200;
};

// All calls are in the caller's transaction; those that write log what they do in the same one.

/// The new object has version 1. Errors: invalid (a state in which it may not begin).
Result<Object> create(sql::Session& session, const Journal& journal, const By& by, const ObjectId& id,
                      std::string_view kind, const Index& index, std::string_view body,
                      std::span<const Transition> transitions);
/// Only when `version` is still the last. Errors: not_found; invalid (a step that is not in the table).
Result<Saved> update(sql::Session& session, const Journal& journal, const By& by, const ObjectId& id,
                     std::string_view kind, std::int64_t version, const Index& index, std::string_view body,
                     std::span<const Transition> transitions);
std::optional<Object> get(sql::Session& session, const ObjectId& id);
/// In order of due date and id.
std::vector<Object> list(sql::Session& session, const Filter& filter);
/// Records of a kind that have this word, the heaviest first.
std::vector<ObjectId> with_word(sql::Session& session, std::string_view kind, std::string_view word,
                                int most);
/// Removes title, body and words of a record, and of all that the log says about it; id, kind, scope and
/// state stay. Errors: not_found.
Result<void> erase(sql::Session& session, const Journal& journal, const By& by, const ObjectId& id);

/// Errors: conflict (it is there already).
Result<void> link(sql::Session& session, const Journal& journal, const By& by, const Link& link);
/// Errors: not_found.
Result<void> unlink(sql::Session& session, const Journal& journal, const By& by, const Link& link);
std::vector<KeptLink> links_from(sql::Session& session, const ObjectId& source);
std::vector<KeptLink> links_to(sql::Session& session, const ObjectId& target);

/// What the log says that the records and links are.
struct Replayed {
    std::vector<Object> objects;  ///< in order of id; with words
    std::vector<Link> links;
};
Replayed replay(sql::Session& session);
/// Makes objects, links and words again from the log.
void rebuild(sql::Session& session);

}  // namespace peilpunt::records
