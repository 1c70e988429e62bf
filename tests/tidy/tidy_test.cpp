// SPDX-License-Identifier: EUPL-1.2
// Reads our own sources for what the house style bans, and says what to use instead.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace fs = std::filesystem;

namespace {

struct Source {
    std::string path;  ///< from the top of the project
    std::string text;
};

/// Sources, or files of this name.
std::vector<Source> sources(std::string_view name = {}) {
    std::vector<Source> all;
    for (const char* top : {"shared", "server", "kiosk", "tests"}) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(PEILPUNT_SOURCE_DIR) / top)) {
            const auto extension = entry.path().extension();
            const bool wanted =
                name.empty() ? extension == ".cpp" || extension == ".hpp" : entry.path().filename() == name;
            if (!wanted) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            std::ostringstream text;
            text << file.rdbuf();
            all.push_back({fs::relative(entry.path(), PEILPUNT_SOURCE_DIR).string(), text.str()});
        }
    }
    return all;
}

bool starts_with(const std::string& text, std::string_view start) { return text.rfind(start, 0) == 0; }

/// A banned construct: where it is looked for, and what to do instead.
struct Ban {
    const char* name;
    const char* pattern;
    const char* folders;  ///< regular expression of paths where it is banned
    const char* instead;
    const char* control;  ///< a line that must be found
};

constexpr Ban kBans[] = {
    {"Coroutines", R"(\bco_(await|return|yield)\b)", ".*",
     "g++ 12.2 destroys temporaries twice: use callbacks or workers", "co_await read();"},
    {"ParserGet", R"(async_read\w*\([^;]*parser[^;]*\.get\(\))", ".*",
     "parser.get() drops the body limit: pass the parser",
     "http::async_read(stream, buffer, parser.get(), done);"},
    {"OwnClock", R"((system_clock|steady_clock)::now\(\)|\bgettimeofday\(|\btime\(nullptr\))",
     "(shared|server|kiosk)/.*", "time comes in as a Clock", "auto t = std::chrono::system_clock::now();"},
    {"OwnRandomness", R"(random_device|\brand\(\))", "(shared|server|kiosk)/.*",
     "randomness comes in as a Random", "std::random_device device;"},
    {"Sleeping", R"(sleep_for|\busleep\(|\bsleep\()", "(shared|server|kiosk)/.*",
     "wait for an event with a deadline", "std::this_thread::sleep_for(1s);"},
    {"WeakSynchronous", R"(synchronous\s*=\s*(NORMAL|OFF))", "(shared|server|kiosk)/.*",
     "thanked means durable: synchronous=FULL", "PRAGMA synchronous=NORMAL"},
    {"Unfinished", R"(\b(TODO|FIXME|XXX|HACK)\b)", ".*", "finish it or leave it out", "// TODO later"},
    {"HeavyHeaders", R"(#include <(boost/beast|boost/asio|nlohmann/json\.hpp|sqlite3\.h))",
     R"((shared|server|kiosk)/(?!json/fields|sync/reader|http/(loop|session|core|tls)).*\.hpp)",
     "include it in the .cpp only", "#include <nlohmann/json.hpp>"},
    {"ConsoleInLibraries", R"(std::cout|std::cerr|\bprintf\()",
     "(shared|server/(app|store|http|api|web|results))/.*", "return an Error, or log with spdlog",
     "std::cout << answer;"},
    {"UpwardFromApp", R"(#include "server/(http|api|web|cli)/)", "server/(app|store|results|insight|demo)/.*",
     "arrows point one way: http -> {api, web} -> app -> {store, results}",
     "#include \"server/http/request.hpp\""},
    {"PagesAndApiSeeNoStore", R"(#include "server/(store|sql|records)/|\bstore\(\))", "server/(web|api)/.*",
     "ask a use case of the app", "app.store().users();"},
    {"RightsStandInOneTable", R"x(==\s*"(raad|voorzitter|beleid|netwerker|aanjager|toezicht|beheer|gast)")x",
     "server/(?!store/|cli/).*", "ask may(actor, right) or reach_of(actor, right): server/app/rights.cpp",
     "if (user.role == \"raad\") return;"},
    {"SqlAndRecordsKnowNobodyAbove", R"(#include "server/(store|results|app|http|api|web|cli|demo)/)",
     "server/(sql|records)/.*", "arrows point one way: store -> records -> sql -> shared",
     "#include \"server/store/store.hpp\""},
    {"RecordsLeaveIntakeAlone",
     R"((FROM|INTO|UPDATE|JOIN|TABLE) (responses|signals|recordings|ledger|receipts|tallies|quarantine|contacts)\b)",
     "server/records/.*", "originals are linked to, and never read, changed or removed by office work",
     "UPDATE signals SET words=''"},
    {"SqlOnlyWhereRowsAreKept",
     R"(\b(SELECT [a-z0-9_.(*]+[^;"]* FROM|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|CREATE (TABLE|INDEX)) )",
     R"(server/(?!sql/|records/|store/(registry|engine)/).*|shared/(?!sqlite/).*|kiosk/(?!outbox/).*)",
     "rows are read and written in server/store (registry, engines), server/records and server/sql only",
     "database.ask(\"SELECT name FROM users \");"},
    {"EnginesLeaveTheRegistryAlone",
     R"(\b(FROM|INTO|UPDATE|JOIN) \"?(settings|areas|polls|poll_numbers|users|sessions|second_factors|recovery_codes|pairings|kiosk_notes|clips|releases|interims|progress|changes|objects)\b)",
     R"(server/store/engine/(sqlite|postgres)/(?!schema|copy).*)",
     "what is not intake has one text of SQL, in server/store/registry", "DELETE FROM sessions WHERE"},
    {"TheRegistryKnowsNoEngine",
     R"(#include "(server/store/engine/(sqlite|postgres)|server/sql/(sqlite|postgres)|shared/sqlite)|sqlite3_|PQexec)",
     "server/(records|store/registry)/.*", "one text for both, through server/sql/database.hpp",
     "#include \"shared/sqlite/sqlite.hpp\""},
    {"SharedKnowsNobody", R"(#include "(server|kiosk)/)", "shared/.*",
     "shared knows neither server nor kiosk", "#include \"server/app/app.hpp\""},
    {"FlowIsPure", R"(#include "kiosk/(look|screens|platform|outbox|sync)/|imgui|GLFW)", "kiosk/flow/.*",
     "flow knows no drawing and no storage", "#include \"imgui.h\""},
    {"OwnUtf8",
     R"((0x[cC]0u?\)*\s*[!=]=\s*0x[8cC]0)|(<|>=)\s*0x[eEfF]0|<<\s*6\s*\||utf8proc_(iterate|encode|decompose|map)|codecvt|mbrto)",
     R"((server|kiosk|tests)/.*|shared/(?!model/utf8\.cpp).*)",
     "shared/model/utf8.hpp knows how UTF-8 is built", "if ((byte & 0xC0) == 0x80) continue;"},
    {"OwnListOfLanguages", R"re("(tr|pl|uk|ar)")re",
     R"((shared/(?!model/languages|text/characters)|server/(?!demo/)|kiosk/(?!screens/keyboards)).*)",
     "languages stand in one table, shared/model/languages.hpp", "for (const auto* each : {\"nl\", \"tr\"})"},
    {"BeastOnlyInHttp", R"(#include <boost/(beast|asio))", "(server/(?!http/)|kiosk/|shared/(?!net/)).*",
     "Beast and Asio live in server/http and shared/net", "#include <boost/beast/core.hpp>"},
};

std::string line_of(const std::string& text, std::size_t place) {
    return std::to_string(1 +
                          std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
}

class Tidy : public testing::TestWithParam<Ban> {};

}  // namespace

TEST_P(Tidy, IsNowhereInOurSources) {
    const Ban& ban = GetParam();
    const std::regex pattern(ban.pattern);
    const std::regex folders(ban.folders);
    ASSERT_TRUE(std::regex_search(std::string(ban.control), pattern)) << "the check finds nothing at all";
    for (const auto& source : sources()) {
        if (starts_with(source.path, "tests/tidy") || !std::regex_match(source.path, folders)) continue;
        // The one place that owns time and randomness; and a socket's deadline, which is Asio's own clock.
        if (source.path == "shared/model/sources.cpp" || source.path == "shared/net/http_client.cpp")
            continue;
        std::smatch found;
        if (std::regex_search(source.text, found, pattern))
            ADD_FAILURE() << source.path << ":"
                          << line_of(source.text, static_cast<std::size_t>(found.position())) << ": "
                          << found.str() << "\n  " << ban.instead;
    }
}

INSTANTIATE_TEST_SUITE_P(Bans, Tidy, testing::ValuesIn(kBans),
                         [](const auto& information) { return std::string(information.param.name); });

TEST(TidyBans, FindEveryWayInWhichUtf8WasTakenApart) {
    const auto& ban = *std::find_if(std::begin(kBans), std::end(kBans),
                                    [](const Ban& each) { return each.name == std::string("OwnUtf8"); });
    const std::regex pattern(ban.pattern);
    for (const char* line :
         {"while ((static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();",
          "size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;",
          "if (first >= 0xe0 && first <= 0xef) return 3;", "point = point << 6 | (byte & 0x3Fu);",
          "const auto length = utf8proc_iterate(bytes, size, &code);", "if ((c & 0xC0u) != 0x80) ++count;"})
        EXPECT_TRUE(std::regex_search(line, pattern)) << line;
    for (const char* line : {"uuid.bytes_[8] = (uuid.bytes_[8] & 0x3f) | 0x80;",
                             "marker >= 0xc0 && marker <= 0xcf", "utf8proc_category(code)"})
        EXPECT_FALSE(std::regex_search(line, pattern)) << line;
}

TEST(TidyFiles, EachSaysItsLicenceAndHeadersAreReadOnce) {
    int seen = 0;
    for (const auto& source : sources()) {
        ++seen;
        EXPECT_TRUE(starts_with(source.text, "// SPDX-License-Identifier: EUPL-1.2\n")) << source.path;
        if (source.path.ends_with(".hpp"))
            EXPECT_NE(source.text.find("#pragma once"), std::string::npos) << source.path;
    }
    EXPECT_GT(seen, 100);
}

TEST(TidyFiles, NoFormatterTookABuildFileOrAPageForSource) {
    const auto builds = sources("CMakeLists.txt");
    const auto pages = sources("README.md");
    EXPECT_GT(builds.size(), 20U);
    EXPECT_GT(pages.size(), 20U);
    for (const auto& build : builds)
        EXPECT_TRUE(starts_with(build.text, "# SPDX-License-Identifier: EUPL-1.2\n")) << build.path;
    for (const auto& page : pages) EXPECT_TRUE(starts_with(page.text, "# ")) << page.path;
}

TEST(TidyFiles, NoneIsTooLong) {
    for (const auto& source : sources()) {
        const auto lines = std::count(source.text.begin(), source.text.end(), '\n');
        EXPECT_LE(lines, 650) << source.path << " has " << lines
                              << " lines: cut it where the subject changes";
    }
}

TEST(TidyFiles, TheDrawnHouseHasEveryRoomAndNoOther) {
    std::ifstream file(fs::path(PEILPUNT_SOURCE_DIR) / "docs/architecture.md");
    std::ostringstream all;
    all << file.rdbuf();
    const auto page = all.str();
    for (const char* top : {"shared", "server", "kiosk"}) {
        const auto start = page.find("\n┌ " + std::string(top) + " ");
        ASSERT_NE(start, std::string::npos) << top;
        const auto part = page.substr(start, page.find("\n└", start) - start);
        std::set<std::string> rooms;
        for (const auto& entry : fs::directory_iterator(fs::path(PEILPUNT_SOURCE_DIR) / top))
            if (entry.is_directory()) rooms.insert(entry.path().filename().string());
        for (const auto& room : rooms)
            EXPECT_TRUE(std::regex_search(part, std::regex("[ ]" + room + "[ ]")))
                << "docs/architecture.md does not draw " << top << "/" << room;
        // Rooms stand in front of what lives there, behind at least two spaces or an arrow.
        const std::regex name("(?:[│▶ ] )([a-z]+) {2,}[a-zA-Z]");
        for (std::sregex_iterator at(part.begin(), part.end(), name), end; at != end; ++at)
            EXPECT_TRUE(rooms.count((*at)[1].str())) << "there is no " << top << "/" << (*at)[1].str();
    }
}

TEST(TidyFiles, EveryFolderSaysWhatLivesThere) {
    for (const char* folder :
         {"shared/model",  "shared/json", "shared/rules",   "shared/seal", "shared/sync",    "shared/sqlite",
          "shared/text",   "shared/net",  "shared/sound",   "server/app",  "server/store",   "server/http",
          "server/api",    "server/web",  "server/results", "server/cli",  "server/demo",    "kiosk/flow",
          "kiosk/screens", "kiosk/look",  "kiosk/outbox",   "kiosk/sync",  "kiosk/platform", "schemas"})
        EXPECT_TRUE(fs::exists(fs::path(PEILPUNT_SOURCE_DIR) / folder / "README.md")) << folder;
}
