// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/sql/database.hpp"
#include "shared/model/ids.hpp"
#include "shared/model/sources.hpp"
#include "shared/seal/seal.hpp"

/// The log of changes, which is the audit chain, and the records that it comes to.
namespace peilpunt::records {

using ObjectId = Id<struct ObjectTag>;

/// Who did something: an id and no name. Names are looked up when the log is shown.
class ActorId {
  public:
    enum class Kind : char {
        person = 'p',
        kiosk = 'k',
        command_line = 'c',  ///< somebody with access to the machine
        system = 's',        ///< nobody: the server itself, at its time
        named = 'n',         ///< in words, which stand in the body of the entry
    };
    static ActorId person(const UserId& id) { return {Kind::person, id.bytes()}; }
    static ActorId kiosk(const KioskId& id) { return {Kind::kiosk, id.bytes()}; }
    static ActorId command_line() { return {Kind::command_line, {}}; }
    static ActorId system() { return {Kind::system, {}}; }
    static ActorId named() { return {Kind::named, {}}; }
    /// From `str`; anything else is `named`.
    static ActorId parse(std::string_view text);
    /// From `bytes`; anything else is `named`.
    static ActorId from_bytes(std::string_view bytes);

    Kind kind() const { return static_cast<Kind>(bytes_.front()); }
    /// Of a person or kiosk: the 16 bytes of the id.
    std::string_view id() const { return std::string_view(bytes_).substr(1); }
    const std::string& bytes() const { return bytes_; }
    /// The UUID of a person, "kiosk:" and its UUID, "opdrachtregel", "systeem", or "" (named).
    std::string str() const;
    bool operator==(const ActorId&) const = default;

  private:
    ActorId(Kind kind, std::string_view id) : bytes_(1, static_cast<char>(kind)) { bytes_ += id; }
    std::string bytes_;
};

/// Where the chain ends.
struct Head {
    std::int64_t number = 0;  ///< of the last entry; 0: there is none
    std::string mac;          ///< 16 bytes
    bool operator==(const Head&) const = default;
};

/// One change, on its way to the log.
struct Entry {
    ActorId actor = ActorId::system();
    std::string verb;
    std::string kind;          ///< of the object
    ObjectId object;           ///< of what was changed
    std::int64_t version = 0;  ///< of the object after it; 0: one more than the last
    std::string why{};         ///< cannot be erased: nothing personal
    std::string body{};        ///< JSON; can be erased
};

/// One change, as it stands in the log.
struct Change {
    std::int64_t number = 0;
    std::string at;  ///< RFC 3339
    ActorId actor = ActorId::system();
    std::string verb, kind;
    ObjectId object;
    std::int64_t version = 0;
    std::string why;
    std::optional<std::string> body;  ///< nothing: erased
    std::string body_hash, mac;       ///< 16 bytes each
};

/// Columns of `changes` in the order that `change_of` reads them.
inline constexpr const char* kChangeColumns =
    "number, at, actor, verb, kind, object, version, why, body, body_hash, mac";
Change change_of(const sql::Rows::Row& row);

/// Writes and reads the log. Entries are numbered from 1; each has a keyed hash over the one before it and
/// all it says but its body, so whoever has the database and not the key can neither change, add, remove nor
/// cut off one unseen. All calls are in the caller's transaction.
class Journal {
  public:
    /// `key`: 32 bytes that are not in the database. Empty: the log can be read and not written.
    Journal(seal::Secret key, const Clock& clock) : key_(std::move(key)), clock_(clock) {}

    /// The number of the new entry. Throws std::logic_error without a key, ResultError (conflict) when the
    /// version is there already.
    std::int64_t append(sql::Session& session, const Entry& entry) const;
    /// An entry about what is no record: `who` as ActorId::str, or a name, which is kept in the body. The
    /// kind is the first part of `what` ("kiosk" of "kiosk-gekoppeld"); the object has an id of its own,
    /// which follows from kind and `subject`. `happened`: when, if that was before (RFC 3339).
    std::int64_t note(sql::Session& session, std::string_view who, std::string_view what,
                      std::string_view subject, std::string_view happened = {}) const;
    /// Erases the bodies of all entries about an object, and logs that. The chain stays whole.
    void erase(sql::Session& session, const ActorId& actor, const ObjectId& object,
               std::string_view why) const;
    const Clock& clock() const { return clock_; }

    // What checking needs.
    std::string mac_of(std::string_view before, const Change& change) const;
    std::string body_hash_of(std::int64_t number, std::string_view body) const;
    std::string seal_of(const Head& head) const;

  private:
    ObjectId object_of(std::string_view kind, std::string_view subject) const;

    const seal::Secret key_;
    const Clock& clock_;
};

Head head_of(sql::Session& session);
/// Entries from number `after`+1 on, at most `most`, in order.
std::vector<Change> changes_after(sql::Session& session, std::int64_t after, int most);
/// Everything about one object, in order.
std::vector<Change> changes_about(sql::Session& session, const ObjectId& object);

/// Verb of the entry that says which bodies were erased.
inline constexpr std::string_view kErased = "gewist";

}  // namespace peilpunt::records
