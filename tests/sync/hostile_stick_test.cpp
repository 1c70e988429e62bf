// SPDX-License-Identifier: EUPL-1.2
// A USB stick that somebody prepared: nothing outside of it is written, read, removed or waited for.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <fstream>

#include "shared/seal/seal.hpp"
#include "shared/sync/bundle.hpp"
#include "shared/sync/compress.hpp"
#include "shared/sync/stick_folder.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

class HostileStick : public testing::Test {
  protected:
    HostileStick() : stick_(sync::StickFolder::open(here()).value()) {
        std::ofstream(outside()) << "van de beheerder";
    }
    fs::path here() const { return folder_.path() / "stick"; }
    fs::path outside() const { return folder_.path() / "elders"; }
    static std::string bytes_of(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }

    struct Folder : tests::TemporaryFolder {
        Folder() { fs::create_directory(path() / "stick"); }
    } folder_;
    sync::StickFolder stick_;
};

}  // namespace

TEST_F(HostileStick, ALinkInThePlaceOfAFileIsReplacedAndNeverFollowed) {
    for (const char* name : {"bundel", "bundel.half"}) fs::create_symlink(outside(), here() / name);
    ASSERT_TRUE(stick_.write("bundel", "nieuw"));
    EXPECT_EQ(bytes_of(outside()), "van de beheerder");
    EXPECT_EQ(fs::symlink_status(here() / "bundel").type(), fs::file_type::regular);
    EXPECT_EQ(bytes_of(here() / "bundel"), "nieuw");
}

TEST_F(HostileStick, WhatIsNoPlainFileIsNotOpened) {
    fs::create_symlink(outside(), here() / "verwijzing");
    ASSERT_EQ(::mkfifo((here() / "pijp").c_str(), 0600), 0);
    fs::create_directory(here() / "map");
    for (const char* name : {"verwijzing", "pijp", "map", "../elders", "..", ""}) {
        const auto read = stick_.read(name, 1000);
        ASSERT_FALSE(read) << name;
        EXPECT_EQ(read.error().code, ErrorCode::forbidden) << name << ": " << read.error().message;
    }
    EXPECT_EQ(stick_.read("niets", 1000).error().code, ErrorCode::not_found);
}

TEST_F(HostileStick, ADeviceIsNotOpened) {
    if (::mknod((here() / "nul").c_str(), S_IFCHR | 0600, makedev(1, 5)) != 0)
        GTEST_SKIP() << "only root makes devices";
    EXPECT_EQ(stick_.read("nul", 1000).error().code, ErrorCode::forbidden);
}

TEST_F(HostileStick, WhatIsTooLargeIsNotRead) {
    std::ofstream(here() / "groot") << std::string(1001, 'x');
    EXPECT_EQ(stick_.read("groot", 1000).error().code, ErrorCode::too_large);
    EXPECT_EQ(stick_.read("groot", 1001).value().size(), 1001U);
    std::ofstream(here() / "gat").flush();
    fs::resize_file(here() / "gat", std::uintmax_t{1} << 40U);  // a terabyte of nothing
    EXPECT_EQ(stick_.read("gat", sync::kMaxBundleBytes).error().code, ErrorCode::too_large);
}

TEST_F(HostileStick, AFolderThatLeadsElsewhereIsNone) {
    fs::create_directory(folder_.path() / "map");
    fs::create_symlink(folder_.path() / "map", here() / "geluiden");
    for (const bool create : {false, true}) {
        const auto inside = stick_.inside("geluiden", create);
        ASSERT_FALSE(inside);
        EXPECT_EQ(inside.error().code, ErrorCode::conflict);
    }
    EXPECT_EQ(stick_.inside("..", false).error().code, ErrorCode::conflict);
    EXPECT_TRUE(stick_.inside("andere", true));
}

TEST_F(HostileStick, AFolderIsNotWrittenOver) {
    fs::create_directories(here() / "bundel.half");
    EXPECT_FALSE(stick_.write("bundel", "nieuw"));
    fs::remove(here() / "bundel.half");
    fs::create_directories(here() / "bundel");
    EXPECT_FALSE(stick_.write("bundel", "nieuw"));
    EXPECT_FALSE(fs::exists(here() / "bundel.half"));
}

TEST(BundleName, IsOneOfAKioskLetterForLetter) {
    tests::SeededRandom random(3);
    const auto kiosk = KioskId::random(random);
    const auto name = sync::bundle_name(sync::BundleFrom::kiosk, kiosk);
    EXPECT_TRUE(sync::is_bundle_name(name, sync::BundleFrom::kiosk));
    EXPECT_FALSE(sync::is_bundle_name(name, sync::BundleFrom::server));
    for (const auto& other : {std::string("peilpunt-\x1b[2J-heen.bundel"),
                              std::string("peilpunt-heen.bundel"), std::string("peilpunt--heen.bundel"),
                              "x" + name, name + "x", std::string("peilpunt-../../x-heen.bundel")})
        EXPECT_FALSE(sync::is_bundle_name(other, sync::BundleFrom::kiosk)) << other;
}

TEST(Bundle, ThatUnpacksToMoreThanAllMessagesMayBeIsRefused) {
    tests::SeededRandom random(4);
    seal::start();
    sync::Bundle bundle{sync::BundleFrom::kiosk, KioskId::random(random), {}};
    const std::size_t size = 100'000;
    bundle.parts.assign(10, {"batch", std::string(size, '0'), std::string(64, 's')});
    const auto bytes = sync::write_bundle(bundle);
    EXPECT_LT(bytes.size(), size) << "next to nothing on the stick";
    EXPECT_TRUE(sync::parse_bundle(bytes, sync::BundleFrom::kiosk, 10 * size));
    const auto parsed = sync::parse_bundle(bytes, sync::BundleFrom::kiosk, 10 * size - 1);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, ErrorCode::too_large);
}
