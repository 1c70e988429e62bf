// SPDX-License-Identifier: EUPL-1.2
// What residents and the council see of a poll whose revisions follow each other.
#include <gmock/gmock.h>

#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

class RevisionPages : public testing::Test {
  protected:
    void import_second(const std::string& slug) {
        Poll poll = test_poll();
        poll.revision = 2;
        poll.slug = slug;
        poll.title = LocalText(std::map<std::string, std::string>{{"nl", "Hoe wielrijdt u?"}});
        ASSERT_TRUE(pages_.app().import_poll(poll, "test"));
    }
    std::string page(const std::string& path) { return PageFixture::body(pages_.get(path)); }
    static std::string location(const http::Reply& reply) {
        return std::string(reply.headers.get("Location"));
    }
    static Pairs answers() {
        return {{"id", "0d4f4c3e-8a51-4c62-9d7b-2f1f2a6b7c8d"},
                {"revisie", "1"},
                {"a.v1", "dijk"},
                {"a.v2", "ja"},
                {"gemeente", "GM0453"}};
    }
    PageFixture pages_;
};

TEST_F(RevisionPages, ADraftIsSeenAtTheDeskOnly) {
    import_second("wielrijden");
    EXPECT_EQ(pages_.get("/peiling/wielrijden").status, 404);
    EXPECT_EQ(pages_.get("/peiling/wielrijden/uitkomst").status, 404);
    EXPECT_THAT(page("/peiling/fietsen"), HasSubstr("Hoe fiets jij?"));
    EXPECT_EQ(pages_.get("/peiling/fietsen/uitkomst").status, 200);
    EXPECT_THAT(page("/"), Not(HasSubstr("wielrijdt")));
    EXPECT_EQ(pages_.post("/peiling/fietsen", answers()).status, 201);

    const auto visitor = pages_.visitor("RG01");
    const auto list = PageFixture::body(pages_.get("/raad/peilingen", {}, visitor));
    EXPECT_THAT(list, HasSubstr("/raad/peilingen/fietsen\""));
    EXPECT_THAT(list, HasSubstr("/raad/peilingen/wielrijden?concept=ja"));
    EXPECT_THAT(list, HasSubstr("Concept van revisie 2"));
    const auto draft = pages_.get("/raad/peilingen/wielrijden", {{"concept", "ja"}}, visitor);
    EXPECT_EQ(draft.status, 200);
    EXPECT_THAT(PageFixture::body(draft), HasSubstr("Hoe wielrijdt u?"));
    EXPECT_THAT(PageFixture::body(draft), Not(HasSubstr("href=\"/peiling/wielrijden\"")));
}

TEST_F(RevisionPages, TheDeskSaysThatFiguresWaitForAJump) {
    app::ArrivalRules rules;
    rules.jump_from = 1;
    rules.jump_times = 0;
    pages_.app().arrivals().set_rules(rules);
    const auto seen = [&] {
        return PageFixture::body(pages_.get("/raad/peilingen/fietsen", {}, pages_.visitor("RG01")));
    };
    EXPECT_THAT(seen(), Not(HasSubstr("De cijfers wachten")));
    EXPECT_EQ(pages_.post("/peiling/fietsen", answers()).status, 201);
    EXPECT_THAT(seen(), HasSubstr("De cijfers wachten"));
}

TEST_F(RevisionPages, AnEarlierAddressLeadsOnAndStillTakesWhatWasTypedThere) {
    import_second("wielrijden");
    ASSERT_TRUE(pages_.app().publish_poll("fietsen", "test"));
    for (const std::string rest : {"", "/uitkomst", "/uitkomst.csv"}) {
        const auto reply = pages_.get("/peiling/fietsen" + rest);
        EXPECT_EQ(reply.status, 308) << rest;
        EXPECT_EQ(location(reply), "/peiling/wielrijden" + rest);
    }
    EXPECT_EQ(pages_.get("/peiling/wielrijden").status, 200);
    EXPECT_EQ(location(pages_.get("/raad/peilingen/fietsen", {}, pages_.visitor("RG01"))),
              "/raad/peilingen/wielrijden");
    const auto thanks = pages_.post("/peiling/fietsen", answers());
    EXPECT_EQ(thanks.status, 201) << "a page that was open when the address changed";
    EXPECT_THAT(PageFixture::body(thanks), HasSubstr("data-wipe=\"fietsen\""))
        << "the browser keeps the answers under the name that the page had";
}

TEST_F(RevisionPages, TellTheDayOnWhichItReallyClosed) {
    pages_.server().clock().move(std::chrono::days(2));
    ASSERT_TRUE(pages_.app().close_poll("fietsen", "test"));
    pages_.server().clock().move(std::chrono::days(30));
    EXPECT_THAT(page("/peiling/fietsen"), HasSubstr("12 november"));
    EXPECT_THAT(page("/peiling/fietsen/uitkomst"), HasSubstr("12 november"));
    for (const auto* path : {"/peiling/fietsen", "/peiling/fietsen/uitkomst"}) {
        EXPECT_THAT(page(path), Not(HasSubstr("30 november"))) << path;
        EXPECT_THAT(page(path), Not(HasSubstr("11 november"))) << path;
    }
    const auto visitor = pages_.visitor("RG01");
    EXPECT_THAT(PageFixture::body(pages_.get("/raad/peilingen", {}, visitor)), HasSubstr("12 november"));
    EXPECT_THAT(PageFixture::body(pages_.get("/raad/peilingen/fietsen", {}, visitor)),
                HasSubstr("12 november"));
}

TEST_F(RevisionPages, APollWhoseTimePassedClosedOnItsLastDay) {
    pages_.server().clock().move(std::chrono::days(30));
    EXPECT_THAT(page("/peiling/fietsen"), HasSubstr("30 november"));
    pages_.app().housekeep();
    EXPECT_THAT(page("/peiling/fietsen"), HasSubstr("30 november"));
}

}  // namespace
}  // namespace peilpunt::tests
