// SPDX-License-Identifier: EUPL-1.2
// doctor: each thing that is not right is said, and nothing else.
#include "server/cli/doctor.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "server/app/nightly.hpp"
#include "server/cli/data_folder.hpp"
#include "server/http/certificate.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

class DoctorTest : public testing::Test {
  protected:
    DoctorTest() {
        static const tests::TemporaryFolder made;
        static const bool filled = [this] {
            auto folder = cli::make_data_folder(around(made.str() + "/data"),
                                                {tests::test_passphrase(), seal::Secret("135790")})
                              .value();
            folder.app->import_areas(tests::test_areas()).value();
            auto& store = *folder.store;
            store.set_setting("site", "https://peilpunt.example").value();
            store.set_setting("security.contact", "veilig@peilpunt.example").value();
            store.set_setting(app::kLastRewrite, "2026-11-10").value();
            store.set_setting(cli::kLastBackup, "2026-11-10T02:00:00Z").value();
            return true;
        }();
        static_cast<void>(filled);
        fs::copy(made.path() / "data", data(), fs::copy_options::recursive);
        for (const auto& entry : fs::recursive_directory_iterator(data()))
            fs::permissions(entry, entry.is_directory() ? fs::perms::owner_all
                                                        : fs::perms::owner_read | fs::perms::owner_write);
        fs::permissions(data(), fs::perms::owner_all);
    }
    cli::Surroundings around(const std::string& folder) { return {clock_, random_, folder, "", ""}; }
    std::string data() const { return work_.str() + "/data"; }
    /// What is not right, but for what hangs on this machine: its clock and the room on its disk.
    std::string wrong() {
        std::string all;
        for (const auto& finding : cli::examine(around(data()), options_))
            if (!finding.fine && !finding.words.starts_with("clock: it is not kept") &&
                !finding.words.starts_with("disk: "))
                all += finding.words + "\n";
        return all;
    }
    void set(const char* name, const char* value) {
        cli::open_data_folder(around(data())).value().store->set_setting(name, value).value();
    }
    void run_sql(const std::string& sql) {
        sqlite::Connection connection(data() + "/peilpunt.db", {});
        connection.run(sql);
    }
    void openssl(const std::string& words) {
        const std::string command = "cd " + work_.str() + " && openssl " + words + " > /dev/null 2>&1";
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
    }

    tests::TemporaryFolder work_;
    tests::HandClock clock_{tests::test_start()};
    tests::SeededRandom random_{5};
    cli::DoctorOptions options_;
};

struct Ill {
    const char* name;
    void (*how)(const fs::path& folder, cli::DoctorOptions& options);
    const char* says;
};
void sql(const fs::path& folder, const std::string& text) {
    sqlite::Connection connection((folder / "peilpunt.db").string(), {});
    connection.run(text);
}
const Ill kIlls[] = {
    {"AKeyThatOthersRead",
     [](const fs::path& f, cli::DoctorOptions&) {
         fs::permissions(f / "sleutels/kenmerken.key", fs::perms::group_read, fs::perm_options::add);
     },
     "kenmerken.key (mode 0640)"},
    {"AFolderThatOthersEnter",
     [](const fs::path& f, cli::DoctorOptions&) {
         fs::permissions(f, fs::perms::others_exec, fs::perm_options::add);
     },
     "chmod 0700"},
    {"AMissingKey",
     [](const fs::path& f, cli::DoctorOptions&) { fs::remove(f / "sleutels/ondertekenen.key"); },
     "ondertekenen.key is missing"},
    {"AnEmptyDatabase", [](const fs::path& f, cli::DoctorOptions&) { fs::resize_file(f / "peilpunt.db", 0); },
     "peilpunt.db is empty"},
    {"ATableGone", [](const fs::path& f, cli::DoctorOptions&) { sql(f, "DROP TABLE quarantine"); },
     "table quarantine is missing"},
    {"ATableByHand", [](const fs::path& f, cli::DoctorOptions&) { sql(f, "CREATE TABLE eigen(a)"); },
     "table eigen was added by hand"},
    {"AClockThatWasAhead",
     [](const fs::path& f, cli::DoctorOptions&) {
         sql(f, "INSERT OR REPLACE INTO settings VALUES('laatste-herschrijving', '2026-11-28')");
     },
     "still to come"},
    {"DataOfTomorrow",
     [](const fs::path& f, cli::DoctorOptions&) {
         sql(f,
             "UPDATE changes SET at='2026-12-24T12:00:00Z' WHERE number=(SELECT max(number) FROM changes)");
     },
     "something was stored at 2026-12-24"},
    {"NoNight",
     [](const fs::path& f, cli::DoctorOptions&) {
         sql(f, "DELETE FROM settings WHERE key='laatste-herschrijving'");
     },
     "it never ran"},
    {"AMissedWeek",
     [](const fs::path& f, cli::DoctorOptions&) {
         sql(f, "UPDATE settings SET value='2026-11-03' WHERE key='laatste-herschrijving'");
     },
     "2026-11-03"},
    {"NoBackup",
     [](const fs::path& f, cli::DoctorOptions&) { sql(f, "DELETE FROM settings WHERE key='laatste-kopie'"); },
     "none was ever made"},
    {"AnOldBackup",
     [](const fs::path& f, cli::DoctorOptions&) {
         sql(f, "UPDATE settings SET value='2026-11-01T02:00:00Z' WHERE key='laatste-kopie'");
     },
     "9 days old"},
    {"NoSite",
     [](const fs::path& f, cli::DoctorOptions&) { sql(f, "DELETE FROM settings WHERE key='site'"); },
     "`site` is missing"},
    {"NoSecurityContact",
     [](const fs::path& f, cli::DoctorOptions&) {
         sql(f, "DELETE FROM settings WHERE key='security.contact'");
     },
     "`security.contact` is missing"},
    {"Examples",
     [](const fs::path& f, cli::DoctorOptions&) { sql(f, "INSERT INTO settings VALUES('voorbeeld', 'ja')"); },
     "these are examples"},
    {"InTheClear", [](const fs::path&, cli::DoctorOptions& o) { o.site = "http://peilpunt.example"; },
     "in the clear"},
    {"OpenBesideTheProxy", [](const fs::path&, cli::DoctorOptions& o) { o.listen = "0.0.0.0:8080"; },
     "go around a proxy"},
    {"AProxyThatIsNotBelieved", [](const fs::path&, cli::DoctorOptions& o) { o.listen = "127.0.0.1:8080"; },
     "no --trusted-proxy"},
    {"NoCertificateThere",
     [](const fs::path&, cli::DoctorOptions& o) { o.tls_certificate = o.tls_key = "/nergens.pem"; },
     "no certificate can be read"},
};
class AnIllFolder : public DoctorTest, public testing::WithParamInterface<Ill> {};

}  // namespace

TEST_F(DoctorTest, FindsNothingInAFolderThatIsWell) {
    EXPECT_EQ(wrong(), "");
    options_.listen = "127.0.0.1:8080";
    options_.trusted_proxies = {"127.0.0.1"};
    EXPECT_EQ(wrong(), "");
    bool told = false;
    for (const auto& finding : cli::examine(around(data()), options_))
        told = told || (finding.fine && finding.words.starts_with("rights"));
    EXPECT_TRUE(told) << "what is fine can be told too";
}

TEST_P(AnIllFolder, IsToldOfInALine) {
    GetParam().how(data(), options_);
    const auto said = wrong();
    EXPECT_NE(said.find(GetParam().says), std::string::npos) << said;
}
INSTANTIATE_TEST_SUITE_P(Each, AnIllFolder, testing::ValuesIn(kIlls),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(DoctorTest, LooksAtDaysChainNameAndKeyOfACertificate) {
    openssl("req -x509 -newkey rsa:2048 -nodes -days 400 -subj /CN=Gezag -keyout ca.key -out ca.pem");
    openssl("req -newkey rsa:2048 -nodes -subj /CN=peilpunt.example -keyout own.key -out own.csr");
    std::ofstream(work_.str() + "/ext") << "subjectAltName=DNS:peilpunt.example\n";
    openssl(
        "x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 -extfile ext -out own.pem");
    openssl("genrsa -out other.key 2048");
    const auto at = [&](const char* name) { return work_.str() + "/" + name; };
    const auto now = SystemClock().now();
    const auto look = [&](const char* key, const char* host, TimePoint time, const char* authority) {
        return http::inspect_certificate(at("own.pem"), at(key), host, time, authority ? at(authority) : "");
    };
    const auto good = look("own.key", "peilpunt.example", now, "ca.pem");
    EXPECT_TRUE(good.faults.empty()) << good.faults.front();
    EXPECT_NEAR(good.days_left.value_or(0), 89, 1);
    EXPECT_NEAR(look("own.key", "", now + std::chrono::hours(24 * 80), "ca.pem").days_left.value_or(0), 9, 1);
    EXPECT_LT(look("own.key", "", now + std::chrono::hours(24 * 92), "ca.pem").days_left.value_or(0), 0);
    const auto says = [](const http::CertificateReport& report, const char* words) {
        return report.faults.size() == 1 && report.faults[0].find(words) != std::string::npos;
    };
    EXPECT_TRUE(says(look("other.key", "peilpunt.example", now, "ca.pem"), "not that of the certificate"));
    EXPECT_TRUE(says(look("own.key", "elders.example", now, "ca.pem"), "not for elders.example"));
    EXPECT_TRUE(says(look("own.key", "peilpunt.example", now, "own.pem"), "browsers will not accept"));
    EXPECT_TRUE(says(look("own.key", "peilpunt.example", now, nullptr), "browsers will not accept"));
}
