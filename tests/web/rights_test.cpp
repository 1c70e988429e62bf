// SPDX-License-Identifier: EUPL-1.2
// Every route, asked by every function and by nobody, in their own municipality, in another and in the
// region, through the server itself, on the example's data.
#include <gmock/gmock.h>

#include <future>
#include <set>

#include "server/api/api.hpp"
#include "server/app/rights.hpp"
#include "server/demo/demo.hpp"
#include "server/http/server.hpp"
#include "server/web/needs.hpp"
#include "server/web/setup_pages.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "tests/support/tone.hpp"
#include "tests/web/page_check.hpp"
#include "tests/web/rights_table.hpp"

namespace peilpunt::tests {
namespace {

const char* method_word(http::Method method) { return method == http::Method::post ? "POST" : "GET"; }

std::string name_of(const http::Route& route) {
    return std::string(method_word(route.method)) + ' ' + route.pattern;
}

/// Those without a row. Files under a name of their own are open to all by what they are.
std::vector<std::string> without_row(const std::vector<http::Route>& routes) {
    std::set<std::string> rows;
    for (const auto& row : kRightsRows) rows.insert(std::string(row.method) + ' ' + row.pattern);
    std::vector<std::string> missing;
    for (const auto& route : routes) {
        const bool file = route.pattern.starts_with("/assets/") && route.needs.is_nothing();
        if (!file && !rows.contains(name_of(route))) missing.push_back(name_of(route));
    }
    return missing;
}

std::string replaced(std::string text, const std::string& mark, const std::string& value) {
    if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), value);
    return text;
}

/// The example of the IJmond, served as `serve` does, with what the rows of the table ask for.
class Rights : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        instance_ = std::make_unique<Instance>();
        instance_->fill();
    }
    static void TearDownTestSuite() { instance_.reset(); }

    struct Instance {
        Instance()
            : store(open_test_store(folder.str(), clock, random, true)),
              app(*store, test_keys(), clock, random),
              pages(app) {
            all = api::routes(app);
            for (auto& route : pages.routes()) all.push_back(std::move(route));
            http::ServerOptions options;
            options.threads = 1;
            options.limits.rates = false;  // a thousand requests come from one network
            server.emplace(options, std::make_shared<http::Router>(all), pages.hooks(), clock);
        }
        void fill();

        TemporaryFolder folder;
        HandClock clock{test_start()};
        SeededRandom random{7};
        std::unique_ptr<store::Store> store;
        app::App app;
        web::Pages pages;
        std::vector<http::Route> all;
        std::optional<http::Server> server;
        std::string signal;
    };
    static Instance& instance() { return *instance_; }

    static SignedIn person(app::Function function, const char* scope) {
        auto& here = instance();
        return sign_in(*here.store, here.clock, here.random, std::string(app::word(function)), scope);
    }
    static std::string new_kiosk() {
        auto& app = instance().app;
        const auto code = app.fleet().make_pairing_code(app::Accounts::command_line(), "Buurthuis",
                                                        AreaCode::parse("GM0453").value());
        return app.enrol({code.value(), seal::make_sign_keys().public_key}).value().kiosk.str();
    }
    static LoopbackReply ask(const RightsRow& row, const std::optional<SignedIn>& visitor);

  private:
    inline static std::unique_ptr<Instance> instance_;
};

void Rights::Instance::fill() {
    demo::load(*store, app, dutch_date(clock.now())).value();
    auto poll = test_poll();
    poll.slug = "alleen-velsen";
    poll.municipalities = {AreaCode::parse("GM0453").value()};
    app.import_poll(poll, "test").value();
    const auto bytes = [this] { return std::string(ResponseId::random(random).bytes()); };
    const auto wait = [](auto add) {
        std::promise<void> stored;
        add([&](Result<store::Stored> result) {
            EXPECT_TRUE(result);
            stored.set_value();
        });
        stored.get_future().wait();
    };
    store::NewSignal told;
    told.ledger = {bytes(), bytes()};
    told.receipt_hash = bytes();
    told.row_id = SignalId::random(random);
    told.signal.municipality = AreaCode::parse("GM0453").value();
    told.signal.recording = bytes();
    told.origin = {Channel::kiosk, "Buurthuis", moment_of(clock.now())};
    wait([&](store::Done done) { store->add_signal(told, std::move(done)); });
    wait([&](store::Done done) {
        store->add_recording({{bytes(), bytes()},
                              told.signal.recording,
                              sound::encode(test::tone(440, 1'000, sound::kSpeechRate)).value(),
                              "",
                              told.origin.moment},
                             std::move(done));
    });
    signal = told.row_id.str();
}

LoopbackReply Rights::ask(const RightsRow& row, const std::optional<SignedIn>& visitor) {
    std::string address = replaced(row.address, "{signal}", instance().signal);
    if (address.find("{kiosk}") != std::string::npos) address = replaced(address, "{kiosk}", new_kiosk());
    std::string head = std::string(row.method) + ' ' + address + " HTTP/1.1\r\nHost: localhost\r\n";
    if (visitor) head += "Cookie: peilpunt=" + visitor->token + "\r\n";
    std::string body;
    if (*row.form == '*') {
        head += "Content-Type: multipart/form-data; boundary=grens\r\n";
        std::istringstream pairs(row.form + 1);
        std::string name, value;
        const auto add = [&] {
            body +=
                "--grens\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
        };
        while (std::getline(pairs, name, '|') && std::getline(pairs, value, '|')) add();
        name = "csrf";
        value = kCsrf;
        add();
        body += "--grens--\r\n";
    } else if (std::string_view(row.method) == "POST") {
        head += "Content-Type: application/x-www-form-urlencoded\r\n";
        body = std::string(row.form) + (*row.form ? "&" : "") + (visitor ? std::string("csrf=") + kCsrf : "");
    }
    if (std::string_view(row.method) == "POST")
        head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return LoopbackClient("127.0.0.1", instance().server->port()).ask(head + "\r\n" + body);
}

const ByStand& expected(const RightsRow& row, app::Function function) {
    switch (function) {
        case app::Function::member:
        case app::Function::chair:
            return row.readers;
        case app::Function::officer:
        case app::Function::driver:
        case app::Function::oversight:
            return row.watchers;
        case app::Function::operator_:
            return row.operators;
        case app::Function::connector:
        case app::Function::contact_keeper:
        case app::Function::guest:
            break;
    }
    return row.others;
}

TEST_F(Rights, EveryRouteHasARow) {
    EXPECT_THAT(without_row(instance().all), testing::IsEmpty());
    auto more = instance().all;
    more.push_back(
        {.pattern = "/raad/geheim", .handler = [](const http::Request&) { return http::Reply(); }});
    more.push_back({.pattern = "/assets/geheim",
                    .handler = [](const http::Request&) { return http::Reply(); },
                    .needs = web::needs(app::Right::read_signals)});
    EXPECT_THAT(without_row(more), testing::ElementsAre("GET /raad/geheim", "GET /assets/geheim"));
    std::set<std::string> known;
    for (const auto& route : instance().all) known.insert(name_of(route));
    for (const auto& row : kRightsRows)
        EXPECT_TRUE(known.contains(std::string(row.method) + ' ' + row.pattern)) << row.pattern;
}

TEST_F(Rights, NobodyGetsWhatIsOpenAndElseTheSignIn) {
    for (const auto& row : kRightsRows) {
        const auto reply = ask(row, std::nullopt);
        EXPECT_EQ(reply.status, row.nobody) << row.method << ' ' << row.address;
        if (row.nobody != kSignIn) continue;
        EXPECT_THAT(reply.head, testing::HasSubstr("\r\nLocation: /raad/aanmelden?naar=/")) << row.address;
    }
}

TEST_F(Rights, EveryFunctionGetsWhatTheTableSaysWhereverItIs) {
    int asked = 0;
    for (const auto function : app::kFunctions)
        for (std::size_t stand = 0; stand < kStands.size(); ++stand) {
            const auto visitor = person(function, kStands[stand]);
            for (const auto& row : kRightsRows) {
                const auto reply = ask(row, visitor);
                EXPECT_EQ(reply.status, expected(row, function)[stand])
                    << app::word(function) << " of " << kStands[stand] << ": " << row.method << ' '
                    << row.address;
                ++asked;
            }
        }
    EXPECT_EQ(asked, std::ssize(kRightsRows) * 27);
}

TEST_F(Rights, AFormOfAnotherSiteDoesNothingWhoeverIsSignedIn) {
    for (const auto& row : kRightsRows) {
        if (row.nobody != kSignIn || std::string_view(row.method) != "POST" || *row.form == '*') continue;
        const auto visitor = person(app::Function::operator_, "RG01");
        const auto address = replaced(replaced(row.address, "{signal}", instance().signal), "{kiosk}", "x");
        const std::string head = "POST " + address +
                                 " HTTP/1.1\r\nHost: localhost\r\nCookie: peilpunt=" + visitor.token +
                                 "\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        LoopbackClient client("127.0.0.1", instance().server->port());
        EXPECT_EQ(client.ask(head + "Content-Length: 11\r\n\r\ncsrf=anders").status, 403) << row.address;
        EXPECT_EQ(
            client.ask(head + "Origin: https://elders.example\r\nContent-Length: 14\r\n\r\ncsrf=" + kCsrf)
                .status,
            403)
            << row.address;
    }
}

TEST_F(Rights, TheMenuShowsExactlyWhatOpens) {
    for (const auto function : app::kFunctions) {
        const auto visitor = person(function, "GM0453");
        const RightsRow start{"GET", "", "/raad", "", 0, {}, {}, {}, {}};
        const auto page = ask(start, visitor);
        if (page.status != 200) continue;
        for (const auto* item : {"/raad", "/raad/signalen", "/raad/peilingen", "/raad/inzicht",
                                 "/beheer/kiosken", "/beheer/instellingen"}) {
            const RightsRow row{"GET", "", item, "", 0, {}, {}, {}, {}};
            const bool opens = ask(row, visitor).status == 200;
            const bool shown = page.body.find("href=\"" + std::string(item) + "\"") != std::string::npos;
            EXPECT_EQ(shown, opens) << app::word(function) << ' ' << item;
        }
    }
}

TEST_F(Rights, ADisabledPersonIsNobodyAtOnce) {
    auto& here = instance();
    const auto visitor = person(app::Function::member, "GM0453");
    const RightsRow start{"GET", "", "/raad", "", 0, {}, {}, {}, {}};
    EXPECT_EQ(ask(start, visitor).status, 200);
    here.app.accounts().disable(visitor.id, "test").value();
    EXPECT_EQ(ask(start, visitor).status, 303);
}

TEST(RightsOfTheWizard, ItsRoutesAskForTheTokenInTheirAddressAndForNobody) {
    SystemRandom random;
    const web::SetupPages wizard(
        {{}, "geheim", random, [](const app::NewInstance&) { return Result<void>(); }});
    for (const auto& route : wizard.routes()) {
        EXPECT_TRUE(route.needs.is_nothing()) << route.pattern;
        EXPECT_TRUE(route.pattern.starts_with("/inrichten/{token}") ||
                    route.pattern.starts_with("/assets/") || route.method == http::Method::get)
            << route.pattern;
    }
}

}  // namespace
}  // namespace peilpunt::tests
