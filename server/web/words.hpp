// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "shared/model/poll.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::web {

/// In which language a page speaks, and whether it says "je" (to young people) or "u".
struct Voice {
    std::string language = "nl";
    bool young = false;
    auto operator<=>(const Voice&) const = default;
};

using Values = std::map<std::string, std::string, std::less<>>;

/// The texts of one voice. A text with the ending ".je" replaces the plain one for young people.
class Words {
  public:
    Words(const text::Catalogue& catalogue, Voice voice) : catalogue_(&catalogue), voice_(std::move(voice)) {}
    /// The text with its values, each kept apart in a text that is read from right to left.
    std::string operator()(text::Key key, const Values& values = {}) const;
    /// A text in which {aantal} is counted.
    std::string counted(text::Key key, std::int64_t count, Values values = {}) const;
    /// For keys made of data, such as "thema." + id; empty when there is no such key.
    std::string named(const std::string& key) const;
    std::string named(const std::string& key, const Values& values) const;
    // Each of these keeps its own order in a page that is read from right to left.
    std::string date(Date date) const;
    std::string number(std::int64_t value) const;
    std::string percent(double share) const;
    const std::string& language() const { return voice_.language; }
    const Voice& voice() const { return voice_; }

  private:
    std::string filled(std::string_view with_choices, const Values& values) const;

    const text::Catalogue* catalogue_;
    Voice voice_;
};

/// The text that a voice hears under a key, with its {names} still in it; throws std::out_of_range for an
/// unknown key.
const std::string& raw_text(const text::Catalogue& catalogue, std::string_view key, const Voice& voice);
/// Attributes for a text that stands there in Dutch for want of a translation, so that it is spoken and laid
/// out as Dutch; empty when the text is in the reader's language.
std::string mark_of(const LocalText& text, std::string_view language);
/// The same for what is always Dutch, such as the name of who asks.
std::string dutch_mark(std::string_view language);
/// Replaces each {name} that has a value; others stay.
std::string fill_in(std::string_view text, const Values& values);

}  // namespace peilpunt::web
