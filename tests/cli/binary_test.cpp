// SPDX-License-Identifier: EUPL-1.2
// What is read back from the built programs: how they are linked, and that the server's unit shuts it off.
// What only a release has (stack protector, checked calls) is looked at in tests/package/try.sh.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <string>

namespace fs = std::filesystem;

namespace {

std::string output_of(const std::string& command) {
    std::string all;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (!pipe) return all;
    char bytes[4096];
    for (std::size_t got = 0; (got = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;) all.append(bytes, got);
    ::pclose(pipe);
    return all;
}
bool have(const char* program) {
    return std::system((std::string("command -v ") + program + " > /dev/null").c_str()) == 0;
}

class Binary : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(Binary, IsHardToTurnAgainstItself) {
    if (!have("readelf")) GTEST_SKIP() << "readelf is not installed";
    const fs::path program = fs::path(PEILPUNT_BINARY_DIR) / GetParam();
    if (!fs::exists(program)) GTEST_SKIP() << program << " is not built";
    const auto head = output_of("readelf -hW " + program.string());
    EXPECT_TRUE(std::regex_search(head, std::regex("Type: +DYN"))) << "position independent\n" << head;
    const auto segments = output_of("readelf -lW " + program.string());
    EXPECT_NE(segments.find("GNU_RELRO"), std::string::npos);
    EXPECT_TRUE(std::regex_search(segments, std::regex("GNU_STACK[^\n]* RW "))) << "no executable stack";
    EXPECT_FALSE(std::regex_search(segments, std::regex("LOAD[^\n]* RWE ")))
        << "nothing is writable and executable";
    const auto dynamic = output_of("readelf -dW " + program.string());
    EXPECT_TRUE(std::regex_search(dynamic, std::regex("BIND_NOW|Flags:[^\n]*NOW"))) << "full RELRO\n"
                                                                                    << dynamic;
}
INSTANTIATE_TEST_SUITE_P(Each, Binary,
                         testing::Values("peilpunt-server", "kiosk/peilpunt-kiosk", "kiosk/peilpunt-speak"),
                         [](const auto& row) {
                             return std::regex_replace(std::string(row.param), std::regex("[^a-z]"), "_");
                         });

TEST(Unit, OfTheServerLeavesAnAttackerLittle) {
    if (!have("systemd-analyze")) GTEST_SKIP() << "systemd-analyze is not installed";
    const std::string unit = PEILPUNT_SOURCE_DIR "/server/system/peilpunt-server.service";
    const auto said = output_of("systemd-analyze security --offline=yes --no-pager " + unit);
    std::smatch found;
    ASSERT_TRUE(std::regex_search(said, found, std::regex("exposure level for [^:]*: ([0-9.]+)"))) << said;
    EXPECT_LE(std::stod(found[1]), 2.0) << said;
}
