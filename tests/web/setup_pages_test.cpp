// SPDX-License-Identifier: EUPL-1.2
// The wizard's handlers: who may call them, and areas from files. tests/e2e/own.mjs walks all of it in a
// browser.
#include "server/web/setup_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using testing::HasSubstr;

namespace {

class Wizard : public testing::Test {
  protected:
    Wizard() {
        seal::start();
        web::SetupHost host{tests::test_areas(), "sleutel", random_, [](const app::NewInstance&) {
                                return Result<void>(Error{ErrorCode::storage_failed, "geen schijf"});
                            }};
        pages_ = std::make_unique<web::SetupPages>(std::move(host));
    }
    http::Reply call(http::Method method, const std::string& pattern, const std::string& body = {},
                     const std::string& type = {}, const std::string& token = "sleutel") {
        http::Request request;
        request.method = method;
        request.path_values["token"] = token;
        request.body = body;
        if (!type.empty()) request.headers.add("Content-Type", type);
        for (const auto& route : pages_->routes())
            if (route.method == method && route.pattern == pattern)
                return std::get<http::WorkerHandler>(route.handler)(request);
        ADD_FAILURE() << "no route " << pattern;
        return {};
    }
    static std::string file(const std::string& name, const std::string& bytes) {
        return "--x\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"" + name + "\"\r\n\r\n" +
               bytes + "\r\n";
    }
    static std::string feature(const std::string& code, const std::string& name) {
        return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"statcode":")" +
               code + R"(","statnaam":")" + name +
               R"("},"geometry":{"type":"Polygon","coordinates":[[[4.5,52.3],[4.6,52.3],[4.6,52.4],[4.5,52.3]]]}}]})";
    }

    tests::SeededRandom random_{5};
    std::unique_ptr<web::SetupPages> pages_;
};

constexpr const char* kType = "multipart/form-data; boundary=x";

TEST_F(Wizard, AnswersOnlyWhoHasTheToken) {
    EXPECT_EQ(call(http::Method::get, "/inrichten/{token}/gebied").status, 200);
    for (const auto* token : {"", "sleute", "sleutelx", "SLEUTEL"})
        EXPECT_EQ(call(http::Method::get, "/inrichten/{token}/gebied", {}, {}, token).status, 404) << token;
}

TEST_F(Wizard, TakesFilesOfMunicipalitiesAndDistrictsTogether) {
    const auto both = file("gemeenten.json", feature("GM0394", "Haarlemmermeer")) +
                      file("wijken.json", feature("WK039401", "Hoofddorp")) + "--x--\r\n";
    EXPECT_EQ(call(http::Method::post, "/inrichten/{token}/gebieden", both, kType).status, 303);
    EXPECT_EQ(
        call(http::Method::post, "/inrichten/{token}/gebied", "regio=Meer&gemeente=GM0394&knop=erbij").status,
        303);
    EXPECT_THAT(call(http::Method::get, "/inrichten/{token}/gebied").body,
                HasSubstr("GM0394, 1 wijk, 0 buurten"));
}

TEST_F(Wizard, RefusesAFileThatIsNoneInASentence) {
    const auto reply = call(http::Method::post, "/inrichten/{token}/gebieden",
                            file("foto.json", "<svg/>") + "--x--\r\n", kType);
    EXPECT_EQ(reply.status, 400);
    EXPECT_THAT(reply.body, HasSubstr("foto.json is niet te gebruiken"));
}

}  // namespace
