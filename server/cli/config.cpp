// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/config.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "server/app/logo.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared here

namespace peilpunt::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFile = 1024 * 1024;

enum class Kind { text, number, yes_no, list };
struct Known {
    std::string_view name;
    Kind kind = Kind::text;
};
constexpr auto kOptions = std::to_array<Known>({{"data"},
                                                {"database"},
                                                {"contact-database"},
                                                {"listen"},
                                                {"admin"},
                                                {"tls-cert"},
                                                {"tls-key"},
                                                {"redirect"},
                                                {"site"},
                                                {"trusted-proxy", Kind::list},
                                                {"threads", Kind::number},
                                                {"proxy-protocol", Kind::yes_no},
                                                {"no-rate-limits", Kind::yes_no},
                                                {"demo", Kind::yes_no}});
constexpr auto kInit = std::to_array<Known>(
    {{"municipalities", Kind::list}, {"areas"}, {"account.name"}, {"account.full_name"}});

const char* asked(Kind kind) {
    switch (kind) {
        case Kind::number:
            return "a whole number";
        case Kind::yes_no:
            return "true or false";
        case Kind::list:
            return "a text in quotes, or a list of them";
        case Kind::text:
            break;
    }
    return "a text in quotes";
}

/// The texts of a value, when it is of that kind.
std::optional<std::vector<std::string>> texts_of(const toml::node& node, Kind kind) {
    if (kind == Kind::number && node.is_integer()) return {{std::to_string(node.as_integer()->get())}};
    if (kind == Kind::yes_no && node.is_boolean()) return {{node.as_boolean()->get() ? "true" : "false"}};
    if (kind != Kind::text && kind != Kind::list) return std::nullopt;
    if (node.is_string()) return {{node.as_string()->get()}};
    if (kind != Kind::list || !node.is_array()) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& item : *node.as_array()) {
        if (!item.is_string()) return std::nullopt;
        texts.push_back(item.as_string()->get());
    }
    return texts;
}

class Reader {
  public:
    explicit Reader(std::string file) : file_(std::move(file)) {}

    Result<void> options(const toml::table& table, Config& config) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (name == "settings" || name == "init") {
                if (!node.is_table()) return wrong(node, name, "must be a table");
                continue;
            }
            if (auto added = known(kOptions, name, node, config.options); !added) return added;
        }
        return {};
    }
    /// [init]: a table in it is written with a point.
    Result<void> init(const toml::table& table, const std::string& start, Config& config) {
        for (const auto& [key, node] : table) {
            const auto name = start + std::string(key.str());
            const auto done = node.is_table() && name == "account"
                                  ? init(*node.as_table(), name + ".", config)
                                  : known(kInit, name, node, config.init, "init.");
            if (!done) return done;
        }
        return {};
    }
    /// [settings]: names are checked when the areas of the instance are known; here, that they are some
    /// row's.
    Result<void> settings(const toml::table& table, const std::string& start, Config& config) {
        for (const auto& [key, node] : table) {
            const auto name = start + std::string(key.str());
            if (node.is_table()) {
                if (auto done = settings(*node.as_table(), name + ".", config); !done) return done;
                continue;
            }
            std::optional<std::vector<std::string>> texts;
            if (node.is_integer()) texts = texts_of(node, Kind::number);
            if (node.is_boolean()) texts = {{node.as_boolean()->get() ? "ja" : "nee"}};
            if (!texts) texts = texts_of(node, Kind::list);
            if (!texts)
                return wrong(node, "settings." + name,
                             "must be a text, a number, true, false, or a list of texts");
            std::string joined;
            for (const auto& text : *texts) joined += (joined.empty() ? "" : "\n") + text;
            config.settings[name] = {{std::move(joined)}, place(node)};
        }
        return {};
    }

  private:
    std::string place(const toml::node& node) const {
        return file_ + ":" + std::to_string(node.source().begin.line);
    }
    Error wrong(const toml::node& node, const std::string& name, const std::string& why) const {
        return {ErrorCode::invalid, place(node) + ": " + name + ": " + why};
    }
    Result<void> known(std::span<const Known> all, const std::string& name, const toml::node& node,
                       std::map<std::string, ConfigValue>& to, const std::string& table = {}) {
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const Known& one) { return one.name == name; });
        if (found == all.end())
            return wrong(node, table + name, "there is no such key; see docs/peilpunt.toml");
        auto texts = texts_of(node, found->kind);
        if (!texts) return wrong(node, table + name, std::string("must be ") + asked(found->kind));
        to[name] = {std::move(*texts), place(node)};
        return {};
    }

    std::string file_;
};

}  // namespace

Result<std::string> logo_from(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(app::kMaxLogo + 1, '\0');
    if (!file) return Error{ErrorCode::not_found, "cannot read " + path};
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    const auto logo = app::clean_logo(bytes);
    if (!logo) return logo.error();
    return app::logo_value(*logo);
}

Result<Config> read_config(const std::string& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return Error{ErrorCode::not_found, path + ": there is no such file"};
    if (fs::file_size(path, error) > kMaxFile)
        return Error{ErrorCode::too_large, path + ": larger than 1 MB"};
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    if (!stream) return Error{ErrorCode::not_found, path + ": cannot be read"};
    Config config;
    config.folder = fs::path(path).parent_path().string();
    try {
        const toml::table root = toml::parse(bytes.str());
        Reader reader(path);
        if (auto read = reader.options(root, config); !read) return read.error();
        if (const auto* table = root["settings"].as_table())
            if (auto read = reader.settings(*table, "", config); !read) return read.error();
        if (const auto* table = root["init"].as_table())
            if (auto read = reader.init(*table, "", config); !read) return read.error();
    } catch (const toml::parse_error& fault) {
        return Error{ErrorCode::invalid, path + ":" + std::to_string(fault.source().begin.line) + ": " +
                                             std::string(fault.description())};
    }
    return config;
}

std::vector<std::string_view> option_names() {
    std::vector<std::string_view> names;
    for (const auto& known : kOptions) names.push_back(known.name);
    return names;
}

std::optional<ConfigValue> environment_value(std::string_view option) {
    std::string name("PEILPUNT_");
    for (const char c : option) name += c == '-' ? '_' : static_cast<char>(c - 'a' + 'A');
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return ConfigValue{{value}, name};
}

Result<app::FixedSettings> fixed_settings(const Config& config) {
    app::FixedSettings fixed;
    for (const auto& [name, value] : config.settings) fixed[name] = {value.texts.front(), value.place};
    if (const auto site = config.options.find("site"); site != config.options.end())
        fixed["site"] = {site->second.texts.front(), site->second.place};
    for (auto& [name, value] : fixed) {
        if (!name.ends_with(".logo")) continue;
        const auto logo = logo_from((fs::path(config.folder) / value.value).string());
        if (!logo) return Error{logo.error().code, value.source + ": " + name + ": " + logo.error().message};
        value.value = *logo;
    }
    if (const char* site = std::getenv("PEILPUNT_SITE"); site && *site)
        fixed["site"] = {site, "PEILPUNT_SITE"};
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view pair(*entry);
        const auto equals = pair.find('=');
        if (!pair.starts_with(app::kSettingPrefix) || equals == std::string_view::npos) continue;
        const std::string name(pair.substr(0, equals));
        if (equals + 1 < pair.size()) fixed[name] = {std::string(pair.substr(equals + 1)), name};
    }
    return fixed;
}

}  // namespace peilpunt::cli
