// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/json.hpp"
#include "shared/sync/reader.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::sync {
namespace {

constexpr std::size_t kPublicKey = 32;
constexpr json::Bounds kBounds{.bytes = 8 * 1024, .depth = 4, .nodes = 64};

}  // namespace

std::string write_enrolment(const Enrolment& enrolment) {
    return nlohmann::json{{"kiosk", enrolment.kiosk.str()},
                          {"plek", enrolment.venue},
                          {"gemeente", enrolment.municipality.str()},
                          {"serverSleutel", seal::to_base64(enrolment.server_box_key)},
                          {"serverHandtekening", seal::to_base64(enrolment.server_sign_key)},
                          {"pincode", enrolment.staff_pin_hash}}
        .dump();
}

Result<Enrolment> parse_enrolment(std::string_view text) {
    const auto tree = json::parse(text, kBounds);
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    Enrolment enrolment;
    enrolment.kiosk = reader.parsed<KioskId>("kiosk");
    enrolment.venue = reader.text("plek", 400);
    enrolment.municipality = reader.parsed<AreaCode>("gemeente");
    enrolment.server_box_key = reader.bytes("serverSleutel", kPublicKey, kPublicKey);
    enrolment.server_sign_key = reader.bytes("serverHandtekening", kPublicKey, kPublicKey);
    enrolment.staff_pin_hash = reader.text("pincode", 200);
    if (!faults.empty()) return wrong(std::move(faults));
    return enrolment;
}

std::string pairing_answer(std::string_view request, std::string_view answer) {
    return seal::to_hex(seal::hash(request)).append(1, '\n').append(answer);
}

std::string write_enrolment_request(std::string_view pairing_code, std::string_view sign_public_key) {
    return nlohmann::json{{"koppelcode", pairing_code}, {"sleutel", seal::to_base64(sign_public_key)}}.dump();
}

Result<EnrolmentRequest> parse_enrolment_request(std::string_view text) {
    const auto tree = json::parse(text, kBounds);
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    EnrolmentRequest request;
    request.pairing_code = reader.text("koppelcode", 64);
    request.sign_public_key = reader.bytes("sleutel", kPublicKey, kPublicKey);
    if (!faults.empty()) return wrong(std::move(faults));
    return request;
}

}  // namespace peilpunt::sync
