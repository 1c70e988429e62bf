// SPDX-License-Identifier: EUPL-1.2
#include "server/records/schema.hpp"

#include "server/sql/text.hpp"

namespace peilpunt::records {

// changes: every change, one after the other; `mac` is a keyed hash over the mac before and all columns but
// `body`, so that personal text can be erased (NULL) and the chain stays whole. changes_head: where the chain
// ends, sealed with the same key, so that the last entries cannot be cut off. objects, links, object_words:
// what the changes come to; all of it can be made again from `changes`.
const char* const kTables = R"sql(
CREATE TABLE changes(number BIGINT PRIMARY KEY, at TEXT NOT NULL, actor BYTES NOT NULL, verb TEXT NOT NULL,
    kind TEXT NOT NULL, object BYTES NOT NULL, version BIGINT NOT NULL, why TEXT NOT NULL, body TEXT,
    body_hash BYTES NOT NULL, mac BYTES NOT NULL, UNIQUE(object, version));
CREATE TABLE changes_head(place BIGINT PRIMARY KEY, number BIGINT NOT NULL, mac BYTES NOT NULL, seal BYTES NOT NULL);
CREATE TABLE objects(id BYTES PRIMARY KEY, kind TEXT NOT NULL, scope TEXT NOT NULL, circle TEXT NOT NULL,
    state TEXT NOT NULL, due TEXT NOT NULL, title TEXT NOT NULL, version BIGINT NOT NULL, body TEXT NOT NULL);
CREATE INDEX objects_by_state ON objects(kind, scope, state, due, id);
CREATE TABLE links(source BYTES NOT NULL, relation TEXT NOT NULL, target BYTES NOT NULL,
    PRIMARY KEY(source, relation, target));
CREATE INDEX links_back ON links(target, relation, source);
CREATE TABLE object_words(word TEXT NOT NULL, object BYTES NOT NULL, weight BIGINT NOT NULL,
    PRIMARY KEY(word, object));
CREATE INDEX object_words_back ON object_words(object);
)sql";

const char* tables(sql::Engine engine) {
    static const std::string sqlite = sql::tables(sql::Engine::sqlite, kTables);
    static const std::string postgres = sql::tables(sql::Engine::postgres, kTables);
    return (engine == sql::Engine::sqlite ? sqlite : postgres).c_str();
}

}  // namespace peilpunt::records
