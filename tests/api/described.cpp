// SPDX-License-Identifier: EUPL-1.2
#include "tests/api/described.hpp"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "server/api/api.hpp"

namespace peilpunt::tests {
namespace {

using Json = nlohmann::json;
using Complaints = std::vector<std::string>;

constexpr std::string_view kBase = "/api/v1";

/// Components that a schema of their own describes whole.
const std::map<std::string, std::string> kWhole = {
    {"Peiling", "poll"},       {"Inzending", "response"}, {"Signaal", "signal"},
    {"Uitkomsten", "results"}, {"Stapel", "batch"},       {"Ontvangstbewijs", "acknowledgement"}};

/// What any request may get before it is looked at as one of an operation; said once, in `info`.
const std::set<int> kBeforeOperations = {408, 414, 417, 431, 501, 505};

class Schema {
  public:
    explicit Schema(Json source) : source_(std::move(source)) {
        const valijson::adapters::NlohmannJsonAdapter adapter(source_);
        valijson::SchemaParser().populateSchema(adapter, schema_);
    }
    void judge(const Json& document, const std::string& name, Complaints& complaints) const {
        valijson::ValidationResults results;
        const valijson::adapters::NlohmannJsonAdapter adapter(document);
        if (valijson::Validator().validate(schema_, adapter, &results)) return;
        valijson::ValidationResults::Error error;
        while (results.popError(error)) complaints.push_back(name + ": " + error.description);
        if (complaints.empty()) complaints.push_back(name + " refuses it");
    }

  private:
    Json source_;
    valijson::Schema schema_;
};

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const auto slash = path.find('/', 1);
        segments.emplace_back(path.substr(1, slash == std::string_view::npos ? slash : slash - 1));
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    }
    return segments;
}

/// How many segments match letter by letter; nothing when they do not match at all.
std::optional<std::size_t> match(const std::string& pattern, std::string_view path) {
    const auto wanted = segments_of(pattern);
    const auto given = segments_of(path);
    if (wanted.size() != given.size()) return std::nullopt;
    std::size_t same = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == given[i]) {
            ++same;
        } else if (wanted[i].front() != '{' || given[i].empty()) {
            return std::nullopt;
        }
    }
    return same;
}

}  // namespace

class Description::Impl {
  public:
    Complaints complaints(const net::HttpRequest& request, const net::HttpResponse& response) {
        Complaints found;
        const auto [operation, name] = operation_of(request);
        if (!operation) return found;
        const auto status = std::to_string(response.status);
        const auto& responses = (*operation)["responses"];
        const bool early = kBeforeOperations.count(response.status) > 0;
        if (!early && !responses.contains(status)) return {name + " does not describe " + status};
        const Json& described =
            resolved(early ? api_["components"]["responses"]["Probleem"] : responses[status]);
        const Json headers = described.value("headers", Json::object());
        for (const auto& [header, unused] : headers.items())
            if (response.header(header).empty()) found.push_back(name + " has no header " + header);
        judge_body(described, std::string(response.header("Content-Type")), response.body, name, found);
        if (response.status / 100 != 2) return found;
        seen_.insert(name);
        if (operation->contains("requestBody") && (*operation)["requestBody"].contains("content"))
            judge_body((*operation)["requestBody"], "application/json", request.body, name, found);
        return found;
    }

    std::vector<std::string> not_seen() const {
        std::vector<std::string> missing;
        for (const auto& [path, item] : api_["paths"].items())
            for (const auto& [method, unused] : item.items())
                if (method != "parameters" && !seen_.count(method + " " + path))
                    missing.push_back(method + " " + path);
        return missing;
    }

  private:
    const Json& resolved(const Json& node) const {
        return node.contains("$ref") ? api_.at(Json::json_pointer(node["$ref"].get<std::string>().substr(1)))
                                     : node;
    }

    std::pair<const Json*, std::string> operation_of(const net::HttpRequest& request) const {
        std::string_view path = request.url;
        path = path.substr(path.find(kBase) + kBase.size());
        path = path.substr(0, path.find('?'));
        std::string method = request.method;
        for (auto& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        std::pair<const Json*, std::string> best{nullptr, ""};
        std::size_t most = 0;
        for (const auto& [pattern, item] : api_["paths"].items()) {
            const auto same = match(pattern, path);
            if (!same || (best.first && *same <= most) || !item.contains(method)) continue;
            best = {&item[method], method + " " + pattern};
            most = *same;
        }
        return best;
    }

    void judge_body(const Json& described, const std::string& type, const std::string& body,
                    const std::string& name, Complaints& found) {
        if (!described.contains("content")) {
            if (!body.empty()) found.push_back(name + " describes no body");
            return;
        }
        const auto media_type = type.substr(0, type.find(';'));
        if (!described["content"].contains(media_type)) {
            found.push_back(name + " does not describe " + media_type);
            return;
        }
        if (!media_type.ends_with("json")) return;
        const auto document = Json::parse(body, nullptr, false);
        if (document.is_discarded()) {
            found.push_back(name + ": no JSON");
            return;
        }
        const Json& schema = described["content"][media_type]["schema"];
        component(schema).judge(document, name, found);
        describe_fields(schema, document, name, found);
    }

    /// The fields of a value that its schema does not name; whole components by their own schema as well.
    void describe_fields(const Json& schema, const Json& value, const std::string& at, Complaints& found) {
        if (schema.contains("$ref")) {
            const auto reference = schema["$ref"].get<std::string>();
            const auto whole = kWhole.find(reference.substr(reference.rfind('/') + 1));
            if (whole != kWhole.end()) file(whole->second).judge(value, at, found);
        }
        const Json& actual = resolved(schema);
        if (value.is_array() && actual.contains("items"))
            for (const auto& item : value) describe_fields(actual["items"], item, at + "[]", found);
        if (!value.is_object() || !actual.contains("properties")) return;
        for (const auto& [field, inner] : value.items()) {
            if (!actual["properties"].contains(field)) {
                found.push_back(at + " does not describe the field " + field);
            } else {
                describe_fields(actual["properties"][field], inner, at + "." + field, found);
            }
        }
    }

    const Schema& component(const Json& schema) {
        auto& kept = components_[schema.dump()];
        if (!kept) {
            Json whole{{"allOf", Json::array({schema})}, {"components", api_["components"]}};
            kept = std::make_unique<Schema>(std::move(whole));
        }
        return *kept;
    }

    const Schema& file(const std::string& name) {
        auto& kept = files_[name];
        if (!kept) {
            std::ifstream file(std::string(PEILPUNT_SOURCE_DIR) + "/schemas/" + name + ".json");
            kept = std::make_unique<Schema>(Json::parse(file));
        }
        return *kept;
    }

    const Json api_ = Json::parse(api::openapi());
    std::map<std::string, std::unique_ptr<Schema>> components_, files_;
    std::set<std::string> seen_;
};

Description::Description() : impl_(std::make_unique<Impl>()) {}
Description::~Description() = default;

std::vector<std::string> Description::complaints(const net::HttpRequest& request,
                                                 const net::HttpResponse& response) {
    return impl_->complaints(request, response);
}

std::vector<std::string> Description::not_seen() const { return impl_->not_seen(); }

}  // namespace peilpunt::tests
