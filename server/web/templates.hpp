// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "server/web/words.hpp"

namespace peilpunt::web {

/// All page templates, with the texts of every voice put in place, each parsed once. Thread-safe.
/// In a template `[[web.key]]` is a text (its {names} are filled from the page's data), `[[js:web.key]]` the
/// same with its {names} left for a script, `[[?]]` and `[[&]]` keep the language in a link, `{{name}}` is
/// data.
class Templates {
  public:
    /// Throws std::out_of_range for an unknown text.
    explicit Templates(const text::Catalogue& catalogue);
    ~Templates();
    /// The whole page; everything in `data` is escaped, except what the template asks for with three braces.
    /// Throws std::logic_error for a template that cannot be parsed.
    std::string render(std::string_view name, const Voice& voice, const nlohmann::json& data) const;

  private:
    class Compiled;
    std::map<std::pair<std::string, Voice>, std::unique_ptr<Compiled>> pages_;
};

/// "?taal=en", or empty for Dutch.
std::string language_query(const Voice& voice);
/// Text for inside an element or a quoted attribute.
std::string escape(std::string_view text);

}  // namespace peilpunt::web
