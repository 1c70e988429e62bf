// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/records/objects.hpp"

namespace peilpunt::records {

/// What a type says of itself to be kept as a record. A specialisation has
///   static constexpr std::string_view kName;              // in the log and in `objects`
///   static constexpr Transition kTransitions[];           // of its states
///   static Index index(const T&);
///   static std::string write(const T&);                   // JSON
///   static Result<T> read(std::string_view json);
template <class T>
struct Kind;

/// A record with its version; give it back with a change.
template <class T>
struct Kept {
    ObjectId id;
    std::int64_t version = 0;
    T value;
};

/// What became of a change: when `conflict`, somebody else changed it, and `now` is theirs.
template <class T>
struct Outcome {
    bool conflict = false;
    Kept<T> now;
};

/// Records of all kinds, in a database. Each call is a transaction of its own.
class Records {
  public:
    /// All outlive it.
    Records(sql::Database& database, const Journal& journal, Random& random)
        : database_(database), journal_(journal), random_(random) {}

    /// Errors: invalid (a state in which it may not begin), storage.
    template <class T>
    Result<Kept<T>> create(const By& by, const T& value) {
        const auto id = ObjectId::random(random_);
        auto made = database_.write([&](sql::Session& session) {
            return records::create(session, journal_, by, id, Kind<T>::kName, Kind<T>::index(value),
                                   Kind<T>::write(value), Kind<T>::kTransitions);
        });
        if (!made) return made.error();
        return Kept<T>{id, made->version, value};
    }
    /// Errors: not_found, invalid (a step that is not in the table), storage.
    template <class T>
    Result<Outcome<T>> update(const By& by, const Kept<T>& changed) {
        auto saved = database_.write([&](sql::Session& session) {
            return records::update(session, journal_, by, changed.id, Kind<T>::kName, changed.version,
                                   Kind<T>::index(changed.value), Kind<T>::write(changed.value),
                                   Kind<T>::kTransitions);
        });
        if (!saved) return saved.error();
        return Outcome<T>{saved->conflict, kept<T>(saved->object)};
    }
    template <class T>
    std::optional<Kept<T>> get(const ObjectId& id) {
        const auto object = database_.read([&](sql::Session& session) { return records::get(session, id); });
        if (!object || object->kind != Kind<T>::kName) return std::nullopt;
        return kept<T>(*object);
    }
    /// `filter.kind` is filled in here.
    template <class T>
    std::vector<Kept<T>> list(Filter filter = {}) {
        filter.kind = Kind<T>::kName;
        const auto objects =
            database_.read([&](sql::Session& session) { return records::list(session, filter); });
        std::vector<Kept<T>> all;
        for (const auto& object : objects) all.push_back(kept<T>(object));
        return all;
    }
    Result<void> erase(const By& by, const ObjectId& id) {
        return database_.write(
            [&](sql::Session& session) { return records::erase(session, journal_, by, id); });
    }
    Result<void> link(const By& by, const Link& link) {
        return database_.write(
            [&](sql::Session& session) { return records::link(session, journal_, by, link); });
    }
    Result<void> unlink(const By& by, const Link& link) {
        return database_.write(
            [&](sql::Session& session) { return records::unlink(session, journal_, by, link); });
    }
    std::vector<KeptLink> links_from(const ObjectId& id) {
        return database_.read([&](sql::Session& session) { return records::links_from(session, id); });
    }
    std::vector<KeptLink> links_to(const ObjectId& id) {
        return database_.read([&](sql::Session& session) { return records::links_to(session, id); });
    }
    std::vector<Change> history(const ObjectId& id) {
        return database_.read([&](sql::Session& session) { return changes_about(session, id); });
    }

  private:
    /// Throws ResultError when what is kept cannot be read.
    template <class T>
    static Kept<T> kept(const Object& object) {
        return {object.id, object.version, Kind<T>::read(object.body).value()};
    }
    sql::Database& database_;
    const Journal& journal_;
    Random& random_;
};

}  // namespace peilpunt::records
