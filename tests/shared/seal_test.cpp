// SPDX-License-Identifier: EUPL-1.2
#include "shared/seal/seal.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace peilpunt::seal {
namespace {

namespace fs = std::filesystem;

class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "peilpunt-seal-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return (path_ / name).string(); }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

  private:
    fs::path path_;
};

std::string flipped(std::string bytes, std::size_t bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    return bytes;
}

unsigned mode_of(const std::string& path) {
    struct stat info{};
    EXPECT_EQ(::stat(path.c_str(), &info), 0);
    return info.st_mode & 07777U;
}

TEST(SealedBox, OpensWithItsOwnKeyOnly) {
    const BoxKeys ours = make_box_keys();
    const BoxKeys theirs = make_box_keys();
    const std::string sealed = seal_to(ours.public_key, "de bus komt niet");
    EXPECT_EQ(sealed.size(), std::string("de bus komt niet").size() + 48);
    EXPECT_EQ(open_sealed(ours, sealed).value(), "de bus komt niet");
    EXPECT_EQ(open_sealed(theirs, sealed).error().code, ErrorCode::damaged);
    EXPECT_EQ(open_sealed(ours, seal_to(ours.public_key, "")).value(), "");
}

TEST(SealedBox, SaysNothingTwiceTheSameWay) {
    const BoxKeys keys = make_box_keys();
    EXPECT_NE(seal_to(keys.public_key, "ja"), seal_to(keys.public_key, "ja"));
}

TEST(SealedBox, RefusesEverySingleFlippedBitAndEveryCut) {
    const BoxKeys keys = make_box_keys();
    const std::string sealed = seal_to(keys.public_key, "nee");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
        EXPECT_FALSE(open_sealed(keys, flipped(sealed, bit))) << "bit " << bit;
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(open_sealed(keys, std::string_view(sealed).substr(0, size))) << "size " << size;
}

TEST(SealedBox, RefusesAKeyOfAnotherSizeAsABug) {
    EXPECT_THROW(seal_to("short", "x"), std::invalid_argument);
    EXPECT_THROW(seal_to(std::string(32, '\0'), "x"), std::invalid_argument);
}

TEST(Signature, HoldsForItsOwnKeyContextAndMessageOnly) {
    const SignKeys keys = make_sign_keys();
    const SignKeys others = make_sign_keys();
    const std::string signature = sign(keys, "batch", "bericht");
    EXPECT_EQ(signature.size(), 64U);
    EXPECT_TRUE(verify(keys.public_key, "batch", "bericht", signature));
    EXPECT_FALSE(verify(others.public_key, "batch", "bericht", signature));
    EXPECT_FALSE(verify(keys.public_key, "antwoord", "bericht", signature));
    EXPECT_FALSE(verify(keys.public_key, "batch", "bericht ", signature));
    EXPECT_FALSE(verify(keys.public_key, "batch", "", signature));
    EXPECT_FALSE(verify(keys.public_key, "batch", "bericht", ""));
    EXPECT_FALSE(verify("", "batch", "bericht", signature));
    for (std::size_t bit = 0; bit < 64 * 8; ++bit)
        EXPECT_FALSE(verify(keys.public_key, "batch", "bericht", flipped(signature, bit))) << "bit " << bit;
}

TEST(Signature, DoesNotLetTheContextFlowIntoTheMessage) {
    const SignKeys keys = make_sign_keys();
    const std::string signature = sign(keys, "wijzigingen", "vraag\nx");
    EXPECT_FALSE(verify(keys.public_key, "wijzigingenvraag", "x", signature));
    EXPECT_THROW(sign(keys, "wijzigingen\nvraag", "x"), std::invalid_argument);
    EXPECT_THROW(sign(keys, "", "x"), std::invalid_argument);
}

TEST(KeyedHash, DependsOnKeyMessageAndSize) {
    const Secret key(std::string(32, 'k'));
    const Secret other(std::string(32, 'l'));
    EXPECT_EQ(keyed_hash(key, "volgcode").size(), 16U);
    EXPECT_EQ(keyed_hash(key, "volgcode", 32).size(), 32U);
    EXPECT_EQ(keyed_hash(key, "volgcode"), keyed_hash(key, "volgcode"));
    EXPECT_NE(keyed_hash(key, "volgcode"), keyed_hash(other, "volgcode"));
    EXPECT_NE(keyed_hash(key, "volgcode"), keyed_hash(key, "volgcodf"));
    EXPECT_NE(keyed_hash(key, "volgcode", 32).substr(0, 16), keyed_hash(key, "volgcode", 16));
    EXPECT_EQ(keyed_number(key, "volgcode"), keyed_number(key, "volgcode"));
    EXPECT_NE(keyed_number(key, "volgcode"), keyed_number(other, "volgcode"));
    EXPECT_THROW(keyed_hash(Secret("short"), "x"), std::invalid_argument);
}

TEST(Hash, IsTheBlake2bThatOthersCompute) {
    // BLAKE2b-256 of the empty message, as b2sum -l 256 prints it.
    EXPECT_EQ(to_hex(hash("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(Password, IsKnownAgainAndHashedWithTheCostThatWePromise) {
    const std::string stored = hash_password(Secret("geheim van de beheerder"));
    EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << stored;
    EXPECT_TRUE(verify_password(stored, Secret("geheim van de beheerder")));
    EXPECT_FALSE(verify_password(stored, Secret("geheim van de beheerde")));
    EXPECT_FALSE(verify_password("", Secret("")));
    EXPECT_FALSE(verify_password("$argon2id$rubbish", Secret("x")));
    EXPECT_FALSE(verify_password(std::string(4000, 'a'), Secret("x")));
}

TEST(Passphrase, UnlocksWhatItLockedAndNothingElse) {
    const Secret phrase("vier paarden op een rij");
    const std::string locked = lock_with_passphrase(phrase, Secret("de sleutel"));
    EXPECT_EQ(unlock_with_passphrase(phrase, locked).value().reveal(), "de sleutel");
    EXPECT_EQ(unlock_with_passphrase(Secret("vijf"), locked).error().code, ErrorCode::unauthorized);
    EXPECT_FALSE(unlock_with_passphrase(phrase, flipped(locked, locked.size() * 8 - 1)));
    EXPECT_FALSE(unlock_with_passphrase(phrase, flipped(locked, 5 * 8)));
    EXPECT_EQ(unlock_with_passphrase(phrase, "PPL1").error().code, ErrorCode::damaged);
    EXPECT_EQ(locked.find("de sleutel"), std::string::npos);
}

TEST(Base64, IsUrlSafeWithoutPaddingAndHasOneSpelling) {
    EXPECT_EQ(to_base64(""), "");
    EXPECT_EQ(to_base64(std::string("\xfb\xff\xfe", 3)), "-__-");
    EXPECT_EQ(to_base64("M"), "TQ");
    for (std::size_t size = 0; size < 70; ++size) {
        const std::string raw(random_secret(size).reveal());
        EXPECT_EQ(from_base64(to_base64(raw)).value(), raw);
    }
    for (const char* wrong : {"TQ==", "TR", "T", "T Q", "TQ\n", "+/+/", "****"})
        EXPECT_FALSE(from_base64(wrong)) << wrong;
    EXPECT_EQ(to_hex(std::string("\x00\xff\x1a", 3)), "00ff1a");
}

TEST(ConstantTimeComparison, TellsSameFromOther) {
    EXPECT_TRUE(equal_constant_time("abc", "abc"));
    EXPECT_TRUE(equal_constant_time("", ""));
    EXPECT_FALSE(equal_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_constant_time("abc", "ab"));
}

TEST(Secret, KeepsItsBytesOverCopiesAndMoves) {
    Secret a("1234");
    Secret b(a);
    Secret c(std::move(a));
    EXPECT_EQ(b.reveal(), "1234");
    EXPECT_EQ(c.reveal(), "1234");
    b = Secret(std::string(100, 'x'));
    EXPECT_EQ(b.reveal(), std::string(100, 'x'));
    c = b;
    EXPECT_EQ(c.reveal(), b.reveal());
    const Secret& self = c;
    c = self;
    EXPECT_EQ(c.reveal(), std::string(100, 'x'));
    EXPECT_NE(random_secret(32).reveal(), random_secret(32).reveal());
}

TEST(Secret, LeavesNothingBehindInWhatItWasMadeFrom) {
    // Bytes this short sit inside the string itself, so they can be looked at after the move.
    std::string from(4, 'g');
    const char* seen = from.data();
    const Secret to(std::move(from));
    EXPECT_EQ(std::string(seen, 4), std::string(4, '\0'));
    EXPECT_EQ(to.reveal(), std::string(4, 'g'));
}

TEST(Secret, StandsInMemoryThatIsLocked) {
    const Secret secret(std::string(64, 'k'));
    const auto at = reinterpret_cast<std::uintptr_t>(secret.reveal().data());
    std::ifstream maps("/proc/self/smaps");
    bool here = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t from = 0;
        std::uintptr_t to = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &from, &to) == 2) here = from <= at && at < to;
        if (here && line.starts_with("Locked:")) {
            EXPECT_EQ(line.find(" 0 kB"), std::string::npos) << line;
            return;
        }
    }
    FAIL() << "the system says nothing of its memory";
}

TEST(KeyFile, ComesBackAsWrittenWithNobodyElseReading) {
    const Folder folder;
    const Secret key = random_secret(64);
    ASSERT_TRUE(write_key_file(folder.file("sleutel"), key));
    EXPECT_EQ(read_key_file(folder.file("sleutel")).value().reveal(), key.reveal());
    EXPECT_EQ(mode_of(folder.file("sleutel")), 0600U);
    EXPECT_EQ(folder.files(), 1U) << "no temporary file stays";
}

TEST(KeyFile, IsNeverOverwritten) {
    const Folder folder;
    ASSERT_TRUE(write_key_file(folder.file("sleutel"), Secret("eerste")));
    EXPECT_EQ(write_key_file(folder.file("sleutel"), Secret("tweede")).error().code, ErrorCode::conflict);
    EXPECT_EQ(read_key_file(folder.file("sleutel")).value().reveal(), "eerste");
    EXPECT_EQ(folder.files(), 1U) << "the refused one leaves nothing behind";
}

TEST(KeyFile, IsRefusedWhenOthersMayReadIt) {
    const Folder folder;
    ASSERT_TRUE(write_key_file(folder.file("sleutel"), Secret("eerste")));
    ASSERT_EQ(::chmod(folder.file("sleutel").c_str(), 0640), 0);
    EXPECT_EQ(read_key_file(folder.file("sleutel")).error().code, ErrorCode::forbidden);
}

TEST(KeyFile, NamesWhatIsWrongWithIt) {
    const Folder folder;
    EXPECT_EQ(read_key_file(folder.file("weg")).error().code, ErrorCode::not_found);
    {
        std::ofstream(folder.file("leeg")).flush();
    }
    EXPECT_EQ(read_key_file(folder.file("leeg")).error().code, ErrorCode::damaged);
    {
        std::ofstream(folder.file("groot")) << std::string(70'000, 'x');
    }
    EXPECT_EQ(read_key_file(folder.file("groot")).error().code, ErrorCode::damaged);
    EXPECT_EQ(read_key_file(folder.file("")).error().code, ErrorCode::damaged) << "a folder is no key";
    EXPECT_EQ(write_key_file(folder.file("geen/map"), Secret("x")).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace peilpunt::seal
