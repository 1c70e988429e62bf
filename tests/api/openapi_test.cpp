// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "server/api/api.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

using Endpoint = std::pair<std::string, std::string>;

std::set<Endpoint> described() {
    const auto document = nlohmann::json::parse(api::openapi());
    std::set<Endpoint> found;
    for (const auto& [path, item] : document["paths"].items())
        for (const auto& [method, operation] : item.items())
            if (method != "parameters") found.insert({method, "/api/v1" + path});
    return found;
}

/// Every "$ref" below a value.
void collect_references(const nlohmann::json& value, std::set<std::string>& references) {
    if (value.is_object() && value.contains("$ref")) references.insert(value["$ref"].get<std::string>());
    for (const auto& part : value)
        if (part.is_structured()) collect_references(part, references);
}

}  // namespace

TEST(OpenApi, DescribesExactlyTheRoutesThatExist) {
    tests::ServerFixture server;
    std::set<Endpoint> served;
    for (const auto& route : api::routes(server.app()))
        served.insert({route.method == http::Method::get ? "get" : "post", route.pattern});
    EXPECT_EQ(described(), served);
}

TEST(OpenApi, HasNoReferenceThatLeadsNowhere) {
    const auto document = nlohmann::json::parse(api::openapi());
    std::set<std::string> references;
    collect_references(document, references);
    ASSERT_GT(references.size(), 10U);
    for (const auto& reference : references)
        EXPECT_TRUE(document.contains(nlohmann::json::json_pointer(reference.substr(1)))) << reference;
}

TEST(OpenApi, SaysTheVersionThatTheServerSays) {
    const auto document = nlohmann::json::parse(api::openapi());
    EXPECT_EQ(document["info"]["version"], api::kApiVersion);
    for (const auto* field : {"name", "url", "email"})
        EXPECT_TRUE(document["info"]["contact"].contains(field)) << field;
}

TEST(OpenApi, KeepsToTheDesignRulesForPaths) {
    for (const auto& [method, path] : described()) {
        EXPECT_NE(path.back(), '/') << path;
        EXPECT_EQ(path.find("//"), std::string::npos) << path;
        for (const char c : path)
            EXPECT_TRUE((c >= 'a' && c <= 'z') ||
                        std::string_view("/{}-v1.").find(c) != std::string_view::npos)
                << path;
    }
}
