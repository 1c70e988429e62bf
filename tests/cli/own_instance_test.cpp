// SPDX-License-Identifier: EUPL-1.2
// The real program: configuration, `init`, settings, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <fstream>
#include <sstream>

#include "server/app/words_to_keep.hpp"
#include "server/cli/config.hpp"
#include "server/cli/data_folder.hpp"
#include "server/demo/areas.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

namespace {

struct Said {
    int code = 0;
    std::string text;  ///< both streams
};

class OwnInstance : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return folder_.str() + "/" + name; }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }
    /// `before`: variables of the environment; `input`: standard input.
    Said run(const std::string& arguments, const std::string& before = "",
             const std::string& input = "") const {
        const auto in = write("invoer", input);
        const auto command = "env -u PEILPUNT_CONFIG " + before +
                             " timeout 60 " PEILPUNT_BINARY_DIR "/peilpunt-server " + arguments + " 2>&1 < " +
                             in;
        Said said;
        FILE* pipe = ::popen(command.c_str(), "r");
        char buffer[4096];
        while (const auto got = std::fread(buffer, 1, sizeof buffer, pipe)) said.text.append(buffer, got);
        const int status = ::pclose(pipe);
        said.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return said;
    }
    std::string example() const {
        std::ifstream file(fs::path(PEILPUNT_SOURCE_DIR) / "docs/peilpunt.toml");
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }
    /// The example with one line more, or with `from` replaced.
    std::string example_with(const std::string& from, const std::string& to) const {
        auto text = example();
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    }
    bool nothing_made(const std::string& data) const { return cli::is_unused(data); }

    tests::TemporaryFolder folder_;
};

TEST_F(OwnInstance, TheExampleFileMakesOneAndNothingSecretStandsInIt) {
    const auto data = path("data");
    const auto said = run("init --data " + data + " --config " + write("p.toml", example()));
    ASSERT_EQ(said.code, 0) << said.text;
    EXPECT_THAT(said.text, HasSubstr("IJmond, 3 municipalities"));
    const auto after = [&](const std::string& label) {
        const auto at = said.text.find(label) + label.size();
        const auto value = said.text.substr(at, said.text.find('\n', at) - at);
        return std::string(app::trimmed(value));
    };
    const auto password = after("with the password:"), passphrase = after("contact keeper:"),
               pin = after("staff screen:");
    EXPECT_EQ(pin.size(), 8U);
    for (const auto& entry : fs::recursive_directory_iterator(data)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::stringstream bytes;
        bytes << file.rdbuf();
        for (const auto& secret : {password, passphrase, pin})
            EXPECT_EQ(bytes.str().find(secret), std::string::npos) << entry.path();
        EXPECT_EQ(fs::status(entry.path()).permissions() & fs::perms(077), fs::perms::none) << entry.path();
    }
    EXPECT_FALSE(fs::exists(data + "/.nieuw"));
    EXPECT_EQ(run("verify --data " + data).code, 0);
    const auto listed = run("setting list --data " + data).text;
    EXPECT_THAT(listed, HasSubstr("Participatieraad Velsen"));
    EXPECT_THAT(listed, HasSubstr("* sender.GM0453.colour.action"));
    EXPECT_THAT(listed, Not(HasSubstr("argon2")));
    EXPECT_THAT(run("user list --data " + data).text, HasSubstr("sam"));
    // A second time it is refused and stays as it was.
    const auto again = run("init --data " + data + " --config " + path("p.toml"));
    EXPECT_EQ(again.code, 1);
    EXPECT_THAT(again.text, HasSubstr("not empty"));
    // The passphrase opens the contact keeper's key, and can be changed.
    EXPECT_EQ(run("contact passphrase --data " + data, "", "verkeerde zin\nnog een zin erbij\n").code, 1);
    EXPECT_EQ(run("contact passphrase --data " + data, "", passphrase + "\r\neen nieuwe lange zin\r\n").code,
              0);
    EXPECT_EQ(run("contact passphrase --data " + data, "", passphrase + "\neen andere lange zin\n").code, 1);
    EXPECT_EQ(run("contact passphrase --data " + data, "", "een nieuwe lange zin\n").code, 0);
}

TEST_F(OwnInstance, PasswordAndPassphraseComeFromStandardInputWithAnyLineEnd) {
    const auto data = path("data");
    const auto said = run("init --data " + data + " --config " + write("p.toml", example()), "",
                          "vier groene lampen zingen\r\nzeven woorden die niemand anders ooit raadt\r\n");
    ASSERT_EQ(said.code, 0) << said.text;
    EXPECT_THAT(said.text, Not(HasSubstr("een lang eerste")));
    EXPECT_THAT(said.text, Not(HasSubstr("zeven woorden")));
    const SystemClock clock;
    SystemRandom random;
    auto folder = cli::open_data_folder({clock, random, data, "", ""});
    ASSERT_TRUE(folder);
    EXPECT_TRUE(folder->app->accounts().sign_in("sam", seal::Secret("vier groene lampen zingen")));
    EXPECT_TRUE(folder->app->state()->settings.find("voorbeeld") == folder->app->state()->settings.end());
    // The same for people who come later.
    folder = Error{};
    EXPECT_EQ(run("user add joke --full-name 'Joke Prins' --role raad --scope GM0453 --data " + data, "",
                  "duin-en-dijk-2026\r\n")
                  .code,
              0);
    const auto wrong = run("user add piet --full-name Piet --role raad --scope WK045301 --data " + data, "",
                           "duin-en-dijk-2026\n");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_THAT(wrong.text, HasSubstr("not 'WK045301'"));
    auto again = cli::open_data_folder({clock, random, data, "", ""});
    EXPECT_TRUE(again->app->accounts().sign_in("joke", seal::Secret("duin-en-dijk-2026")));
}

struct Broken {
    const char* name;
    const char* from;  ///< of the example
    const char* to;
    const char* said;  ///< must be in the one line
};
const Broken kBroken[] = {
    {"AnUnknownKey", "threads = 2", "x = 1\nthread = 2", "thread"},
    {"AnUnknownSetting", "region.name =", "regio.naam = \"x\"\nregion.name =", "regio.naam"},
    {"ASettingOfNobody", "GM0453.name = \"P", "GM0999.name = \"P", "body.GM0999.name"},
    {"AWrongKind", "account.name = \"sam\"", "account.name = 5", "init.account.name: must be"},
    {"ANumberAsText", "kiosk.silent_days = 3", "kiosk.silent_days = \"drie\"", "kiosk.silent_days"},
    {"ColoursWithoutContrast", "#225C3A", "#2E7D4F", "#205D3A is near"},
    {"NoColour", "#225C3A", "groen", "colour.action"},
    {"AMunicipalityThatIsNotKnown", "\"GM0396\"", "\"GM0363\"", "GM0363"},
    {"NoMunicipality", "[\"GM0375\", \"GM0396\", \"GM0453\"]", "[]", "municipalities"},
    {"ANameToSignInWithCapitals", "\"sam\"", "\"Sam V\"", "account.name"},
    {"ALogoThatIsNotThere", "# logo = \"velsen.png\"", "logo = \"velsen.png\"", "velsen.png"},
    {"ALogoThatIsAScript", "# logo = \"velsen.png\"", "logo = \"script.svg\"", "SVG"},
    {"ALogoOf20Megabytes", "# logo = \"velsen.png\"", "logo = \"groot.png\"", "200 kB"},
    {"ASiteWithAPath", "site = \"https://peilpunt.example\"", "site = \"https://peilpunt.example/x\"",
     "site"},
    {"NotToml", "threads = 2", "= = \nthreads", ":"},
};
class BrokenFiles : public OwnInstance, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenFiles, AreRefusedInOneLineWithThePlaceAndNothingIsMade) {
    const auto& broken = GetParam();
    write("script.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    if (std::string(broken.to).find("groot") != std::string::npos)
        write("groot.png", "\x89PNG\r\n\x1a\n" + std::string(20'000'000, 'x'));
    const auto file = write("p.toml", example_with(broken.from, broken.to));
    const auto said = run("init --data " + path("data") + " --config " + file);
    EXPECT_EQ(said.code, 1) << said.text;
    EXPECT_THAT(said.text, HasSubstr(broken.said));
    EXPECT_THAT(said.text, HasSubstr("p.toml:")) << "the place";
    EXPECT_LE(std::count(said.text.begin(), said.text.end(), '\n'), 2) << said.text;
    EXPECT_TRUE(nothing_made(path("data")));
}
INSTANTIATE_TEST_SUITE_P(All, BrokenFiles, testing::ValuesIn(kBroken),
                         [](const auto& information) { return std::string(information.param.name); });

class WithData : public OwnInstance {
  protected:
    WithData() {
        static const tests::TemporaryFolder made;
        static const bool filled = [this] {
            const SystemClock clock;
            SystemRandom random;
            app::NewInstance chosen;
            chosen.region = "IJmond";
            chosen.areas = app::areas_of_region(demo::areas(), {"GM0453", "GM0375"}, "IJmond").value();
            chosen.user = "sam";
            chosen.full_name = "Sam Visser";
            chosen.password = seal::Secret("vier groene lampen zingen");
            chosen.passphrase = seal::Secret("een zin die niemand raadt");
            chosen.pin = seal::Secret("49071826");
            cli::make_instance({clock, random, made.str() + "/data", "", ""}, chosen).value();
            return true;
        }();
        static_cast<void>(filled);
        fs::copy(made.path() / "data", data_, fs::copy_options::recursive);
    }
    const std::string data_ = path("data");
};

TEST_F(WithData, EverySubcommandReadsTheFileAndTheCommandLineHoldsBeforeTheEnvironmentAndThatBeforeTheFile) {
    write("p.toml", "data = \"" + path("van-het-bestand") + "\"\n");
    // Something that is no instance, so that `serve` does not begin one.
    fs::create_directories(path("van-het-bestand"));
    write("van-het-bestand/iets", "x");
    const auto config = " --config " + path("p.toml");
    for (const auto* command :
         {"user list", "kiosk list", "setting list", "key list", "clip list", "verify", "poll publish x",
          "poll results x", "backup ", "purge --dry-run", "bundle export .", "serve --listen 127.0.0.1:0"}) {
        const auto said =
            run(std::string(command) + (std::string(command) == "backup " ? path("b") : "") + config);
        EXPECT_EQ(said.code, 1) << command;
        EXPECT_THAT(said.text, HasSubstr("van-het-bestand")) << command;
        const auto missing = run(std::string(command) + (std::string(command) == "backup " ? path("b") : "") +
                                 " --config " + path("geen.toml") + " --data " + data_);
        EXPECT_EQ(missing.code, 1) << command;
        EXPECT_THAT(missing.text, HasSubstr("geen.toml: there is no such file")) << command;
    }
    EXPECT_THAT(run("user list" + config, "PEILPUNT_DATA=" + path("van-de-omgeving")).text,
                HasSubstr("van-de-omgeving"));
    EXPECT_EQ(run("user list" + config + " --data " + data_, "PEILPUNT_DATA=" + path("van-de-omgeving")).code,
              0);
    EXPECT_EQ(run("user list", "PEILPUNT_CONFIG=" + path("p.toml")).code, 1);
    EXPECT_EQ(run("user list").code, 2) << "no folder at all";
}

TEST_F(WithData, WhatTheFileAndTheEnvironmentSayOfASettingIsFixed) {
    write("p.toml", "site = \"https://bestand.example/\"\n[settings]\nkiosk.silent_days = 4\n");
    const auto config = " --config " + path("p.toml") + " --data " + data_;
    EXPECT_THAT(run("setting get site" + config).text, HasSubstr("https://bestand.example\nfixed in"));
    EXPECT_THAT(run("setting get site" + config, "PEILPUNT_SITE=https://omgeving.example").text,
                HasSubstr("https://omgeving.example\nfixed in PEILPUNT_SITE"));
    const auto refused = run("setting set kiosk.silent_days 5" + config);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.text, HasSubstr("p.toml:3"));
    EXPECT_EQ(run("setting set kiosk.silent_days 5 --reason proef --data " + data_).code, 0);
    EXPECT_THAT(run("setting get kiosk.silent_days --data " + data_).text, HasSubstr("5"));
    EXPECT_THAT(
        run("setting get kiosk.silent_days --data " + data_, "PEILPUNT_SETTING_KIOSK_SILENT_DAYS=9").text,
        HasSubstr("9\nfixed in PEILPUNT_SETTING_KIOSK_SILENT_DAYS"));
    write("w.toml", "\nthreads = 500\n");
    const auto wrong = run("serve --listen 127.0.0.1:0 --config " + path("w.toml") + " --data " + data_);
    EXPECT_EQ(wrong.code, 1);
    EXPECT_THAT(wrong.text, HasSubstr("w.toml:2"));
    for (const auto* site : {"peilpunt.example", "javascript:alert(1)", "https://a.example/b"})
        EXPECT_THAT(run(std::string("serve --listen 127.0.0.1:0 --site '") + site + "' --data " + data_).text,
                    HasSubstr("is no address of a site"))
            << site;
}

TEST_F(WithData, ThePinIsMadeOrGivenAndShownOnce) {
    EXPECT_THAT(run("kiosk pin --data " + data_).text, testing::ContainsRegex("new PIN is [0-9]{8}"));
    EXPECT_EQ(run("kiosk pin --data " + data_, "", "12345678\r\n").code, 0);
    EXPECT_EQ(run("kiosk pin --data " + data_, "", "1234\n").code, 1);
    EXPECT_THAT(run("setting get kiosk.pin --data " + data_).text, HasSubstr("(ingesteld)"));
}

TEST_F(WithData, ASetupThatBrokeOffIsClearedOrFinished) {
    const SystemClock clock;
    SystemRandom random;
    // Before it was whole: cleared, and the folder is as new.
    const auto half = path("half");
    fs::create_directories(half + "/.nieuw/sleutels");
    std::ofstream(half + "/.nieuw/peilpunt.db") << "half";
    EXPECT_TRUE(cli::is_unused(half));
    EXPECT_FALSE(cli::open_data_folder({clock, random, half, "", ""}));
    EXPECT_FALSE(fs::exists(half + "/.nieuw"));
    // After: each file that was not moved yet is moved.
    for (const auto* first : {"", "sleutels", "contact.db", "peilpunt.db"}) {
        const auto whole = path(std::string("heel-") + first);
        fs::create_directories(whole + "/.nieuw");
        for (const auto& entry : fs::directory_iterator(data_))
            fs::copy(entry.path(), whole + "/.nieuw/" + entry.path().filename().string(),
                     fs::copy_options::recursive);
        std::ofstream(whole + "/.nieuw/klaar") << "ja\n";
        if (*first) fs::rename(whole + "/.nieuw/" + first, whole + "/" + first);
        EXPECT_FALSE(cli::is_unused(whole));
        auto opened = cli::open_data_folder({clock, random, whole, "", ""});
        ASSERT_TRUE(opened) << first << opened.error().message;
        EXPECT_FALSE(fs::exists(whole + "/.nieuw"));
        EXPECT_EQ(opened->app->state()->region_name, "IJmond");
    }
}

TEST_F(OwnInstance, IsNotSetUpOverANetworkInTheClear) {
    for (const auto* how : {"--listen 0.0.0.0:0", "--listen '[::]:0'"}) {
        const auto refused = run(std::string("serve ") + how + " --data " + path("data"));
        EXPECT_EQ(refused.code, 1) << how;
        EXPECT_THAT(refused.text, HasSubstr("in the clear")) << how;
    }
    for (const auto* how : {"--listen 127.0.0.2:0", "--listen 0.0.0.0:0 --trusted-proxy 127.0.0.1"}) {
        const auto served = run(std::string("serve ") + how + " --data " + path("data"), "timeout -s TERM 5");
        EXPECT_THAT(served.text, HasSubstr("/inrichten/")) << how;
    }
}

TEST_F(OwnInstance, AnExampleIsServedToThisMachineOnly) {
    const auto data = path("data");
    const auto filled = run("demo --data " + data);
    ASSERT_EQ(filled.code, 0) << filled.text;
    const auto refused = run("serve --listen 0.0.0.0:0 --data " + data);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.text, HasSubstr("is an example"));
    EXPECT_EQ(run("serve --listen '[::]:0' --data " + data).code, 1);
    // The same folder on loopback, or with --demo, is served until it is stopped.
    for (const auto* how : {"--listen 127.0.0.2:0", "--demo --listen 0.0.0.0:0"}) {
        const auto served = run(std::string("serve ") + how + " --data " + data, "timeout -s TERM 5");
        EXPECT_THAT(served.text, HasSubstr("Peilpunt:  http://")) << how;
    }
    // Another example has other secrets.
    const auto other = run("demo --data " + path("ander"));
    const auto secrets = [](const std::string& text) { return text.substr(text.find("the password")); };
    EXPECT_NE(secrets(filled.text), secrets(other.text));
}

}  // namespace
