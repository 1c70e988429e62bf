// SPDX-License-Identifier: EUPL-1.2
// Following what was given, and contact details.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/api/handlers.hpp"
#include "shared/json/json.hpp"
#include "shared/text/catalogue.hpp"
#include "shared/text/characters.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::api {

using http::Reply;
using http::Request;

Reply GetReceipt::operator()(const Request& request) const {
    const auto receipt = Receipt::parse(request.value("code"));
    if (!receipt)
        return Reply::problem({ErrorCode::not_found, "Deze code klopt niet. Kijk of alle cijfers kloppen."});
    const auto followed = app.follow(*receipt);
    if (!followed) return Reply::problem(followed.error());
    auto steps = nlohmann::json::array();
    for (const auto& step : followed->steps) {
        constexpr const char* kWhen[] = {"gedaan", "nu", "later"};
        nlohmann::json one{{"stap", step.key.substr(step.key.rfind('.') + 1)},
                           {"tekst", text::Catalogue::builtin().get_named(step.key, "nl")},
                           {"stand", kWhen[static_cast<int>(step.when)]}};
        if (step.date) one["datum"] = format_date(*step.date);
        steps.push_back(std::move(one));
    }
    nlohmann::json body{{"soort", followed->is_signal ? "signaal" : "inzending"},
                        {"stappen", std::move(steps)}};
    if (followed->poll) body["peiling"] = followed->poll->slug;
    return Reply::json(body.dump());
}

namespace {

/// A text field, or empty; anything else is a fault.
std::string text_field(const nlohmann::json& tree, const char* name, std::vector<Fault>& faults) {
    const auto found = tree.find(name);
    if (found == tree.end() || found->is_null()) return {};
    if (found->is_string()) return found->get<std::string>();
    faults.push_back(text::make_fault(name, "fout.geen-tekst"));
    return {};
}

bool flag(const nlohmann::json& tree, const char* name) {
    const auto found = tree.find(name);
    return found != tree.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

void PostContact::operator()(const Request& request, http::Responder respond) const {
    if (auto refused = http::require_json(request)) return respond(std::move(*refused));
    const auto tree = json::parse(request.body, {.bytes = 8 * 1024, .depth = 3, .nodes = 64});
    if (!tree) return respond(Reply::problem(tree.error()));
    std::vector<Fault> faults;
    if (!tree->is_object())
        return respond(Reply::problem(text::invalid({text::make_fault("", "fout.geen-object")})));
    for (const auto& [name, value] : tree->items()) {
        constexpr std::string_view kKnown[] = {"zestienOfOuder", "ouderAkkoord", "telefoon",    "email",
                                               "gemeente",       "onderwerpen",  "tekstversie", "id"};
        if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown))
            faults.push_back(text::make_fault(name, "fout.onbekend-veld"));
    }
    app::ContactDetails details;
    details.is_16 = flag(*tree, "zestienOfOuder");
    details.parent_agrees = flag(*tree, "ouderAkkoord");
    details.phone = seal::Secret(text::trimmed(text_field(*tree, "telefoon", faults)));
    details.email = seal::Secret(text::trimmed(text_field(*tree, "email", faults)));
    details.text_version = text_field(*tree, "tekstversie", faults);
    if (const auto area = AreaCode::parse(text_field(*tree, "gemeente", faults)))
        details.municipality = *area;
    if (const auto topics = tree->find("onderwerpen"); topics != tree->end() && topics->is_array())
        for (const auto& topic : *topics)
            if (topic.is_string()) details.topics.push_back(topic.get<std::string>());
    auto id = ResponseId::random(app.random());
    if (tree->contains("id")) {
        if (const auto sent = ResponseId::parse(text_field(*tree, "id", faults)))
            id = *sent;
        else
            faults.push_back(text::make_fault("id", "fout.geen-kenmerk"));
    }
    if (!faults.empty()) return respond(Reply::problem(text::invalid(std::move(faults))));
    app.leave_contact(details, id, [respond = std::move(respond)](Result<void> left) {
        if (!left) return respond(Reply::problem(left.error()));
        respond(Reply::json("{\"status\":\"opgeslagen\"}", 201));
    });
}

}  // namespace peilpunt::api
