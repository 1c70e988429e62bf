// SPDX-License-Identifier: EUPL-1.2
#include "server/records/journal.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "shared/model/time.hpp"

namespace peilpunt::records {

namespace {

constexpr std::string_view kKiosk = "kiosk:";
constexpr std::string_view kCommandLine = "opdrachtregel";
constexpr std::string_view kSystem = "systeem";

void add_field(std::string& all, std::string_view field) {
    all += std::to_string(field.size());
    all += ':';
    all += field;
}

}  // namespace

ActorId ActorId::parse(std::string_view text) {
    if (text == kCommandLine) return command_line();
    if (text == kSystem) return system();
    if (text.starts_with(kKiosk)) {
        const auto id = KioskId::parse(text.substr(kKiosk.size()));
        return id ? kiosk(*id) : named();
    }
    const auto id = UserId::parse(text);
    return id ? person(*id) : named();
}

ActorId ActorId::from_bytes(std::string_view bytes) {
    const bool known =
        !bytes.empty() && std::string_view("pkcs").find(bytes.front()) != std::string_view::npos;
    if (!known) return named();
    const auto kind = static_cast<Kind>(bytes.front());
    const bool has_id = kind == Kind::person || kind == Kind::kiosk;
    if (bytes.size() != (has_id ? 17U : 1U)) return named();
    return {kind, bytes.substr(1)};
}

std::string ActorId::str() const {
    switch (kind()) {
        case Kind::person:
            return UserId::from_bytes(id()).str();
        case Kind::kiosk:
            return std::string(kKiosk) + KioskId::from_bytes(id()).str();
        case Kind::command_line:
            return std::string(kCommandLine);
        case Kind::system:
            return std::string(kSystem);
        case Kind::named:
            break;
    }
    return {};
}

Change change_of(const sql::Rows::Row& row) {
    Change change;
    change.number = row.number(0);
    change.at = row.text(1);
    change.actor = ActorId::from_bytes(row.text(2));
    change.verb = row.text(3);
    change.kind = row.text(4);
    change.object = ObjectId::from_bytes(row.text(5));
    change.version = row.number(6);
    change.why = row.text(7);
    if (!row.is_null(8)) change.body = row.text(8);
    change.body_hash = row.text(9);
    change.mac = row.text(10);
    return change;
}

std::string Journal::mac_of(std::string_view before, const Change& change) const {
    std::string all = "keten\n";
    add_field(all, before);
    for (const auto& field :
         {std::to_string(change.number), change.at, change.actor.bytes(), change.verb, change.kind,
          std::string(change.object.bytes()), std::to_string(change.version), change.why, change.body_hash})
        add_field(all, field);
    return seal::keyed_hash(key_, all);
}

std::string Journal::body_hash_of(std::int64_t number, std::string_view body) const {
    // Keyed, and another for each entry: what was erased cannot be guessed back, nor seen to be the same
    // twice.
    return seal::keyed_hash(key_, "inhoud\n" + std::to_string(number) + '\n' + std::string(body));
}

std::string Journal::seal_of(const Head& head) const {
    return seal::keyed_hash(key_, "hoofd\n" + std::to_string(head.number) + '\n' + head.mac);
}

std::int64_t Journal::append(sql::Session& session, const Entry& entry) const {
    if (key_.empty()) throw std::logic_error("the log cannot be written without its key");
    const Head before = head_of(session);
    const auto last = session.number("SELECT coalesce(max(version), 0) FROM changes WHERE object=?1",
                                     {sql::Bytes{entry.object.bytes()}});
    if (entry.version != 0 && entry.version <= last)
        throw ResultError(Error{ErrorCode::conflict, "Iemand anders heeft dit net veranderd."});
    Change change;
    change.number = before.number + 1;
    change.at = format_time(clock_.now());
    change.actor = entry.actor;
    change.verb = entry.verb;
    change.kind = entry.kind;
    change.object = entry.object;
    change.version = entry.version != 0 ? entry.version : last + 1;
    change.why = entry.why;
    change.body_hash = body_hash_of(change.number, entry.body);
    change.mac = mac_of(before.mac, change);
    session.run("INSERT INTO changes VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
                {change.number, change.at, sql::Bytes{change.actor.bytes()}, change.verb, change.kind,
                 sql::Bytes{change.object.bytes()}, change.version, change.why, entry.body,
                 sql::Bytes{change.body_hash}, sql::Bytes{change.mac}});
    const Head head{change.number, change.mac};
    session.run(
        "INSERT INTO changes_head VALUES(1,?1,?2,?3) ON CONFLICT(place) DO UPDATE SET "
        "number=excluded.number, mac=excluded.mac, seal=excluded.seal",
        {head.number, sql::Bytes{head.mac}, sql::Bytes{seal_of(head)}});
    return change.number;
}

ObjectId Journal::object_of(std::string_view kind, std::string_view subject) const {
    std::string all = "onderwerp\n";
    add_field(all, kind);
    add_field(all, subject);
    return ObjectId::from_bytes(seal::keyed_hash(key_, all));
}

std::int64_t Journal::note(sql::Session& session, std::string_view who, std::string_view what,
                           std::string_view subject, std::string_view happened) const {
    if (key_.empty()) throw std::logic_error("the log cannot be written without its key");
    const auto actor = ActorId::parse(who);
    nlohmann::json body = {{"onderwerp", subject}};
    if (actor.kind() == ActorId::Kind::named) body["wie"] = who;
    if (!happened.empty()) body["tijd"] = happened;
    const auto kind = what.substr(0, what.find('-'));
    return append(session, {.actor = actor,
                            .verb = std::string(what),
                            .kind = std::string(kind),
                            .object = object_of(kind, subject),
                            .body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)});
}

void Journal::erase(sql::Session& session, const ActorId& actor, const ObjectId& object,
                    std::string_view why) const {
    nlohmann::json numbers = nlohmann::json::array();
    std::string kind;
    // What says which bodies were erased stays.
    for (const auto& change : changes_about(session, object)) {
        kind = change.kind;
        if (change.body && change.verb != kErased) numbers.push_back(change.number);
    }
    if (numbers.empty()) return;
    session.run("UPDATE changes SET body=NULL WHERE object=?1 AND verb<>?2",
                {sql::Bytes{object.bytes()}, kErased});
    append(session, {.actor = actor,
                     .verb = std::string(kErased),
                     .kind = kind,
                     .object = object,
                     .why = std::string(why),
                     .body = nlohmann::json{{"gewist", numbers}}.dump()});
}

Head head_of(sql::Session& session) {
    const auto rows = session.run("SELECT number, mac FROM changes_head WHERE place=1");
    if (rows.empty()) return {};
    return {rows[0].number(0), rows[0].text(1)};
}

std::vector<Change> changes_after(sql::Session& session, std::int64_t after, int most) {
    std::vector<Change> all;
    for (const auto row : session.run(std::string("SELECT ") + kChangeColumns +
                                          " FROM changes WHERE number>?1 ORDER BY number LIMIT ?2",
                                      {after, most}))
        all.push_back(change_of(row));
    return all;
}

std::vector<Change> changes_about(sql::Session& session, const ObjectId& object) {
    std::vector<Change> all;
    for (const auto row : session.run(
             std::string("SELECT ") + kChangeColumns + " FROM changes WHERE object=?1 ORDER BY version",
             {sql::Bytes{object.bytes()}}))
        all.push_back(change_of(row));
    return all;
}

}  // namespace peilpunt::records
