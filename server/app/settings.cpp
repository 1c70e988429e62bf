// SPDX-License-Identifier: EUPL-1.2
#include "server/app/settings.hpp"

#include <algorithm>
#include <array>

#include "server/app/app.hpp"
#include "server/app/colours.hpp"
#include "server/app/logo.hpp"
#include "shared/model/languages.hpp"
#include "shared/model/words.hpp"
#include "shared/text/catalogue.hpp"
#include "shared/text/help.hpp"

namespace peilpunt::app {
namespace {

using Kind = SettingKind;

constexpr auto kTable = std::to_array<Setting>({
    {.name = "region.name", .group = "namen", .standard = "{naam}", .least = 1, .most = 80},
    {.name = "region.municipalities", .kind = Kind::areas, .group = "namen", .setter = Setter::command},
    {.name = "site", .kind = Kind::site, .group = "namen"},
    {.name = "security.contact", .kind = Kind::contact, .group = "namen"},
    {.name = "body.*.name", .group = "raden", .standard = "participatieraad", .least = 1, .most = 80},
    {.name = "body.explanation.@", .group = "raden", .least = 1, .most = 120},
    {.name = "sender.*.name", .group = "afzenders", .standard = "{naam}", .least = 1, .most = 80},
    {.name = "sender.*.logo", .kind = Kind::image, .group = "afzenders"},
    {.name = "sender.*.colour.action", .kind = Kind::colour, .group = "afzenders", .standard = "#0B5060"},
    {.name = "sender.*.colour.band", .kind = Kind::colour, .group = "afzenders", .standard = "#0B3A46"},
    {.name = "sender.*.colour.mark", .kind = Kind::colour, .group = "afzenders", .standard = "#FFC72E"},
    {.name = "sender.*.email", .kind = Kind::email, .group = "afzenders"},
    {.name = "sender.*.phone", .kind = Kind::phone, .group = "afzenders"},
    {.name = "help.lines.@", .kind = Kind::help_lines, .group = "hulp", .most = 600},
    {.name = "contact.open", .kind = Kind::yes_no, .group = "contact", .standard = "ja"},
    {.name = "contact.passphrase", .kind = Kind::secret, .group = "contact", .setter = Setter::command},
    {.name = "sign_in.idle_minutes",
     .kind = Kind::number,
     .group = "aanmelden",
     .standard = "30",
     .least = 5,
     .most = 240},
    {.name = "kiosk.pin", .kind = Kind::secret, .group = "kiosken"},
    {.name = "kiosk.silent_days",
     .kind = Kind::number,
     .group = "kiosken",
     .standard = "3",
     .least = 1,
     .most = 60},
});

constexpr std::size_t kMostHelpLines = 5;  // as many as the kiosk has room for

std::string filled(std::string_view pattern, char mark, std::string_view with) {
    std::string name(pattern);
    if (const auto at = name.find(mark); at != std::string::npos) name.replace(at, 1, with);
    return name;
}

/// Municipalities first, the region last.
std::vector<AreaCode> senders(const AreaTree& tree) {
    std::vector<AreaCode> codes;
    for (const auto& area : tree.municipalities()) codes.push_back(area.code);
    for (const auto& area : tree.all())
        if (area.code.level() == AreaLevel::region) codes.push_back(area.code);
    return codes;
}

std::string region_of(const AreaTree& tree) {
    for (const auto& area : tree.all())
        if (area.code.level() == AreaLevel::region) return area.name;
    return {};
}

bool is_one_line(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; });
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    if (text.size() > 254 || at == 0 || at == std::string_view::npos) return false;
    const auto host = text.substr(at + 1);
    return host.find('@') == std::string_view::npos && host.find('.') != std::string_view::npos &&
           !host.starts_with('.') && !host.ends_with('.') &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return c > ' ' && c < 127 &&
                      std::string_view("\"(),:;<>[\\]").find(c) == std::string_view::npos;
           });
}

bool is_phone(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 3 && digits <= 15 && text.find_first_not_of("0123456789 +-()") == std::string_view::npos;
}

struct Wrong {
    const char* code;
    std::string english;
};
using Checked = boost::system::result<std::string, Wrong>;

Checked check_help(std::string_view value) {
    const auto lines = read_help_lines(value);
    if (lines.empty() || lines.size() > kMostHelpLines)
        return Wrong{"hulplijnen", "write one to five lines: label|telephone number"};
    std::string canonical;
    for (const auto& [label, number] : lines) {
        if (label.empty() || label.size() > 100)
            return Wrong{"hulplijnen", "each line needs a label of at most 100 bytes before the bar"};
        if (!number.empty() && !is_phone(number))
            return Wrong{"geen-telefoonnummer", "'" + number + "' is no telephone number"};
        canonical += (canonical.empty() ? "" : "\n") + label + "|" + number;
    }
    return canonical;
}

Checked check_number(const Setting& row, std::string_view value) {
    const bool digits =
        !value.empty() && value.size() < 9 && value.find_first_not_of("0123456789") == std::string_view::npos;
    const int read = digits ? std::stoi(std::string(value)) : 0;
    if (!digits || read < row.least || read > row.most)
        return Wrong{"geen-getal",
                     "give a number from " + std::to_string(row.least) + " to " + std::to_string(row.most)};
    return std::to_string(read);
}

Checked check_contact(std::string_view value) {
    if (is_email(value)) return "mailto:" + std::string(value);
    if (value.starts_with("mailto:") && is_email(value.substr(7))) return std::string(value);
    const bool plain = value.find_first_of(" \"<>\\") == std::string_view::npos && is_one_line(value);
    if (value.starts_with("https://") && value.size() > 11 && value.size() < 500 && plain)
        return std::string(value);
    return Wrong{"geen-meldadres", "give a mail address, or an address that begins with https://"};
}

Checked check(const Setting& row, std::string_view value) {
    switch (row.kind) {
        case Kind::text:
            if (value.size() < static_cast<std::size_t>(row.least) ||
                value.size() > static_cast<std::size_t>(row.most) || !is_one_line(value))
                return Wrong{"lengte", "give one line of at most " + std::to_string(row.most) + " bytes"};
            return std::string(value);
        case Kind::colour: {
            const auto read = Colour::parse(value);
            if (!read) return Wrong{"geen-kleur", "write a colour as #0B5060"};
            return read->str();
        }
        case Kind::image:
            if (const auto logo = read_logo(value); !logo) return Wrong{"geen-logo", logo.error().message};
            return std::string(value);
        case Kind::help_lines:
            return check_help(value);
        case Kind::contact:
            return check_contact(value);
        case Kind::email:
            if (!is_email(value)) return Wrong{"geen-mailadres", "this is no mail address"};
            return std::string(value);
        case Kind::phone:
            if (!is_phone(value)) return Wrong{"geen-telefoonnummer", "this is no telephone number"};
            return std::string(value);
        case Kind::site: {
            auto read = check_site(value);
            if (!read) return Wrong{"geen-webadres", read.error().message};
            return *read;
        }
        case Kind::number:
            return check_number(row, value);
        case Kind::yes_no:
            if (value != "ja" && value != "nee") return Wrong{"ja-of-nee", "say 'ja' or 'nee'"};
            return std::string(value);
        case Kind::areas:
        case Kind::secret:
            break;
    }
    return Wrong{"vast", "this is set by a command of its own; see docs/operating.md"};
}

std::string value_in(const std::string& name, const AreaTree& tree,
                     const std::map<std::string, std::string>& values,
                     const std::map<std::string, std::string>& current) {
    for (const auto* map : {&values, &current})
        if (const auto found = map->find(name); found != map->end() && !found->second.empty())
            return found->second;
    const auto named = find_setting(tree, name);
    return named ? standard_of(tree, *named) : std::string();
}

}  // namespace

std::span<const Setting> settings_table() { return kTable; }

std::vector<NamedSetting> settings_of(const AreaTree& tree) {
    std::vector<NamedSetting> all;
    for (const auto& row : kTable) {
        if (row.name.find('*') != std::string_view::npos) {
            for (const auto& code : senders(tree))
                all.push_back({&row, filled(row.name, '*', code.str()), code, {}});
        } else if (row.name.find('@') != std::string_view::npos) {
            for (const auto language : kLanguages)
                all.push_back({&row, filled(row.name, '@', language), {}, std::string(language)});
        } else {
            all.push_back({&row, std::string(row.name), {}, {}});
        }
    }
    return all;
}

std::optional<NamedSetting> find_setting(const AreaTree& tree, std::string_view name) {
    for (auto& setting : settings_of(tree))
        if (setting.name == name) return std::move(setting);
    return std::nullopt;
}

std::string standard_of(const AreaTree& tree, const NamedSetting& setting) {
    const auto& row = *setting.row;
    if (row.kind == Kind::areas) {
        std::string codes;
        for (const auto& area : tree.municipalities()) codes += (codes.empty() ? "" : ",") + area.code.str();
        return codes;
    }
    if (row.name == "body.explanation.@")
        return text::Catalogue::builtin().get("web.raad.uitleg", setting.language);
    if (row.kind == Kind::help_lines) {
        std::string lines;
        for (const auto& line : text::kHelpLines)
            lines += (lines.empty() ? "" : "\n") +
                     text::Catalogue::builtin().get_named("hulp." + std::string(line.id), setting.language) +
                     "|" + std::string(line.number);
        return lines;
    }
    const auto at = row.standard.find("{naam}");
    if (at == std::string_view::npos) return std::string(row.standard);
    if (setting.area.empty()) return region_of(tree);
    const auto name = tree.name_of(setting.area);
    return setting.area.level() == AreaLevel::region ? name : "Gemeente " + name;
}

Result<std::string> check_setting(const NamedSetting& setting, std::string_view value) {
    auto checked = check(*setting.row, trimmed(value));
    if (checked) return *checked;
    const auto& wrong = checked.error();
    return Error{
        ErrorCode::invalid,
        setting.name + ": " + wrong.english,
        {{setting.name,
          wrong.code,
          wrong.english,
          {{"least", std::to_string(setting.row->least)}, {"most", std::to_string(setting.row->most)}}}}};
}

std::vector<Fault> check_together(const AreaTree& tree, const std::map<std::string, std::string>& values,
                                  const std::map<std::string, std::string>& current) {
    std::vector<Fault> faults;
    for (const auto& code : senders(tree)) {
        const auto start = "sender." + code.str() + ".colour.";
        const auto own = [&](std::string_view part) {
            return Colour::parse(value_in(start + std::string(part), tree, values, current))
                .value_or(Colour{});
        };
        const SenderColours colours{own("action"), own("band"), own("mark")};
        const auto better = nearest_that_pass(colours);
        std::string last;
        for (const auto& pair : colour_pairs(colours)) {
            if (pair.passes() || pair.field == last) continue;
            last = pair.field;
            const auto near = pair.field == "action" ? better.action
                              : pair.field == "band" ? better.band
                                                     : better.mark;
            const auto now = pair.field == "action" ? colours.action
                             : pair.field == "band" ? colours.band
                                                    : colours.mark;
            faults.push_back(
                {start + last,
                 "te-weinig-contrast",
                 now.str() + " is hard to read; " + near.str() + " is near and can be read by all",
                 {{"kleur", now.str()}, {"beter", near.str()}}});
        }
    }
    return faults;
}

std::string environment_name(std::string_view setting) {
    std::string name(kSettingPrefix);
    for (const char c : setting)
        name += c == '.' || c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

std::string setting(const State& state, std::string_view name) {
    const std::string key(name);
    if (const auto found = state.settings.find(key); found != state.settings.end()) return found->second;
    const auto named = find_setting(state.areas, name);
    return named ? standard_of(state.areas, *named) : std::string();
}

std::string told(const NamedSetting& setting, std::string_view value) {
    if (value.empty()) return {};
    if (setting.row->kind == Kind::secret) return "(ingesteld)";
    if (setting.row->kind == Kind::image) return std::to_string(value.size() * 3 / 4 / 1000 + 1) + " kB";
    std::string one_line(value);
    std::replace(one_line.begin(), one_line.end(), '\n', ';');
    return one_line;
}

HelpLines help_lines(const State& state, std::string_view language) {
    const auto own = state.settings.find("help.lines." + std::string(language));
    if (own != state.settings.end()) return {read_help_lines(own->second), false};
    // Easy Dutch reads the Dutch lines; other languages say that they are Dutch.
    if (const auto dutch = state.settings.find("help.lines.nl"); dutch != state.settings.end())
        return {read_help_lines(dutch->second), !is_dutch(language)};
    HelpLines standard;
    for (const auto& line : text::kHelpLines)
        standard.lines.emplace_back(
            text::Catalogue::builtin().get_named("hulp." + std::string(line.id), language), line.number);
    return standard;
}

std::vector<std::pair<std::string, std::string>> read_help_lines(std::string_view value) {
    std::vector<std::pair<std::string, std::string>> lines;
    while (!value.empty()) {
        const auto end = std::min(value.find('\n'), value.size());
        const auto line = trimmed(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
        if (line.empty()) continue;
        const auto bar = std::min(line.rfind('|'), line.size());
        const auto number = bar < line.size() ? trimmed(line.substr(bar + 1)) : std::string_view();
        lines.emplace_back(trimmed(line.substr(0, bar)), number);
    }
    return lines;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

Result<std::string> check_site(std::string_view text) {
    const Error wrong{ErrorCode::invalid,
                      "'" + std::string(text) +
                          "' is no address of a site; write https://peilpunt.example, without "
                          "anything behind the name"};
    auto rest = text;
    std::string scheme;
    for (const std::string_view known : {"https://", "http://"})
        if (rest.starts_with(known)) {
            scheme = known;
            rest.remove_prefix(known.size());
            break;
        }
    if (scheme.empty()) return wrong;
    if (rest.ends_with('/')) rest.remove_suffix(1);
    std::string_view port;
    auto host = rest;
    if (const auto colon = rest.rfind(':'); colon != std::string_view::npos && !rest.ends_with(']')) {
        host = rest.substr(0, colon);
        port = rest.substr(colon + 1);
        if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos)
            return wrong;
    }
    const bool six = host.size() > 4 && host.starts_with('[') && host.ends_with(']');
    const auto letters = six ? host.substr(1, host.size() - 2) : host;
    const auto is_fit = [six](char c) {
        if (six)
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':';
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '-';
    };
    if (letters.empty() || letters.size() > 253 || !std::all_of(letters.begin(), letters.end(), is_fit) ||
        letters.starts_with('.') || letters.starts_with('-'))
        return wrong;
    return scheme + std::string(rest);
}

}  // namespace peilpunt::app
