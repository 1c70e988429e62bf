// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/text.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace peilpunt::sql {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view type_of(Engine engine, std::string_view word) {
    const bool sqlite = engine == Engine::sqlite;
    if (word == "BIGINT") return sqlite ? "INTEGER" : "bigint";
    if (word == "BYTES") return sqlite ? "BLOB" : "bytea";
    if (word == "TEXT") return sqlite ? "TEXT" : "text COLLATE \"C\"";
    return word;
}

}  // namespace

std::string numbered(std::string_view sql) {
    std::string result;
    result.reserve(sql.size());
    char quote = 0;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '?') {
            if (i + 1 == sql.size() || std::isdigit(static_cast<unsigned char>(sql[i + 1])) == 0)
                throw std::logic_error("write ?1, ?2 ... in " + std::string(sql));
            result += '$';
            continue;
        }
        result += c;
    }
    return result;
}

std::string tables(Engine engine, std::string_view sql) {
    std::string result;
    std::string word;
    bool table = false;
    bool first = true;  // of a statement
    std::string before;
    const auto end_word = [&] {
        if (word.empty()) return;
        if (before == "CREATE" && word == "TABLE" && first) table = true;
        if (before == "CREATE") first = false;
        result += type_of(engine, word);
        before = std::exchange(word, {});
    };
    for (const char c : sql) {
        if (is_word(c)) {
            word += c;
            continue;
        }
        end_word();
        if (c == ';') {
            if (table && engine == Engine::sqlite) result += " STRICT, WITHOUT ROWID";
            table = false;
            first = true;
        }
        result += c;
    }
    end_word();
    return result;
}

std::string storable(std::string_view text) {
    std::string result(text);
    std::replace(result.begin(), result.end(), '\0', '?');
    return result;
}

}  // namespace peilpunt::sql
